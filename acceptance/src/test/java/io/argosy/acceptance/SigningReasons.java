package io.argosy.acceptance;

import static io.argosy.proto.common.v1.Reason.REASON_ACKNOWLEDGEMENTS_MISSING;
import static io.argosy.proto.common.v1.Reason.REASON_DEADLINE_TOO_LATE;
import static io.argosy.proto.common.v1.Reason.REASON_DESYNC;
import static io.argosy.proto.common.v1.Reason.REASON_FROZEN;
import static io.argosy.proto.common.v1.Reason.REASON_ITEM_GAS_OUT_OF_BOUNDS;
import static io.argosy.proto.common.v1.Reason.REASON_KEY_UNKNOWN;
import static io.argosy.proto.common.v1.Reason.REASON_NOT_IN_STATEMENT;
import static io.argosy.proto.common.v1.Reason.REASON_NOT_REGISTERED;
import static io.argosy.proto.common.v1.Reason.REASON_NOT_YET_VALID;
import static io.argosy.proto.common.v1.Reason.REASON_ORDER_INVALID;
import static io.argosy.proto.common.v1.Reason.REASON_PEER_UNREACHABLE;
import static io.argosy.proto.common.v1.Reason.REASON_POLICY_CHANGED;
import static io.argosy.proto.common.v1.Reason.REASON_POLICY_ENDED;
import static io.argosy.proto.common.v1.Reason.REASON_POLICY_LATE;
import static io.argosy.proto.common.v1.Reason.REASON_QUORUM_INVALID;
import static io.argosy.proto.common.v1.Reason.REASON_SESSION_ABORTED;
import static io.argosy.proto.common.v1.Reason.REASON_STATEMENTS_CONFLICT;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.argosy.cli.deploy.Deployment;
import io.argosy.custodycore.FreezeOrder;
import io.argosy.proto.custody.v1.Acknowledgement;
import io.argosy.proto.custody.v1.GetStatusResponse;
import io.argosy.proto.custody.v1.Intent;
import io.argosy.proto.custody.v1.PayIntent;
import io.argosy.proto.custody.v1.SignRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** What daemons say to requests, policies and orders that they must not follow. */
final class SigningReasons {
  private final List<Host> hosts;
  private final Deployment deployment;
  private final Provoked provoked;
  private final Paper paper;
  private final List<Acknowledgement> acknowledged;

  /** Registers an honest statement at every daemon, to have something to bend. */
  SigningReasons(List<Host> hosts, Provoked provoked) throws Exception {
    this.hosts = List.copyOf(hosts);
    this.deployment = hosts.getFirst().deployment();
    this.provoked = provoked;
    this.paper = Paper.right(deployment, "honest");
    this.acknowledged = Host.acknowledged(hosts, paper);
  }

  SignRequest request(String id, UnaryOperator<SignRequest.Builder> bend) {
    return paper.request(id, acknowledged, bend);
  }

  private SignRequest paying(String id, UnaryOperator<PayIntent.Builder> bend) {
    return request(
        id,
        request -> {
          var pay = bend.apply(request.getIntents(0).getPay().toBuilder());
          return request.setIntents(0, Intent.newBuilder().setPay(pay));
        });
  }

  void provokeByRequests() throws Exception {
    var first = hosts.getFirst();
    var unknown = ByteString.copyFrom(new byte[32]);
    var one = acknowledged.subList(0, 1);
    var soon = Instant.now().plus(Duration.ofMinutes(30)).truncatedTo(ChronoUnit.SECONDS);
    var early = Paper.right(deployment, "early").saying("not-before", soon.toString());
    var earlyAcknowledged = Host.acknowledged(hosts, early);

    provoked.by(REASON_NOT_REGISTERED, first.sign(request("1", r -> r.setStatementHash(unknown))));
    provoked.by(REASON_NOT_IN_STATEMENT, first.sign(paying("2", pay -> pay.addLeaves(2))));
    provoked.by(
        REASON_DEADLINE_TOO_LATE,
        first.sign(paying("3", pay -> pay.setDeadline(pay.getDeadline() + 1))));
    provoked.by(REASON_ITEM_GAS_OUT_OF_BOUNDS, first.sign(paying("4", pay -> pay.setItemGas(1))));
    provoked.by(
        REASON_ACKNOWLEDGEMENTS_MISSING,
        first.sign(request("5", r -> r.clearAcknowledgements().addAllAcknowledgements(one))));
    provoked.by(
        REASON_QUORUM_INVALID,
        first.sign(request("6", r -> r.clearQuorum().addQuorum("custody-1"))));
    provoked.by(REASON_KEY_UNKNOWN, first.sign(request("7", r -> r.setKeyId("treasury-2"))));
    provoked.by(REASON_NOT_YET_VALID, first.sign(early.request("8", earlyAcknowledged, r -> r)));
  }

  /** Members that are asked apart from each other, or for different things. */
  void provokeBySessions() throws Exception {
    var first = hosts.get(0);
    var second = hosts.get(1);
    var alone = request("alone", r -> r);
    var leaf0 = paying("differ", pay -> pay);
    var leaf1 = paying("differ", pay -> pay.clearLeaves().addLeaves(1));

    provoked.by(REASON_PEER_UNREACHABLE, second.sign(alone));
    provoked.by(REASON_SESSION_ABORTED, first.sign(alone));
    var there = CompletableFuture.supplyAsync(() -> unchecked(second, leaf1));
    provoked.by(REASON_DESYNC, first.sign(leaf0));
    provoked.by(REASON_DESYNC, there.get());
  }

  private static Said unchecked(Host host, SignRequest request) {
    try {
      return host.sign(request);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /**
   * The first and the third daemon get another statement than the second, with the same payouts.
   */
  void provokeByTwoStatements() throws Exception {
    var one = Paper.right(deployment, "split");
    var other = one.saying("max-network-fee", "2");
    var first = hosts.getFirst();
    var said = Host.acknowledged(List.of(first, hosts.getLast()), one);
    var _ = Host.acknowledged(List.of(hosts.get(1)), other);

    awaitStatus(first, status -> status.getConflictsCount() == 2);

    provoked.by(REASON_STATEMENTS_CONFLICT, first.sign(one.request("split", said, r -> r)));
  }

  private static void awaitStatus(Host host, Predicate<GetStatusResponse> wanted) throws Exception {
    var end = Instant.now().plus(Duration.ofSeconds(30));
    while (!wanted.test(host.status().answer(GetStatusResponse.class))) {
      assertThat(Instant.now()).isBefore(end);
      Thread.sleep(100);
    }
  }

  /** Leaves all daemons with the next policy but one. */
  void provokeByPolicies() throws Exception {
    var third = hosts.getLast();
    var policy = deployment.facts().policy();
    var ended = Policies.with(policy, 2, policy.people(), Instant.now().minusSeconds(60));
    var others = policy.people().stream().filter(p -> !p.name().equals("bob")).toList();
    var without = Policies.with(policy, 2, others, policy.ends());

    provoked.by(REASON_POLICY_ENDED, third.install(ended, 2, 0));
    provoked.by(REASON_ORDER_INVALID, third.install(without, 1, 0));
    var _ =
        third
            .install(without, 2, 0)
            .answer(io.argosy.proto.custodyoperator.v1.InstallPolicyResponse.class);
    provoked.by(
        REASON_POLICY_CHANGED,
        third.sign(
            request(
                "changed", r -> r.clearQuorum().addAllQuorum(List.of("custody-2", "custody-3")))));
    awaitStatus(hosts.getFirst(), status -> !status.getPolicyLate().isEmpty());
    provoked.by(REASON_POLICY_LATE, hosts.getFirst().sign(request("late", r -> r)));
    for (Host host : hosts) {
      var _ =
          host.install(Policies.reinstated(policy), 2, 0)
              .answer(io.argosy.proto.custodyoperator.v1.InstallPolicyResponse.class);
    }
  }

  void provokeByAFreeze() throws Exception {
    var treasury = Optional.of(deployment.facts().treasury());
    var genesis = deployment.genesisHash();
    var freeze = new FreezeOrder(FreezeOrder.Act.FREEZE, genesis, 1, treasury, "a test");
    var thaw = new FreezeOrder(FreezeOrder.Act.THAW, genesis, 1, treasury, "the test is over");
    var first = hosts.getFirst();
    var _ =
        first
            .freeze(freeze, deployment.facts().people().officers().getFirst())
            .answer(io.argosy.proto.custodyoperator.v1.FreezeResponse.class);
    provoked.by(REASON_FROZEN, first.sign(request("frozen", r -> r)));
    for (Host host : hosts) {
      var _ = host.thaw(thaw).answer(io.argosy.proto.custodyoperator.v1.ThawResponse.class);
    }
  }
}
