package io.argosy.threshold;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Hands a key over to other holders, another threshold, or both; its public half and its chain code
 * stay. Each dealer deals its own share with its weight among the dealers, and everybody checks
 * that by the dealer's public share. A holder that was lost gets a new share so: it deals nothing.
 */
public final class Resharing implements Rounds<Resharing.Made> {
  /**
   * What all parties agreed on beforehand.
   *
   * @param from the key as its old holders' certificate gives it
   * @param dealers t or more of the old holders, in rising order
   * @param threshold signatures required afterwards
   * @param holders who holds a share afterwards, in rising order; who deals keeps its index
   */
  public record Terms(SharedKey from, List<Integer> dealers, int threshold, List<Integer> holders) {
    public Terms {
      dealers = List.copyOf(dealers);
      holders = List.copyOf(holders);
    }
  }

  /**
   * What it comes to.
   *
   * @param share of a party that holds one afterwards
   * @param transcript digest of everything public that was said
   */
  public record Made(SharedKey key, Optional<KeyShare> share, byte[] transcript) {
    public Made {
      transcript = transcript.clone();
    }

    @Override
    public byte[] transcript() {
      return transcript.clone();
    }
  }

  private final Dealing<Made> dealing;

  private Resharing(Plan plan, int self, Optional<Polynomial> polynomial, Randomness random) {
    dealing =
        new Dealing<>(
            plan,
            self,
            polynomial,
            Scalars.of(0),
            random,
            dealt -> new Made(dealt.key(), dealt.share(), dealt.transcript()));
  }

  private static Plan plan(byte[] sid, Terms terms) {
    return Plan.resharing(sid, terms.from, terms.dealers, terms.threshold, terms.holders);
  }

  /**
   * The side of an old holder that deals, whether it holds a share afterwards or not.
   *
   * @param sid 32 bytes that all parties agreed on and never used before
   * @param share read here only; it stays good until the new ones are in force
   */
  public static Resharing dealer(byte[] sid, Terms terms, KeyShare share, Randomness local) {
    if (!share.key().equals(terms.from)) {
      throw new IllegalArgumentException("a share of another key or epoch");
    }
    var plan = plan(sid, terms);
    var random = new Hedged(share, plan.sid(), local);
    long[] secret = share.secret();
    long[] constant = Scalars.multiply(plan.weight(share.self()), secret);
    Arrays.fill(secret, 0);
    var polynomial = Polynomial.of(constant, plan.threshold(), random);
    return new Resharing(plan, share.self(), Optional.of(polynomial), random);
  }

  /** The side of a new holder that deals nothing, whether it held a share before or not. */
  public static Resharing receiver(byte[] sid, Terms terms, int self, Randomness random) {
    return new Resharing(plan(sid, terms), self, Optional.empty(), random);
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
