package io.argosy.model;

/** An account on a chain as CAIP-10 names it, {@code eip155:31337:0x…}. */
public record AccountId(ChainId chain, Address address) {
  /** Reads CAIP-10 text with a lower-case address. */
  public static AccountId parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("not an account (CAIP-10)");
    }
    return new AccountId(
        ChainId.parse(text.substring(0, colon)), Address.parse(text.substring(colon + 1)));
  }

  @Override
  public String toString() {
    return chain + ":" + address;
  }
}
