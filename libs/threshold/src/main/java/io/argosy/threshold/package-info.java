/**
 * Threshold ECDSA over secp256k1: DKLs23 (ePrint 2023/765) key generation and batch signing, as
 * pure state machines. No I/O, no clock, injected randomness; bytes in, bytes out.
 */
@NullMarked
package io.argosy.threshold;

import org.jspecify.annotations.NullMarked;
