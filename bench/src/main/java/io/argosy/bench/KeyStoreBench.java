package io.argosy.bench;

import com.google.protobuf.ByteString;
import io.argosy.cli.deploy.CustodyAlone;
import io.argosy.cli.deploy.Deployment;
import io.argosy.cli.deploy.KeyStoreKind;
import io.argosy.cli.deploy.RunFolder;
import io.argosy.cli.deploy.ServiceProcess;
import io.argosy.cli.person.KeyFile;
import io.argosy.custodycore.FreezeOrder;
import io.argosy.proto.common.v1.Role;
import io.argosy.proto.custodyoperator.v1.FreezeRequest;
import io.argosy.proto.custodyoperator.v1.OperatorServiceGrpc;
import io.argosy.proto.custodyoperator.v1.OperatorServiceGrpc.OperatorServiceBlockingStub;
import io.argosy.proto.custodyoperator.v1.ReportKeysRequest;
import io.argosy.proto.custodyoperator.v1.RewrapRequest;
import io.argosy.proto.custodyoperator.v1.UnsealRequest;
import io.argosy.servicekit.GrpcClient;
import io.argosy.servicekit.Identity;
import io.argosy.servicekit.Tls;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Optional;

/**
 * What a key store costs a daemon: from its start to READY, to bring a share back into memory, to
 * move it under another wrapping key. Each is the median of five, of custody's three daemons alone
 * on this machine. What it costs while they sign, {@link KeyStoreSigning} tells.
 */
final class KeyStoreBench {
  private static final int TIMES = 5;
  private static final String SUBJECT = "custody-1";
  private final RunFolder run;
  private final CustodyAlone custody;
  private final Figures figures;
  private final String kind;
  private int freezes;

  private KeyStoreBench(RunFolder run, CustodyAlone custody, Figures figures, String kind) {
    this.run = run;
    this.custody = custody;
    this.figures = figures;
    this.kind = kind;
  }

  static Figures run() throws Exception {
    var figures = new Figures("key-stores");
    for (var kind : KeyStoreKind.values()) {
      var run = new RunFolder(RunFolder.home().resolve("bench/target/run-" + kind));
      try (var custody = CustodyAlone.start(run, Collections.nCopies(3, kind))) {
        new KeyStoreBench(run, custody, figures, kind.toString()).measure();
      }
    }
    KeyStoreSigning.measure(figures);
    return figures;
  }

  private interface Step {
    void run() throws Exception;
  }

  private void measure() throws Exception {
    report("start_to_ready_ms", subject()::kill, this::startToReady);
    try (var client = client()) {
      var host = OperatorServiceGrpc.newBlockingStub(client.channel());
      report("rewrap_ms", () -> {}, () -> host.rewrap(RewrapRequest.getDefaultInstance()));
      report("unseal_ms", () -> wipe(host), () -> host.unseal(UnsealRequest.getDefaultInstance()));
    }
  }

  private ServiceProcess subject() {
    return custody.daemons().getFirst();
  }

  private void report(String name, Step before, Step measured) throws Exception {
    long[] times = new long[TIMES];
    for (int i = 0; i < TIMES; i++) {
      before.run();
      long begin = System.nanoTime();
      measured.run();
      times[i] = System.nanoTime() - begin;
    }
    Arrays.sort(times);
    figures.add(kind + "_" + name, times[TIMES / 2] / 1e6);
  }

  private void startToReady() throws IOException, InterruptedException {
    subject().startAgain();
    try (var client = client()) {
      var host = OperatorServiceGrpc.newBlockingStub(client.channel());
      while (!host.reportKeys(ReportKeysRequest.getDefaultInstance()).getState().equals("READY")) {
        Thread.sleep(5);
      }
    }
  }

  private GrpcClient client() throws IOException {
    var folder = run.of("security-desk");
    var tls =
        new Tls(
            folder.resolve("security.pem"),
            folder.resolve("security.key"),
            folder.resolve("security.ca.pem"));
    int port = subject().ports().getOrDefault("operator", 0);
    var identity = new Identity(Deployment.NAME, Role.ROLE_CUSTODY_DAEMON, SUBJECT);
    return GrpcClient.to("127.0.0.1:" + port, tls, identity);
  }

  private void wipe(OperatorServiceBlockingStub host) throws IOException, GeneralSecurityException {
    var officer = custody.facts().people().officers().getFirst();
    var order =
        new FreezeOrder(
            FreezeOrder.Act.FREEZE,
            custody.facts().genesis().hash(),
            ++freezes,
            Optional.empty(),
            "a measurement");
    var _ =
        host.freeze(
            FreezeRequest.newBuilder()
                .setOrder(ByteString.copyFrom(order.encoded()))
                .setOfficer(officer.id().text())
                .setSignature(ByteString.copyFrom(KeyFile.read(officer.file()).sign(order)))
                .setWipe(true)
                .build());
  }
}
