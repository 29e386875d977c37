/** A person's own side: key files, reading a statement before signing it. No other zone's code. */
@NullMarked
package io.argosy.cli.person;

import org.jspecify.annotations.NullMarked;
