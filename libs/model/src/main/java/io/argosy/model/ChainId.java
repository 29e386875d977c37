package io.argosy.model;

/** A chain as CAIP-2 names it, {@code eip155:31337}; the number is 1 to 2^63 - 1 (EIP-155). */
public record ChainId(long number) {
  public ChainId {
    if (number < 1) {
      throw new IllegalArgumentException("a chain id is 1 or more, not " + number);
    }
  }

  /** Reads CAIP-2 text of the eip155 namespace, without leading zeros. */
  public static ChainId parse(String text) {
    if (!text.matches("eip155:[1-9][0-9]{0,18}")) {
      throw new IllegalArgumentException("not an eip155 chain (CAIP-2)");
    }
    return new ChainId(Long.parseLong(text.substring(7)));
  }

  @Override
  public String toString() {
    return "eip155:" + number;
  }
}
