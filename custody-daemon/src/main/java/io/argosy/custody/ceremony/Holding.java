package io.argosy.custody.ceremony;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What a daemon says of a key before its shares are made anew: 4 bytes and one.
 *
 * @param highest of the epochs that it has anything of
 */
record Holding(int highest, Held held) {
  /** Whether it can deal. */
  enum Held {
    NOTHING,
    SHARE
  }

  private static final int BYTES = 5;

  /** A daemon that names an epoch further ahead than attempts can explain uses numbers up. */
  private static final int FURTHEST = 1 << 16;

  byte[] encoded() {
    byte share = (byte) (held == Held.SHARE ? 1 : 0);
    return ByteBuffer.allocate(BYTES).putInt(highest).put(share).array();
  }

  /** What another daemon said; empty for what none says. */
  Optional<Holding> others(byte[] bytes) {
    if (bytes.length != BYTES || bytes[0] < 0 || bytes[4] < 0 || bytes[4] > 1) {
      return Optional.empty();
    }
    int theirs = ByteBuffer.wrap(bytes).getInt();
    return theirs - highest > FURTHEST
        ? Optional.empty()
        : Optional.of(new Holding(theirs, bytes[4] == 1 ? Held.SHARE : Held.NOTHING));
  }

  /** One more than anybody has anything of. */
  static int next(SortedMap<Integer, Holding> all) {
    return 1 + all.values().stream().mapToInt(Holding::highest).max().orElseThrow();
  }

  /** Who has a share, in rising order. */
  static List<Integer> dealers(SortedMap<Integer, Holding> all) {
    return all.entrySet().stream()
        .filter(each -> each.getValue().held() == Held.SHARE)
        .map(Map.Entry::getKey)
        .toList();
  }
}
