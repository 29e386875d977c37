/** Lays the library's secret arithmetic open to the clock, and to nothing else. */
@NullMarked
package io.argosy.threshold;

import org.jspecify.annotations.NullMarked;
