package io.argosy.threshold;

import java.util.Map;
import java.util.Optional;

/**
 * Makes a key that exists nowhere: each party deals a polynomial, and a share is the sum of what
 * all dealt. A key is usable only after every party has signed the same {@link Made#transcript}.
 */
public final class KeyGeneration implements Rounds<KeyGeneration.Made> {
  /** A share, and the digest of everything public that was said. */
  public record Made(KeyShare share, byte[] transcript) {
    public Made {
      transcript = transcript.clone();
    }

    static Made of(Dealing.Dealt dealt) {
      return new Made(dealt.share().orElseThrow(), dealt.transcript());
    }

    @Override
    public byte[] transcript() {
      return transcript.clone();
    }
  }

  private final Dealing<Made> dealing;

  /**
   * @param sid 32 bytes that all parties agreed on and never used before
   * @param self this party's index, 1 to n
   */
  public KeyGeneration(byte[] sid, int threshold, int parties, int self, Randomness random) {
    var plan = Plan.generation(sid, threshold, parties);
    var polynomial = Optional.of(Polynomial.fresh(threshold, random));
    dealing = new Dealing<>(plan, self, polynomial, Scalars.of(0), random, Made::of);
  }

  @Override
  public Outcome<Made> start() {
    return dealing.start();
  }

  @Override
  public Outcome<Made> next(Map<Integer, byte[]> received) {
    return dealing.next(received);
  }

  @Override
  public void abandon() {
    dealing.abandon();
  }
}
