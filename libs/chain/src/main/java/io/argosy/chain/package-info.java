/** Codecs of EVM chains: hashing, RLP, transactions, addresses and signatures. No I/O. */
@NullMarked
package io.argosy.chain;

import org.jspecify.annotations.NullMarked;
