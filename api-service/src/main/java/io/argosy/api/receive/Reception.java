package io.argosy.api.receive;

import io.argosy.api.screen.FiatRule;
import io.argosy.api.screen.Prices;
import io.argosy.custodycore.Policy;
import io.argosy.model.PersonSignature.Role;
import java.util.List;
import java.util.stream.Collectors;

/** Takes an order in when its maker is known and its rules can be judged now. Thread-safe. */
public final class Reception {
  private final Policy policy;
  private final FiatRule fiat;
  private final BatchIntake intake;

  public Reception(Policy policy, FiatRule fiat, BatchIntake intake) {
    this.policy = policy;
    this.fiat = fiat;
    this.intake = intake;
  }

  /** What may be ordered. */
  public List<KnownAsset> assets() {
    return KnownAsset.of(policy);
  }

  /** Makes the batch; an order that was taken in before is answered whatever holds now. */
  public Intake take(BatchOrder order) {
    var answer = check(order);
    return answer instanceof Intake.Possible ? intake.create(order) : answer;
  }

  /** Answers as {@link #take} would, and makes nothing. */
  public Intake dryRun(BatchOrder order) {
    var answer = check(order);
    if (!(answer instanceof Intake.Possible)) {
      return answer;
    }
    var taken = intake.taken(order.client(), order.rows());
    return taken.isEmpty() ? answer : new Intake.IdsTaken(taken);
  }

  private Intake check(BatchOrder order) {
    var earlier = intake.earlier(order);
    if (earlier.isPresent()) {
      return earlier.get();
    }
    if (policy.person(order.maker(), Role.MAKER).isEmpty()) {
      return new Intake.MakerUnknown(order.maker());
    }
    var assets = order.rows().stream().map(row -> row.amount().asset()).collect(Collectors.toSet());
    return switch (fiat.prices(assets)) {
      case Prices.Fresh _ -> new Intake.Possible();
      case Prices.Stale(var pairs) -> new Intake.QuotesStale(pairs);
    };
  }
}
