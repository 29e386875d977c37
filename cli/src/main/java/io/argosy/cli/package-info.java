/** People's entrance: the commands of {@code ./argosy}. */
@NullMarked
package io.argosy.cli;

import org.jspecify.annotations.NullMarked;
