package io.argosy.acceptance;

import io.argosy.cli.deploy.Certificates;
import io.argosy.cli.deploy.Deployment;
import io.argosy.proto.approval.v1.ApprovalServiceGrpc;
import io.argosy.proto.common.v1.Role;
import io.argosy.proto.custody.v1.CustodyServiceGrpc;
import io.argosy.proto.custodyoperator.v1.OperatorServiceGrpc;
import io.argosy.proto.custodypeer.v1.PeerServiceGrpc;
import io.argosy.proto.ledger.v1.LedgerServiceGrpc;
import io.argosy.proto.marketdata.v1.MarketDataServiceGrpc;
import io.argosy.proto.payout.v1.PayoutServiceGrpc;
import io.argosy.proto.reconcile.v1.ReconcileServiceGrpc;
import io.argosy.servicekit.Identity;
import io.argosy.stack.CertificateAuthority;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A port of a running process, and what is known of it from outside. */
record Port(
    String process, String name, int number, Identity server, List<ServiceDescriptor> services) {
  Port {
    services = List.copyOf(services);
  }

  /** Every port that one of our processes listens on. */
  static List<Port> all(Deployment deployment) throws IOException {
    var all = new ArrayList<Port>();
    for (var daemon : deployment.facts().genesis().daemons()) {
      all.addAll(of(deployment, daemon.id().text(), Role.ROLE_CUSTODY_DAEMON, daemon.id().text()));
    }
    all.addAll(of(deployment, "api-service", Role.ROLE_API_SERVICE, "api"));
    all.addAll(of(deployment, "market-feed", Role.ROLE_MARKET_FEED, "feed"));
    all.addAll(of(deployment, "reconcile-service", Role.ROLE_RECONCILE_SERVICE, "watch"));
    return all;
  }

  private static List<Port> of(Deployment deployment, String process, Role role, String name)
      throws IOException {
    var identity = new Identity(Deployment.NAME, role, name);
    return deployment.ports(process).entrySet().stream()
        .map(each -> new Port(process, each.getKey(), each.getValue(), identity, on(each.getKey())))
        .toList();
  }

  /** What stands behind a port's name; a name that is new here fails every test of this package. */
  private static List<ServiceDescriptor> on(String port) {
    return switch (port) {
      case "client" -> List.of(CustodyServiceGrpc.getServiceDescriptor());
      case "peer" -> List.of(PeerServiceGrpc.getServiceDescriptor());
      case "operator" -> List.of(OperatorServiceGrpc.getServiceDescriptor());
      case "api" ->
          List.of(
              PayoutServiceGrpc.getServiceDescriptor(),
              ApprovalServiceGrpc.getServiceDescriptor(),
              LedgerServiceGrpc.getServiceDescriptor());
      case "feed" -> List.of(MarketDataServiceGrpc.getServiceDescriptor());
      case "reconcile" -> List.of(ReconcileServiceGrpc.getServiceDescriptor());
      default -> throw new AssertionError("nobody told the tests what port " + port + " is");
    };
  }

  /** Everything that can be asked of it. */
  List<MethodDescriptor<?, ?>> methods() {
    return services.stream()
        .<MethodDescriptor<?, ?>>flatMap(service -> service.getMethods().stream())
        .toList();
  }

  /** Whose certificates it believes. */
  CertificateAuthority authority(Certificates certificates) {
    boolean zoneA = process.equals("api-service") || process.equals("market-feed");
    return zoneA ? certificates.applicationAuthority() : certificates.custodyAuthority();
  }

  /** Whose certificates it must not believe. */
  CertificateAuthority otherAuthority(Certificates certificates) {
    var own = authority(certificates);
    return own == certificates.custodyAuthority()
        ? certificates.applicationAuthority()
        : certificates.custodyAuthority();
  }

  @Override
  public String toString() {
    return process + " " + name;
  }
}
