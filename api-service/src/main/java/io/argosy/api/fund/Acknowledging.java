package io.argosy.api.fund;

import io.argosy.api.custody.CustodyClient;
import io.argosy.api.custody.CustodyGroup;
import io.argosy.api.custody.DaemonAnswer;
import io.argosy.api.state.Ground;
import io.argosy.custodycore.Acknowledgement;
import io.argosy.model.DaemonId;
import io.argosy.model.PersonSignature;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has every daemon register the fund statement, each on a thread of its own and again and again
 * until it does; a daemon that is away holds nobody up.
 */
final class Acknowledging {
  private static final Logger LOG = LoggerFactory.getLogger(Acknowledging.class);
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration ASK_AGAIN = Duration.ofSeconds(5);
  private final Ground ground;
  private final CustodyGroup custody;
  private final SignedFund fund;
  private final Map<DaemonId, Instant> notBefore = new ConcurrentHashMap<>();
  private final Map<DaemonId, String> said = new HashMap<>();

  Acknowledging(Ground ground, CustodyGroup custody, SignedFund fund) {
    this.ground = ground;
    this.custody = custody;
    this.fund = fund;
  }

  /** Asks whom it is time to ask. */
  void run() {
    long generation =
        fund.officers().stream().mapToLong(PersonSignature::generation).max().orElse(0);
    var hash = fund.statement().hash().bytes();
    var done = ground.db().withExtension(FundDao.class, dao -> dao.acknowledged(hash, generation));
    var now = ground.clock().instant();
    for (var daemon : custody.daemons()) {
      boolean early = now.isBefore(notBefore.getOrDefault(daemon.id(), Instant.MIN));
      if (!early && !done.contains(daemon.id().text())) {
        notBefore.put(daemon.id(), Instant.MAX);
        var _ = Thread.ofVirtual().name("fund-" + daemon.id()).start(() -> ask(daemon));
      }
    }
  }

  private void ask(CustodyClient daemon) {
    try {
      switch (daemon.register(fund.statement(), fund.officers(), PATIENCE)) {
        case DaemonAnswer.Given(var signed) -> keep(daemon, signed);
        case DaemonAnswer.Refused<Acknowledgement.Signed>(var reason, var detail) ->
            tell(daemon.id(), reason + " " + detail);
        case DaemonAnswer.Silent<Acknowledgement.Signed>(var detail) -> tell(daemon.id(), detail);
      }
    } finally {
      notBefore.put(daemon.id(), ground.clock().instant().plus(ASK_AGAIN));
    }
  }

  private void keep(CustodyClient daemon, Acknowledgement.Signed signed) {
    if (!custody.holds(signed, daemon.id(), fund.statement().hash())) {
      tell(daemon.id(), "its acknowledgement does not hold");
      return;
    }
    int _ =
        ground
            .db()
            .withExtension(
                FundDao.class,
                dao ->
                    dao.keep(
                        fund.statement().hash().bytes(),
                        daemon.id().text(),
                        signed.acknowledgement().generation(),
                        signed.acknowledgement().encoded(),
                        signed.signature(),
                        ground.clock().instant()));
    tell(daemon.id(), "registered it");
  }

  /** Once for each thing that a daemon says. */
  private synchronized void tell(DaemonId daemon, String what) {
    if (!what.equals(said.put(daemon, what))) {
      LOG.info("fund statement {}: {}: {}", fund.statement().fund(), daemon, what);
    }
  }
}
