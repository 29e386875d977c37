package io.argosy.custody.share;

import io.argosy.threshold.KeyGeneration;
import io.argosy.threshold.KeyShare;
import io.argosy.threshold.Outcome;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A real share, of a key that two parties made in this process. */
final class Generated {
  private Generated() {}

  static KeyShare share() {
    byte[] session = new byte[32];
    new SecureRandom().nextBytes(session);
    var one = new KeyGeneration(session, 2, 2, 1, new SecureRandom()::nextBytes);
    var two = new KeyGeneration(session, 2, 2, 2, new SecureRandom()::nextBytes);
    var parties = List.of(one, two);
    var outcomes = new HashMap<>(Map.of(0, one.start(), 1, two.start()));
    while (outcomes.get(0) instanceof Outcome.Continue<KeyGeneration.Made>(var first)
        && outcomes.get(1) instanceof Outcome.Continue<KeyGeneration.Made>(var second)) {
      outcomes.put(0, parties.get(0).next(Map.of(2, second.getOrDefault(1, new byte[0]))));
      outcomes.put(1, parties.get(1).next(Map.of(1, first.getOrDefault(2, new byte[0]))));
    }
    if (outcomes.get(0) instanceof Outcome.Done<KeyGeneration.Made>(var made)) {
      return made.share();
    }
    throw new IllegalStateException("no key: " + outcomes);
  }
}
