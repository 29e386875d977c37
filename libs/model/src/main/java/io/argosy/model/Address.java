package io.argosy.model;

import java.util.Arrays;
import java.util.HexFormat;

/** A 20-byte account address of an EVM chain; its text is lower-case hexadecimal after 0x. */
public final class Address {
  private static final HexFormat HEX = HexFormat.of();
  private final byte[] bytes;

  private Address(byte[] owned) {
    if (owned.length != 20) {
      throw new IllegalArgumentException("an address has 20 bytes, not " + owned.length);
    }
    this.bytes = owned;
  }

  /** Copies 20 bytes. */
  public static Address of(byte[] bytes) {
    return new Address(bytes.clone());
  }

  /** Reads lower-case text; mixed case is for the edge, which checks EIP-55. */
  public static Address parse(String text) {
    if (!text.matches("0x[0-9a-f]{40}")) {
      throw new IllegalArgumentException("an address is 0x and 40 lower-case hexadecimal digits");
    }
    return new Address(HEX.parseHex(text, 2, 42));
  }

  /** A copy of the bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Address that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "0x" + HEX.formatHex(bytes);
  }
}
