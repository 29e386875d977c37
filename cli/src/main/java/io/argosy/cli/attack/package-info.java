/** Thefts, tried live by somebody who owns all of zone A. */
@NullMarked
package io.argosy.cli.attack;

import org.jspecify.annotations.NullMarked;
