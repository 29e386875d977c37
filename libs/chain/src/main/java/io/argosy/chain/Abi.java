package io.argosy.chain;

import io.argosy.model.Address;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * Words of 32 bytes as contracts take and give them (Solidity ABI): what a call of ours is made of,
 * and no more.
 */
public final class Abi {
  private Abi() {}

  /** A whole number of 0 to 2^256 - 1. */
  public static byte[] word(BigInteger value) {
    if (value.signum() < 0 || value.bitLength() > 256) {
      throw new IllegalArgumentException("not a uint256");
    }
    byte[] signed = value.toByteArray();
    byte[] word = new byte[32];
    int length = Math.min(signed.length, 32);
    System.arraycopy(signed, signed.length - length, word, 32 - length, length);
    return word;
  }

  /** A whole number that is not negative. */
  public static byte[] word(long value) {
    return word(BigInteger.valueOf(value));
  }

  /** An address, to the right. */
  public static byte[] word(Address address) {
    return word(new BigInteger(1, address.bytes()));
  }

  /** Bytes as the tail of a call: their length, then they, padded to whole words. */
  public static byte[] tail(byte[] content) {
    int padded = (content.length + 31) / 32 * 32;
    return concat(word(content.length), Arrays.copyOf(content, padded));
  }

  /** The four bytes that name a function by its signature, as {@code transfer(address,uint256)}. */
  public static byte[] selector(String function) {
    return Arrays.copyOf(Keccak.hash(function).bytes(), 4);
  }

  /** The parts, one after the other. */
  public static byte[] concat(byte[]... parts) {
    var out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  /** The number in the word at this place of an answer. */
  public static BigInteger number(byte[] words, int place) {
    if (words.length < 32 * (place + 1)) {
      throw new IllegalArgumentException("an answer of " + words.length + " bytes is too short");
    }
    return new BigInteger(1, Arrays.copyOfRange(words, 32 * place, 32 * (place + 1)));
  }
}
