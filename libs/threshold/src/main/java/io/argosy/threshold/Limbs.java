package io.argosy.threshold;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Numbers of 256 bits as four words each, the lowest first, inside arrays of many numbers; as bytes
 * they are big-endian.
 */
final class Limbs {
  private static final VarHandle BIG_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private Limbs() {}

  /** One where a + b overflowed into sum; no branch, for a comparison may become one. */
  static long carry(long a, long b, long sum) {
    return ((a & b) | ((a | b) & ~sum)) >>> 63;
  }

  static long word(byte[] in, int at) {
    return (long) BIG_ENDIAN.get(in, at);
  }

  static void put(byte[] out, int at, long word) {
    BIG_ENDIAN.set(out, at, word);
  }

  /** Reads 32 bytes as they are, without any modulus. */
  static void read(long[] out, int o, byte[] in, int at) {
    out[o] = word(in, at + 24);
    out[o + 1] = word(in, at + 16);
    out[o + 2] = word(in, at + 8);
    out[o + 3] = word(in, at);
  }

  static void write(byte[] out, int o, long[] in, int at) {
    put(out, o, in[at + 3]);
    put(out, o + 8, in[at + 2]);
    put(out, o + 16, in[at + 1]);
    put(out, o + 24, in[at]);
  }

  static byte[] bytes(long[] in, int at) {
    byte[] out = new byte[32];
    write(out, 0, in, at);
    return out;
  }

  static boolean isZero(long[] a, int x) {
    return (a[x] | a[x + 1] | a[x + 2] | a[x + 3]) == 0;
  }

  /** All ones where the two numbers are equal, else zero. */
  static long equal(long[] a, int x, long[] b, int y) {
    long different =
        (a[x] ^ b[y]) | (a[x + 1] ^ b[y + 1]) | (a[x + 2] ^ b[y + 2]) | (a[x + 3] ^ b[y + 3]);
    return ((different | -different) >>> 63) - 1;
  }

  /** out = mask is all ones ? yes : no; the mask is all ones or zero. */
  static void choose(long[] out, int o, long mask, long[] yes, int x, long[] no, int y) {
    for (int i = 0; i < 4; i++) {
      out[o + i] = (yes[x + i] & mask) | (no[y + i] & ~mask);
    }
  }
}
