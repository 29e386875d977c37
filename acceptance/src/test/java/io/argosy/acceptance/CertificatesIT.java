package io.argosy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.cli.deploy.Deployment;
import io.argosy.proto.common.v1.Access;
import io.argosy.proto.common.v1.Role;
import io.argosy.servicekit.Identity;
import io.argosy.servicekit.Tls;
import io.argosy.stack.CertificateAuthority;
import io.argosy.stack.CertificateAuthority.Validity;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every real port of a running deployment, and everybody who has no business there: nothing is
 * answered but the refusal.
 */
@Order(2)
@ExtendWith(SharedWhole.class)
final class CertificatesIT {
  private static final Validity LAST_WEEK =
      new Validity(Instant.now().minus(Duration.ofDays(8)), Duration.ofDays(7));
  private static final Validity NEXT_WEEK =
      new Validity(Instant.now().plus(Duration.ofDays(7)), Duration.ofDays(7));
  private static final Validity NOW = new Validity(Instant.now(), Duration.ofDays(1));
  @TempDir private static Path folder;
  private static Deployment deployment;
  private static List<Port> ports = List.of();
  private static int issued;

  @BeforeAll
  static void start(Whole whole) throws IOException {
    deployment = whole.deployment();
    ports = Port.all(deployment);
  }

  private static Tls issue(CertificateAuthority from, Optional<Identity> identity, Validity when)
      throws GeneralSecurityException, IOException {
    issued++;
    var files = from.issue(folder, "caller-" + issued, identity.map(Identity::toString), when);
    return new Tls(files.certificate(), files.key(), files.authority());
  }

  /** An identity that the port's first method is made for. */
  private static Identity welcome(Port port) {
    var role = allowed(port.methods().getFirst()).getFirst();
    String name = role == Role.ROLE_CUSTODY_DAEMON ? other(port) : "somebody";
    return new Identity(Deployment.NAME, role, name);
  }

  private static String other(Port port) {
    return port.process().equals("custody-1") ? "custody-2" : "custody-1";
  }

  private static List<Role> allowed(MethodDescriptor<?, ?> method) {
    return method.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier proto
        ? proto.getMethodDescriptor().getOptions().getExtension(Access.allowedRoles)
        : List.of();
  }

  private static Path trusted(Port port) throws GeneralSecurityException, IOException {
    return issue(authority(port), Optional.empty(), NOW).authority();
  }

  private static CertificateAuthority authority(Port port) {
    return port.authority(deployment.certificates());
  }

  private static void requireNoHandshake(Port port, Caller caller) {
    var said = caller.ask(port.methods().getFirst());
    assertThat(said.code()).as(port + ": " + said).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(said.reason()).as(port + ": " + said).isEmpty();
    assertThat(said.messages()).as(port + ": " + said).isEmpty();
  }

  private static void requireNoHandshake(Port port, Tls bad) throws Exception {
    try (var caller = Caller.with(port.number(), bad, trusted(port))) {
      requireNoHandshake(port, caller);
    }
  }

  /** Without it, a port that nobody can reach would pass all the others. */
  @Test
  void theRightCertificateIsAnsweredAtEveryPort() throws Exception {
    assertThat(ports).hasSize(12);
    for (Port port : ports) {
      var good = issue(authority(port), Optional.of(welcome(port)), NOW);
      try (var caller = Caller.with(port.number(), good, trusted(port))) {
        var health = caller.ask(HealthGrpc.getCheckMethod());
        assertThat(health.code()).as(port + ": " + health).isEqualTo(Status.Code.OK);
        assertThat(health.messages()).hasSize(1);
        var method = caller.ask(port.methods().getFirst());
        assertThat(method.reason().orElse(""))
            .as(port + ": " + method)
            .isNotIn("UNAUTHENTICATED", "ROLE_NOT_ALLOWED");
        assertThat(method.code()).isNotEqualTo(Status.Code.UNAVAILABLE);
      }
    }
  }

  @Test
  void whoSpeaksInTheClearIsNotAnswered() {
    for (Port port : ports) {
      try (var caller = Caller.inTheClear(port.number())) {
        requireNoHandshake(port, caller);
      }
    }
  }

  @Test
  void whoHasNoCertificateIsNotAnswered() throws Exception {
    for (Port port : ports) {
      try (var caller = Caller.nobody(port.number(), trusted(port))) {
        requireNoHandshake(port, caller);
      }
    }
  }

  @Test
  void aCertificateOfAnotherAuthorityIsNotAnswered() throws Exception {
    var stranger = CertificateAuthority.create("demo custody", new SecureRandom());
    for (Port port : ports) {
      requireNoHandshake(port, issue(stranger, Optional.of(welcome(port)), NOW));
    }
  }

  @Test
  void aCertificateOfTheOtherZonesAuthorityIsNotAnswered() throws Exception {
    for (Port port : ports) {
      var other = port.otherAuthority(deployment.certificates());
      requireNoHandshake(port, issue(other, Optional.of(welcome(port)), NOW));
    }
  }

  @Test
  void aCertificateThatIsOverOrHasNotBegunIsNotAnswered() throws Exception {
    for (Port port : ports) {
      requireNoHandshake(port, issue(authority(port), Optional.of(welcome(port)), LAST_WEEK));
      requireNoHandshake(port, issue(authority(port), Optional.of(welcome(port)), NEXT_WEEK));
    }
  }

  /** Nothing of a port, health included, is told to whom the deployment does not know. */
  @Test
  void aCertificateThatNamesNobodyOfThisDeploymentIsToldThatAndNothingElse() throws Exception {
    for (Port port : ports) {
      var elsewhere = new Identity("another", welcome(port).role(), welcome(port).name());
      for (var identity : List.of(Optional.<Identity>empty(), Optional.of(elsewhere))) {
        var tls = issue(authority(port), identity, NOW);
        try (var caller = Caller.with(port.number(), tls, trusted(port))) {
          requireRefused(port, caller, HealthGrpc.getCheckMethod(), "UNAUTHENTICATED");
          for (var method : port.methods()) {
            requireRefused(port, caller, method, "UNAUTHENTICATED");
          }
        }
      }
    }
  }

  @Test
  void everyRoleThatAMethodDoesNotNameIsRefusedByIt() throws Exception {
    int refused = 0;
    for (Port port : ports) {
      for (Role role : roles()) {
        var identity = new Identity(Deployment.NAME, role, "somebody");
        var tls = issue(authority(port), Optional.of(identity), NOW);
        try (var caller = Caller.with(port.number(), tls, trusted(port))) {
          for (var method : port.methods()) {
            if (!allowed(method).contains(role)) {
              requireRefused(port, caller, method, "ROLE_NOT_ALLOWED");
              refused++;
            }
          }
        }
      }
    }
    assertThat(refused).isGreaterThan(200);
  }

  @Test
  void aDaemonThatTheRosterDoesNotListIsNoPeer() throws Exception {
    var peers = ports.stream().filter(port -> port.name().equals("peer")).toList();
    assertThat(peers).hasSize(3);
    for (Port port : peers) {
      for (String name : List.of("custody-4", port.process())) {
        var identity = new Identity(Deployment.NAME, Role.ROLE_CUSTODY_DAEMON, name);
        var tls = issue(authority(port), Optional.of(identity), NOW);
        try (var caller = Caller.with(port.number(), tls, trusted(port))) {
          for (var method : port.methods()) {
            requireRefused(port, caller, method, "ROLE_NOT_ALLOWED");
          }
        }
      }
    }
  }

  private static List<Role> roles() {
    return Arrays.stream(Role.values())
        .filter(role -> role != Role.ROLE_UNSPECIFIED && role != Role.UNRECOGNIZED)
        .toList();
  }

  private static void requireRefused(
      Port port, Caller caller, MethodDescriptor<?, ?> method, String reason) {
    var said = caller.ask(method);
    String what = port + " " + method.getFullMethodName() + ": " + said;
    assertThat(said.reason()).as(what).contains(reason);
    assertThat(said.messages()).as(what).isEmpty();
  }
}
