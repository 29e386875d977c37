package io.argosy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.cli.deploy.Deployment;
import io.argosy.proto.common.v1.Access;
import io.argosy.proto.common.v1.Reason;
import io.argosy.proto.common.v1.Role;
import io.argosy.servicekit.Identity;
import io.argosy.servicekit.Tls;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Every reason of the catalogue comes over the wire when its cause does, and nothing else does. */
@Order(3)
@ExtendWith(SharedWhole.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ReasonsIT {
  /** Reasons whose cause cannot be brought about yet, and what is missing. */
  private static final Map<Reason, String> LATER = Map.of();

  @TempDir private static Path folder;
  private static final Provoked PROVOKED = new Provoked();
  private static Deployment deployment;
  private static List<Host> hosts = List.of();
  private static FrontReasons front;
  private static SigningReasons signing;
  private static BrokenParts broken;

  @BeforeAll
  static void payOneBatch(Whole whole) throws Exception {
    deployment = whole.deployment();
    hosts =
        Stream.of("custody-1", "custody-2", "custody-3")
            .map(name -> new Host(deployment, name))
            .toList();
    var ordered = whole.order(10, 71);
    whole.approveByAll(ordered.batch());
    whole.awaitCompleted(ordered.batch());
    front = new FrontReasons(whole, ordered, PROVOKED);
    signing = new SigningReasons(hosts, PROVOKED);
    broken = new BrokenParts(whole, front, signing, PROVOKED);
  }

  @Test
  @Order(1)
  void anOrderThatCannotBeTakenIsRefusedForItsReason() throws Exception {
    front.provokeAll(folder);
  }

  @Test
  @Order(2)
  void aStatementThatMustNotBeRegisteredIsRefusedForItsReason() throws Exception {
    var registration = new RegistrationReasons(hosts.getFirst(), PROVOKED);
    registration.provokeByText();
    registration.provokeByLeaves();
    registration.provokeByPeople();
    registration.provokeByCrowding();
  }

  @Test
  @Order(3)
  void aRequestThatMustNotBeSignedIsRefusedForItsReason() throws Exception {
    signing.provokeByRequests();
    signing.provokeBySessions();
    signing.provokeByTwoStatements();
  }

  @Test
  @Order(4)
  void aTreasuryThatIsFrozenIsRefusedUntilOfficersThawIt() throws Exception {
    signing.provokeByAFreeze();
  }

  @Test
  @Order(5)
  void aPolicyThatIsOverOrUnsignedIsRefusedAndAnotherOneStopsWhatWasRegistered() throws Exception {
    signing.provokeByPolicies();
  }

  @Test
  @Order(6)
  void aDaemonWithoutKeyStorePolicyOrTrustInItsJournalSaysSo() throws Exception {
    broken.withABentJournal(hosts.getLast());
  }

  @Test
  @Order(7)
  void aServiceWhosePartsAreBrokenSaysSo() throws Exception {
    broken.withoutATable();
    broken.withoutAnApiService();
    broken.withoutAMarketFeed();
  }

  @Test
  @Order(8)
  void everyMethodAnswersAnEmptyRequestOrRefusesItByTheCatalogue() throws Exception {
    int asked = 0;
    for (Port port : Port.all(deployment)) {
      for (var method : port.methods()) {
        var said = ask(port, method);
        asked++;
        String what = port + " " + method.getFullMethodName() + ": " + said;
        if (said.code() != Status.Code.OK) {
          var _ = Provoked.requireCatalogued(what, said);
        } else if (method.getType().serverSendsOneMessage()) {
          assertThat(said.messages()).as(what).hasSize(1);
        }
      }
    }
    assertThat(asked).isGreaterThan(40);
  }

  private static <Q, A> Said ask(Port port, MethodDescriptor<Q, A> method) throws Exception {
    var role = allowed(method).getFirst();
    boolean peer = role == Role.ROLE_CUSTODY_DAEMON;
    String other = port.process().equals("custody-1") ? "custody-2" : "custody-1";
    var identity = new Identity(Deployment.NAME, role, peer ? other : "somebody");
    var files =
        port.authority(deployment.certificates())
            .issue(folder, "somebody", Optional.of(identity.toString()));
    var tls = new Tls(files.certificate(), files.key(), files.authority());
    try (var caller = Caller.with(port.number(), tls, tls.authority())) {
      return caller.askBriefly(method);
    }
  }

  private static List<Role> allowed(MethodDescriptor<?, ?> method) {
    return method.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier proto
        ? proto.getMethodDescriptor().getOptions().getExtension(Access.allowedRoles)
        : List.of();
  }

  @Test
  @Order(9)
  void noReasonOfTheCatalogueIsLeftThatNothingProvoked() {
    assertThat(PROVOKED.missing(LATER.keySet())).isEmpty();
  }
}
