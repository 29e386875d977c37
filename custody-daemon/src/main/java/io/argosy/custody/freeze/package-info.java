/** Freeze: an order that one daemon took reaches the others. */
@NullMarked
package io.argosy.custody.freeze;

import org.jspecify.annotations.NullMarked;
