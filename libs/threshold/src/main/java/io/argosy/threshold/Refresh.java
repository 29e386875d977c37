package io.argosy.threshold;

import java.util.Map;
import java.util.Optional;

/**
 * Makes new shares of the same key for the same holders, with new transfers between them: every
 * holder deals a polynomial whose constant term is zero, and adds what it is dealt to its share.
 * Old shares and new ones do not fit each other. All holders take part; a holder that lost its
 * share gets one by {@link Resharing}.
 */
public final class Refresh implements Rounds<KeyGeneration.Made> {
  private final Dealing<KeyGeneration.Made> dealing;

  /**
   * @param sid 32 bytes that all holders agreed on and never used before
   * @param share read here only; it stays good until the new one is in force
   */
  public Refresh(byte[] sid, KeyShare share, Randomness local) {
    var plan = Plan.refresh(sid, share.key());
    var random = new Hedged(share, plan.sid(), local);
    var polynomial = Optional.of(Polynomial.zero(plan.threshold(), random));
    long[] base = share.secret();
    dealing = new Dealing<>(plan, share.self(), polynomial, base, random, KeyGeneration.Made::of);
  }

  @Override
  public Outcome<KeyGeneration.Made> start() {
    return dealing.start();
  }

  @Override
  public Outcome<KeyGeneration.Made> next(Map<Integer, byte[]> received) {
    return dealing.next(received);
  }

  @Override
  public void abandon() {
    dealing.abandon();
  }
}
