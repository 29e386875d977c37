/**
 * Sign: an order that the gate permits becomes signatures, by sessions with the quorum's others.
 */
@NullMarked
package io.argosy.custody.sign;

import org.jspecify.annotations.NullMarked;
