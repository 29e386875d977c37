package io.argosy.acceptance;

import static io.argosy.proto.common.v1.Reason.REASON_DEPENDENCY_DOWN;
import static io.argosy.proto.common.v1.Reason.REASON_HALTED;
import static io.argosy.proto.common.v1.Reason.REASON_INTERNAL;
import static io.argosy.proto.common.v1.Reason.REASON_KEY_STORE_SEALED;
import static io.argosy.proto.common.v1.Reason.REASON_PAIR_UNREADY;
import static io.argosy.proto.common.v1.Reason.REASON_POLICY_MISSING;
import static io.argosy.proto.common.v1.Reason.REASON_QUARANTINED;
import static io.argosy.proto.common.v1.Reason.REASON_QUOTE_STALE;
import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.cli.deploy.Deployment;
import io.argosy.proto.custody.v1.GetStatusResponse;
import io.argosy.proto.custody.v1.KeyStoreState;
import io.argosy.proto.payout.v1.GetPayoutRequest;
import io.argosy.proto.payout.v1.PayoutServiceGrpc;
import io.argosy.proto.reconcile.v1.ReconcileRequest;
import io.argosy.proto.reconcile.v1.ReconcileServiceGrpc;
import java.nio.file.Files;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

/** Reasons that a part gives only while it, or another, is broken; each is mended again. */
record BrokenParts(Whole whole, FrontReasons front, SigningReasons signing, Provoked provoked) {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Deployment deployment() {
    return whole.deployment();
  }

  private static Said await(Callable<Said> question, Predicate<Said> wanted) throws Exception {
    Instant end = Instant.now().plus(PATIENCE);
    while (true) {
      var said = question.call();
      if (wanted.test(said) || Instant.now().isAfter(end)) {
        return said;
      }
      Thread.sleep(200);
    }
  }

  /** Quotes grow old, whoever is asked. */
  void withoutAMarketFeed() throws Exception {
    deployment().service("market-feed").kill();

    var said =
        await(front::checking, each -> each.reason().filter("QUOTE_STALE"::equals).isPresent());

    provoked.by(REASON_QUOTE_STALE, said);
    deployment().startAgain("market-feed");
  }

  void withoutAnApiService() throws Exception {
    deployment().service("api-service").kill();
    int port = deployment().ports("reconcile-service").getOrDefault("reconcile", 0);
    var tls = Host.certificate(deployment(), "treasury-desk", "watcher");

    var said =
        Caller.ask(
            port,
            tls,
            ReconcileServiceGrpc.getReconcileMethod(),
            List.of(ReconcileRequest.getDefaultInstance()));

    provoked.by(REASON_DEPENDENCY_DOWN, said);
    deployment().startAgain("api-service");
  }

  /** A fault that no code foresees: a table is gone. */
  void withoutATable() throws Exception {
    var folder = deployment().run().of("api-service");
    String configuration = Files.readString(folder.resolve("api-service.conf"));
    String url = configuration.replaceFirst("(?s).*(jdbc:postgresql:[^\"]*).*", "$1");
    String password = Files.readString(deployment().run().of("api-service-db").resolve("password"));
    try (var database = DriverManager.getConnection(url, "argosy", password);
        var statement = database.createStatement()) {
      statement.execute("ALTER TABLE finding RENAME TO finding_away");
      try {
        String id = front.paid().file().text().lines().skip(1).findFirst().orElseThrow();
        var request = GetPayoutRequest.newBuilder().setExternalId(id.split(",", -1)[0]).build();
        provoked.by(REASON_INTERNAL, front.ask(PayoutServiceGrpc.getGetPayoutMethod(), request));
      } finally {
        statement.execute("ALTER TABLE finding_away RENAME TO finding");
      }
    }
  }

  /**
   * The third daemon comes back without its key store, and its journal is one that nobody should
   * trust: restored under another generation, without a policy, with a peer in quarantine and
   * another whose transfers are spoiled.
   */
  void withABentJournal(Host third) throws Exception {
    var store = new StoreAway(deployment(), third.name());
    store.take();
    third.withJournalBent(
        "DELETE FROM policy",
        "UPDATE journal SET generation = 1",
        "INSERT INTO quarantine VALUES ('custody-1', 'a session', 'a check', 'now')");
    var with1 = List.of("custody-1", "custody-3");
    var with2 = List.of("custody-2", "custody-3");
    provoked.by(
        REASON_KEY_STORE_SEALED,
        third.sign(signing.request("sealed", r -> r.clearQuorum().addAllQuorum(with2))));
    store.giveBack();
    var ready =
        await(
            third::status,
            said ->
                said.answer(GetStatusResponse.class).getKeyStore()
                    == KeyStoreState.KEY_STORE_STATE_READY);
    assertThat(ready.answer(GetStatusResponse.class).getQuarantinedList())
        .containsExactly("custody-1");
    provoked.by(REASON_POLICY_MISSING, third.register(Paper.right(deployment(), "lawless")));
    var _ =
        third
            .install(Policies.reinstated(deployment().facts().policy()), 2, 1)
            .answer(io.argosy.proto.custodyoperator.v1.InstallPolicyResponse.class);
    provoked.by(
        REASON_QUARANTINED,
        third.sign(signing.request("kept-out", r -> r.clearQuorum().addAllQuorum(with1))));
    provoked.by(
        REASON_HALTED,
        third.sign(signing.request("halted", r -> r.clearQuorum().addAllQuorum(with2))));
    deployment().service("custody-2").kill();
    third.withJournalBent(
        "UPDATE journal SET generation = 0",
        "DELETE FROM quarantine",
        "INSERT INTO spoiled_pair VALUES ('treasury-1', 0, 'custody-2', 'a test', 'now', 1)");
    provoked.by(
        REASON_PAIR_UNREADY,
        third.sign(signing.request("spoiled", r -> r.clearQuorum().addAllQuorum(with2))));
    deployment().startAgain("custody-2");
  }
}
