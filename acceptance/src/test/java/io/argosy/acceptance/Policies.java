package io.argosy.acceptance;

import io.argosy.custodycore.Policy;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Next versions of a policy. */
final class Policies {
  private Policies() {}

  /** The third one, which says what the first said. */
  static Policy reinstated(Policy first) {
    return with(first, 3, first.people(), first.ends());
  }

  static Policy with(Policy policy, long number, List<Policy.Person> people, Instant ends) {
    return new Policy(
        number,
        policy.genesis(),
        ends.truncatedTo(ChronoUnit.SECONDS),
        policy.chain(),
        policy.checkpoint(),
        policy.executorVersion(),
        policy.executor(),
        policy.life(),
        people,
        policy.treasuries(),
        policy.assets(),
        policy.tiers());
  }
}
