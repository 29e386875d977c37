package io.argosy.custody;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Gives a decoder of texts or frames what is almost right, by a printed seed. */
public final class Changed {
  private static final int TRIES = Integer.getInteger("argosy.fuzz.tries", 60) * 100;
  private static final long SEED = Long.getLong("argosy.fuzz.seed", new SecureRandom().nextLong());
  private static final byte[] TELLING =
      "\n: -+0129afzAZ/=\u0000\u007f".getBytes(StandardCharsets.ISO_8859_1);

  private Changed() {}

  /** Runs the decoder on many changes of what it accepts; it throws only what is a bug. */
  public static void each(String name, byte[] honest, Consumer<byte[]> decoder) {
    System.out.printf("%s: -Dargosy.fuzz.seed=%d, %d tries%n", name, SEED, TRIES);
    var random = new SplittableRandom(SEED);
    decoder.accept(honest.clone());
    for (int i = 0; i < TRIES; i++) {
      byte[] bytes = honest.clone();
      for (int changes = 1 + random.nextInt(3); changes > 0 && bytes.length > 0; changes--) {
        bytes = changed(bytes, random);
      }
      try {
        decoder.accept(bytes);
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("%s, try %d of seed %d".formatted(name, i, SEED), e);
      }
    }
  }

  private static byte[] changed(byte[] bytes, SplittableRandom random) {
    int at = random.nextInt(bytes.length);
    int length = Math.min(bytes.length - at, 1 + random.nextInt(80));
    byte telling = TELLING[random.nextInt(TELLING.length)];
    switch (random.nextInt(7)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bytes[at] = telling;
      case 2 -> Arrays.fill(bytes, at, at + length, telling);
      case 3 -> {
        return joined(bytes, at, new byte[] {telling}, at);
      }
      case 4 -> {
        return joined(bytes, at, new byte[0], at + length);
      }
      case 5 -> {
        return joined(bytes, at + length, Arrays.copyOfRange(bytes, at, at + length), at + length);
      }
      default -> {
        return Arrays.copyOf(bytes, random.nextInt(2) == 0 ? at : bytes.length + length);
      }
    }
    return bytes;
  }

  /** The bytes up to a place, others, and the bytes from another place. */
  private static byte[] joined(byte[] bytes, int to, byte[] between, int from) {
    byte[] out = Arrays.copyOf(bytes, to + between.length + bytes.length - from);
    System.arraycopy(between, 0, out, to, between.length);
    System.arraycopy(bytes, from, out, to + between.length, bytes.length - from);
    return out;
  }
}
