package io.argosy.threshold;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-256 in counter mode as a pseudorandom generator: each key is used for one stream. */
final class Stream {
  private static final IvParameterSpec ZERO = new IvParameterSpec(new byte[16]);

  private Stream() {}

  /** The first bytes of a key's stream. */
  static byte[] bytes(byte[] key, int length) {
    try {
      var cipher = Cipher.getInstance("AES/CTR/NoPadding");
      cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), ZERO);
      return cipher.doFinal(new byte[length]);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The same as 64-bit words. */
  static long[] words(byte[] key, int count) {
    long[] out = new long[count];
    ByteBuffer.wrap(bytes(key, 8 * count)).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(out);
    return out;
  }
}
