package io.argosy.custody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.argosy.chain.EcdsaSignature;
import io.argosy.custody.Trio.Registered;
import io.argosy.custody.share.KeyCertificate;
import io.argosy.model.AccountId;
import io.argosy.model.DaemonId;
import io.argosy.model.Digest32;
import io.argosy.proto.common.v1.Reason;
import io.argosy.proto.custodyoperator.v1.RefreshKeyRequest;
import io.argosy.proto.custodyoperator.v1.RefreshKeyResponse;
import io.argosy.proto.custodypeer.v1.PeerServiceGrpc;
import io.argosy.proto.custodypeer.v1.ReadCertificatesRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Three daemons make new shares of their key, and die in between. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RefreshIT {
  private static final String SECURITY = "custody-operator/security";
  private static final List<Integer> ALL = List.of(1, 2, 3);
  @TempDir static Path folder;
  private static Trio trio;
  private static AccountId treasury;
  private static Registered registered;

  @BeforeAll
  static void aKeyAPolicyAndAStatement() throws Exception {
    trio = new Trio(folder);
    treasury = Trio.treasury(trio.generate(Documents.KEY.text()).getFirst());
    trio.installPolicy(treasury);
    registered = trio.register(treasury, "batch", 60);
  }

  @AfterAll
  static void stop() {
    trio.close();
  }

  private static RefreshKeyRequest leave(int epoch) {
    return RefreshKeyRequest.newBuilder().setKeyId(Documents.KEY.text()).setEpoch(epoch).build();
  }

  private static List<RefreshKeyResponse> refresh(int epoch, List<Integer> hosts) throws Exception {
    var calls = new ArrayList<Callable<RefreshKeyResponse>>();
    for (int index : hosts) {
      var operator = trio.operator(index, SECURITY);
      calls.add(() -> operator.refreshKey(leave(epoch)));
    }
    return Trio.together(calls);
  }

  private static void requireSigned(String id, int leaf, int... members) throws Exception {
    var quorum = Arrays.stream(members).boxed().toList();
    for (var answer : trio.sign(registered.request(id, quorum, leaf), quorum)) {
      var each = answer.getSignatures(0);
      assertThat(
              new EcdsaSignature(each.getSignature().toByteArray())
                  .signer(Digest32.of(each.getDigest().toByteArray())))
          .contains(treasury.address());
    }
  }

  private static Optional<Reason> refused(Callable<?> call) {
    return Trio.reason(catchThrowable(call::call));
  }

  private static int epoch(int index) throws Exception {
    var status = trio.status(index);
    return status.getKeysCount() == 0 ? -1 : status.getKeys(0).getEpoch();
  }

  private static boolean share(int index, int epoch) {
    return Files.exists(trio.host(index).file("data/shares/treasury-1-" + epoch + ".share"));
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    Trio.await(Duration.ofSeconds(30), condition);
  }

  /** The state between the sealing of the new share and the others' signatures. */
  private static void cutOffBeforeTheOthersSigned(int index, int epoch) throws Exception {
    trio.host(index).kill();
    var file = trio.host(index).file("data/shares/treasury-1-" + epoch + ".certificate");
    var own =
        Files.readAllLines(file).stream()
            .filter(line -> !line.startsWith("signature: ") || line.contains(Host.name(index)))
            .toList();
    var _ = Files.writeString(file, String.join("\n", own) + "\n");
  }

  @Test
  @Order(1)
  void onlyAnOperatorRefreshesAndOnlyTheEpochThatStands() throws Exception {
    var api = trio.operator(1, "api-service/api");
    var operator = trio.operator(1, SECURITY);
    var unknown = leave(0).toBuilder().setKeyId("other").build();
    var path = leave(0).toBuilder().setKeyId("../k").build();
    var stranger = trio.peerPort(1, "custody-daemon/custody-9");
    var reading = ReadCertificatesRequest.newBuilder().setKeyId(Documents.KEY.text()).build();

    assertThat(refused(() -> api.refreshKey(leave(0)))).contains(Reason.REASON_ROLE_NOT_ALLOWED);
    assertThat(refused(() -> operator.refreshKey(unknown))).contains(Reason.REASON_KEY_UNKNOWN);
    assertThat(refused(() -> operator.refreshKey(path))).contains(Reason.REASON_REQUEST_INVALID);
    assertThat(refused(() -> operator.refreshKey(leave(1)))).contains(Reason.REASON_WRONG_STATE);
    assertThat(
            refused(
                () ->
                    PeerServiceGrpc.newBlockingStub(stranger.channel()).readCertificates(reading)))
        .contains(Reason.REASON_ROLE_NOT_ALLOWED);
  }

  @Test
  @Order(2)
  void aRefreshKeepsTheAddressAndTheOldShareGoesWithTheFirstSignature() throws Exception {
    requireSigned("before", 0, 1, 2);

    var made = refresh(0, ALL);

    assertThat(made).hasSize(3).allMatch(answer -> answer.getEpoch() == 1);
    assertThat(made).allMatch(answer -> answer.equals(made.getFirst()));
    for (int index : ALL) {
      assertThat(epoch(index)).isEqualTo(1);
      assertThat(share(index, 0)).isTrue();
    }
    requireSigned("after", 1, 1, 2);
    await(() -> !share(1, 0) && !share(2, 0));
    assertThat(share(3, 0)).isTrue();
    requireSigned("third", 2, 1, 3);
    await(() -> !share(3, 0));
    assertThat(refresh(0, List.of(2)).getFirst().getEpoch()).isEqualTo(1);
  }

  /** Daemon 2 answers nobody any more: what it signed comes from daemon 1. */
  @Test
  @Order(3)
  void aDaemonThatDiedBeforeTheOthersSignedFetchesTheCertificateFromAnyOfThem() throws Exception {
    var _ = refresh(1, ALL);
    cutOffBeforeTheOthersSigned(3, 2);
    trio.host(2).kill();

    trio.host(3).start().awaitReady();

    await(() -> epoch(3) == 2);
    assertThat(share(3, 1)).isTrue();
    requireSigned("fetched", 3, 1, 3);
    await(() -> !share(3, 1));
    trio.host(2).start().awaitReady();
    requireSigned("returned", 4, 2, 3);
  }

  /** Daemon 3 finished an attempt alone; whoever has the others' signatures of it is not known. */
  @Test
  @Order(4)
  void anEpochThatOneDaemonPreparedAloneIsKeptAndItsNumberNotUsedAgain() throws Exception {
    trio.host(3).kill();
    var file = trio.host(3).file("data/shares/treasury-1-2.certificate");
    var standing = KeyCertificate.decode(Files.readAllBytes(file));
    var lonely =
        new KeyCertificate(
            standing.genesis(),
            standing.roster(),
            standing.key(),
            3,
            standing.shared(),
            Digest32.sha256(new byte[] {1}),
            new TreeMap<>());
    var signed = lonely.with(new DaemonId(Host.name(3)), People.sign(Host.name(3), lonely.text()));
    var _ =
        Files.write(trio.host(3).file("data/shares/treasury-1-3.certificate"), signed.encoded());
    trio.host(3).start().awaitReady();
    await(() -> epoch(3) == 2);

    var made = refresh(2, ALL);

    assertThat(made).hasSize(3).allMatch(answer -> answer.getEpoch() == 4);
    requireSigned("late", 5, 2, 3);
  }

  /**
   * Its identity key is left, and so it is still itself; its share and its certificates are gone.
   */
  @Test
  @Order(6)
  void aDaemonThatLostItsSharesIsDealtOneByTheOthersAndTheAddressStays() throws Exception {
    trio.host(2).kill();
    try (var files = Files.newDirectoryStream(trio.host(2).file("data/shares"))) {
      for (var file : files) {
        Files.delete(file);
      }
    }
    trio.host(2).start().awaitReady();
    assertThat(epoch(2)).isEqualTo(-1);

    var made = refresh(5, ALL);

    assertThat(made).hasSize(3).allMatch(answer -> answer.getEpoch() == 6);
    Trio.await(
        Duration.ofSeconds(60),
        () ->
            trio.status(2).getKeysCount()
                == 1); // Its journal may be gone, too: others show theirs.
    assertThat(trio.status(2).getTakeoversList()).isEmpty();
    requireSigned("recovered-1", 8, 1, 2);
    requireSigned("recovered-2", 9, 2, 3);
    requireSigned("recovered-3", 10, 1, 3);
  }

  /** SIGKILL of daemon 3 as soon as a file of its new epoch stands; the others wait a while. */
  @ParameterizedTest
  @ValueSource(strings = {".share", ".certificate"})
  @Order(7)
  @Timeout(120)
  void aDaemonThatIsKilledAtAWriteLocksNoKeyAndTheNextAttemptSucceeds(String ending)
      throws Exception {
    int before = epoch(1);
    var file = trio.host(3).file("data/shares/treasury-1-" + (before + 1) + ending);
    var calls = new ArrayList<Callable<Optional<Throwable>>>();
    for (int index : ALL) {
      calls.add(() -> Optional.ofNullable(catchThrowable(() -> refresh(before, List.of(index)))));
    }
    calls.add(
        () -> {
          while (!Files.exists(file)) {
            Thread.onSpinWait();
          }
          trio.host(3).kill();
          trio.host(3).start().awaitReady();
          return Optional.empty();
        });
    assertThat(Trio.together(calls).get(2)).as("the killed one's answer").isPresent();
    await(() -> epoch(3) >= before);
    requireSigned("killed" + ending, before + 20, 1, 2);

    var made = refresh(epoch(1), ALL);

    assertThat(made).hasSize(3).allMatch(answer -> answer.getEpoch() == made.getFirst().getEpoch());
    assertThat(made.getFirst().getEpoch()).isGreaterThan(before);
    requireSigned("again" + ending, before + 21, 1, 3);
    requireSigned("both" + ending, before + 22, 2, 3);
  }

  @Test
  @Order(5)
  void theEpochThatStandsSignsWhileOneHostIsNotToldYet() throws Exception {
    List<Callable<List<RefreshKeyResponse>>> calls =
        List.of(
            () -> refresh(4, List.of(1, 3)),
            () -> {
              requireSigned("meanwhile", 6, 1, 3);
              return refresh(4, List.of(2));
            });

    var made = Trio.together(calls);

    assertThat(made)
        .hasSize(2)
        .allSatisfy(some -> assertThat(some.getFirst().getEpoch()).isEqualTo(5));
    requireSigned("then", 7, 1, 2);
  }
}
