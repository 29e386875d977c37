/** Freeze: accepted payouts get their order for ever, and the statement that people sign. */
@NullMarked
package io.argosy.api.freeze;

import org.jspecify.annotations.NullMarked;
