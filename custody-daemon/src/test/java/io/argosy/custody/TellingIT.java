package io.argosy.custody;

import static io.argosy.custody.Trio.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.argosy.custody.Trio.Registered;
import io.argosy.custodycore.Policy;
import io.argosy.custodycore.Tell;
import io.argosy.model.AccountId;
import io.argosy.model.DaemonId;
import io.argosy.model.Digest32;
import io.argosy.model.PersonSignature;
import io.argosy.proto.common.v1.Reason;
import io.argosy.proto.custody.v1.SignRequest;
import io.argosy.proto.custodyoperator.v1.InstallPolicyRequest;
import io.argosy.proto.custodypeer.v1.PeerServiceGrpc;
import io.argosy.proto.custodypeer.v1.PeerServiceGrpc.PeerServiceBlockingStub;
import io.argosy.proto.custodypeer.v1.ReadRegistrationRequest;
import io.argosy.proto.custodypeer.v1.TellRequest;
import io.argosy.wire.PersonSignatureWire;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three daemons as processes tell each other what they hold; a fourth voice claims what it likes.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class TellingIT {
  private static final String API = "api-service/api";
  private static final String SECURITY = "custody-operator/security";
  private static final DaemonId SECOND = new DaemonId("custody-2");
  @TempDir static Path folder;
  private static Trio trio;
  private static AccountId treasury;
  private static Registered registered;

  @BeforeAll
  static void aKeyAPolicyAndAStatement() throws Exception {
    trio = new Trio(folder);
    treasury = Trio.treasury(trio.generate(Documents.KEY.text()).getFirst());
    trio.installPolicy(treasury);
    registered = trio.register(treasury, "batch", 3);
  }

  @AfterAll
  static void stop() {
    trio.close();
  }

  private static Optional<Reason> refused(Callable<?> call) {
    return Trio.reason(catchThrowable(call::call));
  }

  private static Optional<Reason> signing(int index, SignRequest request) throws Exception {
    var stub = trio.custody(index, API);
    return refused(() -> stub.sign(request));
  }

  private static boolean signed(SignRequest request, int one, int other) throws Exception {
    return trio.sign(request, List.of(one, other)).stream()
        .allMatch(answer -> answer.getSignaturesCount() == request.getIntentsCount());
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    Trio.await(Duration.ofSeconds(20), condition);
  }

  /** What the second daemon would say, were it owned. */
  private static PeerServiceBlockingStub owned() throws Exception {
    var client = trio.peerPort(1, "custody-daemon/custody-2");
    return PeerServiceGrpc.newBlockingStub(client.channel());
  }

  private static Tell claim(Instant at, long last, List<Tell.Entry> entries) {
    return new Tell(
        trio.genesis,
        SECOND,
        at,
        0,
        trio.roster.hash(),
        0,
        Optional.of(new Tell.PolicyHash(9, Digest32.of(new byte[32]))),
        last,
        last - entries.size(),
        entries);
  }

  private static TellRequest.Builder request(Tell tell, String signer) {
    byte[] text = tell.encoded();
    return TellRequest.newBuilder()
        .setText(bytes(text))
        .setSignature(bytes(People.sign(signer, text)));
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }

  @Test
  @Order(1)
  void aTellThatIsForgedOldOrTooLargeIsRefusedAndStopsNothing() throws Exception {
    var owned = owned();
    var honest = claim(now().plusSeconds(30), 1, List.of());

    assertThat(refused(() -> owned.tell(request(honest, "custody-3").build())))
        .contains(Reason.REASON_SIGNATURE_INVALID);
    var large = request(honest, "custody-2").setPolicy(bytes(new byte[70_000])).build();
    assertThat(refused(() -> owned.tell(large))).contains(Reason.REASON_REQUEST_INVALID);
    var elsewhere = PeerServiceGrpc.newBlockingStub(trio.peerPort(1, API).channel());
    assertThat(refused(() -> elsewhere.tell(request(honest, "custody-2").build())))
        .contains(Reason.REASON_ROLE_NOT_ALLOWED);
    var _ = owned.tell(request(honest, "custody-2").build());
    assertThat(refused(() -> owned.tell(request(honest, "custody-2").build())))
        .contains(Reason.REASON_REQUEST_INVALID);
    assertThat(refused(() -> owned.tell(request(claim(now(), 1, List.of()), "custody-2").build())))
        .contains(Reason.REASON_REQUEST_INVALID);
    assertThat(trio.status(1).getPolicyLate()).isEmpty();
    assertThat(signed(registered.request("unharmed", List.of(1, 3), 0), 1, 3)).isTrue();
  }

  @Test
  @Order(2)
  void aClaimWithoutWhatPeopleSignedStopsNothing() throws Exception {
    var owned = owned();
    var policy = policy(9);
    var one = People.officers(trio.genesis, policy.hash()).subList(0, 1);
    var late = now().plusSeconds(40);
    var claimed = shown(request(claim(late, 1, List.of()), "custody-2"), policy, one);

    long after = owned.tell(claimed.build()).getAfter();

    await(() -> trio.host(1).log().contains("counts for nothing"));
    assertThat(trio.status(1).getPolicyLate()).isEmpty();
    var unknown = ReadRegistrationRequest.newBuilder().setStatementHash(bytes(new byte[32]));
    assertThat(refused(() -> owned.readRegistration(unknown.build()).hasNext()))
        .contains(Reason.REASON_NOT_FOUND);
    var invented = Digest32.of(new byte[32]);
    var said = new io.argosy.custodycore.Acknowledgement(trio.genesis, SECOND, 0, 1, invented);
    var entry =
        new Tell.Entry(Tell.Kind.PAY, invented, 0, 1, People.sign("custody-2", said.encoded()));
    var _ =
        owned.tell(
            request(claim(late.plusSeconds(1), after + 1, List.of(entry)), "custody-2").build());
    await(() -> trio.host(1).log().contains("cannot show that people signed " + invented));
    assertThat(signed(registered.request("unfrozen", List.of(1, 3), 0), 1, 3)).isTrue();
    trio.host(1).kill();
    trio.host(1).start().awaitReady();
  }

  private static TellRequest.Builder shown(
      TellRequest.Builder request, Policy policy, List<PersonSignature> officers) {
    request.setPolicy(bytes(policy.encoded()));
    officers.stream().map(PersonSignatureWire::wire).forEach(request::addOfficers);
    return request;
  }

  private static Policy policy(long number) {
    return Documents.policy(number, trio.genesis, treasury);
  }

  private static void install(int index, Policy policy) throws Exception {
    var request = InstallPolicyRequest.newBuilder().setPolicy(bytes(policy.encoded()));
    People.officers(trio.genesis, policy.hash()).stream()
        .map(PersonSignatureWire::wire)
        .forEach(request::addSignatures);
    var _ = trio.operator(index, SECURITY).installPolicy(request.build());
  }

  @Test
  @Order(3)
  void whereOneDaemonGetsANewerPolicyTheOthersStopUntilTheyHaveItToo() throws Exception {
    var second = policy(2);
    trio.host(3).kill();

    install(1, second);

    await(() -> trio.status(2).getPolicyLate().contains("policy 2"));
    assertThat(trio.status(2).getPolicyLate()).contains("custody-1").contains("InstallPolicy");
    assertThat(signing(2, registered.request("late", List.of(2, 3), 1)))
        .contains(Reason.REASON_POLICY_LATE);
    assertThat(refused(() -> trio.register(treasury, "late", 1)))
        .contains(Reason.REASON_POLICY_LATE);
    assertThat(trio.status(1).getPolicyMissingList()).containsExactly("custody-2", "custody-3");
    trio.host(3).start().awaitReady();
    await(() -> trio.status(3).getPolicyLate().contains("policy 2"));
    install(2, second);
    assertThat(signed(registered.request("both", List.of(1, 2), 1), 1, 2)).isTrue();
    await(() -> trio.status(1).getPolicyMissingList().equals(List.of("custody-3")));
    install(3, second);
    await(() -> trio.status(1).getPolicyMissingCount() == 0);
    assertThat(trio.status(2).getPolicyLate()).isEmpty();
  }

  @Test
  @Order(4)
  void whereTwoDaemonsGotDifferentStatementsNeitherLeafIsSignedAndTheOthersAre() throws Exception {
    var leaves = Documents.leaves(treasury, "split", 3);
    var others = new ArrayList<>(Documents.leaves(treasury, "own", 2));
    others.add(leaves.get(2));
    var one = Documents.statement(trio.genesis, treasury, "split", leaves);
    var other = Documents.statement(trio.genesis, treasury, "other", others);
    var said = new ArrayList<io.argosy.proto.custody.v1.Acknowledgement>();
    for (int index : List.of(1, 3)) {
      said.add(
          trio.register(index, one, leaves, People.makerAndApprovers(trio.genesis, one.hash())));
    }
    var people = People.makerAndApprovers(trio.genesis, other.hash());
    var there = trio.register(2, other, others, people);

    await(() -> trio.status(1).getConflictsCount() == 1);
    await(() -> trio.status(2).getConflictsCount() == 1);
    await(() -> trio.status(3).getConflictsCount() == 1);

    assertThat(trio.status(1).getConflicts(0)).contains("split-2").contains("custody-2");
    assertThat(trio.host(1).log()).contains("CONFLICT");
    var shown = new Registered(one, leaves, said);
    for (int index : List.of(1, 3)) {
      assertThat(signing(index, shown.request("split" + index, List.of(1, 3), 2)))
          .contains(Reason.REASON_STATEMENTS_CONFLICT);
    }
    assertThat(refused(() -> trio.register(1, other, others, people)))
        .contains(Reason.REASON_EXTERNAL_ID_SEEN);
    var twice = new Registered(other, others, List.of(there, said.get(1)));
    assertThat(signing(2, twice.request("there", List.of(1, 2), 2)))
        .contains(Reason.REASON_ACKNOWLEDGEMENTS_MISSING);
    assertThat(signed(shown.request("rest", List.of(1, 3), 0, 1), 1, 3)).isTrue();
  }
}
