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
  /** By blocks, which stay in the cache; their length is a multiple of the cipher's. */
  private static final int BLOCK = 4096;

  private static final byte[] NOTHING = new byte[BLOCK];
  private static final IvParameterSpec ZERO = new IvParameterSpec(new byte[16]);
  private final Cipher cipher;
  private final byte[] bytes;

  Stream(int length) {
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
      for (int at = 0; at < bytes.length; at += BLOCK) {
        cipher.update(NOTHING, 0, Math.min(BLOCK, bytes.length - at), bytes, at);
      }
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
