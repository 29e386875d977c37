package io.argosy.chain;

import io.argosy.model.Address;
import io.argosy.model.ChainId;
import io.argosy.model.Digest32;

/**
 * An account's word that it runs a contract's code from now on (EIP-7702). The chain is never the
 * zero that would hold on every chain: {@link ChainId} knows none.
 *
 * @param nonce of the account at that time
 */
public record Delegation(ChainId chain, Address code, long nonce) {
  private static final byte[] MAGIC = {5};

  public Delegation {
    if (nonce < 0) {
      throw new IllegalArgumentException("a nonce is not negative");
    }
  }

  /** What the account signs. */
  public Digest32 digest() {
    return Keccak.hash(
        MAGIC, Rlp.list(Rlp.number(chain.number()), Rlp.address(code), Rlp.number(nonce)));
  }
}
