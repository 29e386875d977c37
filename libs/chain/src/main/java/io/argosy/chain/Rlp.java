package io.argosy.chain;

import io.argosy.model.Address;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;

/** Recursive length prefix, encoding only (Yellow Paper, appendix B). */
final class Rlp {
  private static final int STRING = 0x80;
  private static final int LIST = 0xc0;

  private Rlp() {}

  static byte[] bytes(byte[] content) {
    boolean itself = content.length == 1 && (content[0] & 0xff) < STRING;
    return itself ? content.clone() : prefixed(STRING, content);
  }

  static byte[] address(Address address) {
    return bytes(address.bytes());
  }

  /** A whole number, big-endian without leading zeros; zero is the empty string. */
  static byte[] number(BigInteger value) {
    if (value.signum() < 0) {
      throw new IllegalArgumentException("RLP knows no negative number");
    }
    byte[] signed = value.toByteArray();
    int skip = signed[0] == 0 ? 1 : 0;
    return bytes(Arrays.copyOfRange(signed, skip, signed.length));
  }

  static byte[] number(long value) {
    return number(BigInteger.valueOf(value));
  }

  static byte[] list(List<byte[]> encodedItems) {
    var content = new ByteArrayOutputStream();
    encodedItems.forEach(content::writeBytes);
    return prefixed(LIST, content.toByteArray());
  }

  static byte[] list(byte[]... encodedItems) {
    return list(List.of(encodedItems));
  }

  private static byte[] prefixed(int offset, byte[] content) {
    var out = new ByteArrayOutputStream(content.length + 5);
    if (content.length <= 55) {
      out.write(offset + content.length);
    } else {
      byte[] length = BigInteger.valueOf(content.length).toByteArray();
      int skip = length[0] == 0 ? 1 : 0;
      out.write(offset + 55 + length.length - skip);
      out.write(length, skip, length.length - skip);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }
}
