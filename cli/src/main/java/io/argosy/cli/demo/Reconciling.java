package io.argosy.cli.demo;

import io.argosy.cli.deploy.Deployment;
import io.argosy.cli.deploy.RunFolder;
import io.argosy.proto.common.v1.Role;
import io.argosy.proto.custody.v1.CustodyServiceGrpc;
import io.argosy.proto.custody.v1.GetStatusRequest;
import io.argosy.proto.reconcile.v1.BreakClass;
import io.argosy.proto.reconcile.v1.ReconcileResponse;
import io.argosy.servicekit.GrpcClient;
import io.argosy.servicekit.Identity;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;

/** Asks the watcher until what happened before the question is final and compared. */
final class Reconciling {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private final Desk desk;
  private final Deployment deployment;

  Reconciling(Desk desk, Deployment deployment) {
    this.desk = desk;
    this.deployment = deployment;
  }

  /**
   * Answers the first run that reaches beyond today's head and has nothing left to wait for.
   *
   * @param outflow whether an outflow is to be found and frozen
   */
  ReconcileResponse await(boolean outflow) throws IOException, InterruptedException {
    long head = deployment.facts().chain().client().head();
    Instant end = Instant.now().plus(PATIENCE);
    while (true) {
      var found = desk.reconcile();
      boolean settled =
          found.getToBlock() > head
              && found.getBreaksList().stream()
                  .noneMatch(each -> each.getBreakClass() == BreakClass.BREAK_CLASS_TIMING);
      boolean complete = settled && (!outflow || found.getBreaksCount() > 0);
      if (complete || Instant.now().isAfter(end)) {
        return found;
      }
      Thread.sleep(300);
    }
  }

  /** Each daemon's freezes in force, as it tells them itself; empty text for none. */
  static SortedMap<String, String> frozen(Deployment deployment, RunFolder run)
      throws IOException, InterruptedException {
    var frozen = new TreeMap<String, String>();
    for (int index = 1; index <= 3; index++) {
      String name = "custody-" + index;
      var identity = new Identity(Deployment.NAME, Role.ROLE_CUSTODY_DAEMON, name);
      var port = deployment.ports(name).get("client");
      if (port == null) {
        continue;
      }
      try (var client =
          GrpcClient.to("127.0.0.1:" + port, deployment.apiCustodyCertificate(), identity)) {
        frozen.put(
            name,
            String.join(
                ", ",
                CustodyServiceGrpc.newBlockingStub(client.channel())
                    .withDeadlineAfter(3, java.util.concurrent.TimeUnit.SECONDS)
                    .getStatus(GetStatusRequest.getDefaultInstance())
                    .getFrozenList()));
      } catch (StatusRuntimeException e) {
        frozen.put(name, "does not answer");
      }
    }
    return frozen;
  }
}
