package io.argosy.threshold;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Changes messages at random, by a seed: mostly of the right length, for others end at once. */
final class Mutations {
  private final SplittableRandom random;

  Mutations(long seed) {
    random = new SplittableRandom(seed);
  }

  /** One to four changes of one of the messages. */
  byte[] next(List<byte[]> honest) {
    byte[] out = honest.get(random.nextInt(honest.size())).clone();
    for (int changes = 1 + random.nextInt(4); changes > 0 && out.length > 0; changes--) {
      out = changed(out, honest.get(random.nextInt(honest.size())));
    }
    return out;
  }

  private byte[] changed(byte[] message, byte[] other) {
    int at = random.nextInt(message.length);
    int length = Math.min(message.length - at, 1 + random.nextInt(66));
    switch (random.nextInt(10)) {
      case 0, 1, 2 -> message[at] ^= (byte) (1 << random.nextInt(8));
      case 3 -> message[at] = (byte) random.nextInt();
      case 4 -> Arrays.fill(message, at, at + length, (byte) 0);
      case 5 -> Arrays.fill(message, at, at + length, (byte) 0xff);
      case 6 -> {
        int from = random.nextInt(other.length);
        System.arraycopy(other, from, message, at, Math.min(length, other.length - from));
      }
      case 7 -> {
        int to = random.nextInt(message.length - length + 1);
        System.arraycopy(message.clone(), at, message, to, length);
      }
      case 8 -> {
        return Arrays.copyOf(message, at);
      }
      default -> {
        return Arrays.copyOf(message, message.length + random.nextInt(1 << 16));
      }
    }
    return message;
  }
}
