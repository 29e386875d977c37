package io.argosy.acceptance;

import io.argosy.custodycore.Policy;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Next versions of a policy. */
final class Policies {
  private Policies() {}

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
