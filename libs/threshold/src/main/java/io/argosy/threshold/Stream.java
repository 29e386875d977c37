package io.argosy.threshold;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256 in counter mode as a pseudorandom generator of a fixed length: each key is used for one
 * stream. Confined to one thread.
 */
final class Stream {
  private static final IvParameterSpec ZERO = new IvParameterSpec(new byte[16]);
  private final Cipher cipher;
  private final byte[] nothing;
  private final byte[] bytes;

  Stream(int length) {
    nothing = new byte[length];
    bytes = new byte[length];
    try {
      cipher = Cipher.getInstance("AES/CTR/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A key's stream, in an array that the next call overwrites. */
  byte[] bytes(byte[] key) {
    try {
      cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), ZERO);
      cipher.doFinal(nothing, 0, nothing.length, bytes, 0);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    return bytes;
  }

  /** The same as 64-bit words, the lowest byte first. */
  void words(byte[] key, long[] out) {
    ByteBuffer.wrap(bytes(key)).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(out);
  }
}
