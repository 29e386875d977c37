/** Tell: what stands where, and what happened, in one order without a gap. */
@NullMarked
package io.argosy.api.tell;

import org.jspecify.annotations.NullMarked;
