package io.argosy.custody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.argosy.custody.Trio.Registered;
import io.argosy.custody.share.KeyCertificate;
import io.argosy.model.DaemonId;
import io.argosy.model.Digest32;
import io.argosy.proto.custody.v1.GetStatusResponse;
import io.argosy.proto.custody.v1.KeyStoreState;
import io.argosy.proto.custodyoperator.v1.RefreshKeyRequest;
import io.argosy.proto.custodyoperator.v1.RefreshKeyResponse;
import io.argosy.proto.custodyoperator.v1.ReportKeysRequest;
import io.argosy.servicekit.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Daemons with a real OpenBao server and a real token leave an epoch behind, for good. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class StoreEpochsIT {
  private static final String SECURITY = "custody-operator/security";
  private static final String OLD_SHARE = "secret/custody-1/treasury-1/0";
  @TempDir static Path folder;
  private static RealStores stores;
  private static Trio trio;
  private static Registered registered;

  @BeforeAll
  static void aKeyAPolicyAndAStatement() throws Exception {
    stores = new RealStores(folder);
    trio = new Trio(folder, CustodyDaemon.class, stores::equip);
    var treasury = Trio.treasury(trio.generate(Documents.KEY.text()).getFirst());
    trio.installPolicy(treasury);
    registered = trio.register(treasury, "batch", 20);
  }

  @AfterAll
  static void stop() throws Exception {
    trio.close();
    stores.close();
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    Trio.await(Duration.ofSeconds(30), condition);
  }

  private static void awaitReady(int index) throws Exception {
    await(() -> trio.status(index).getKeyStore() == KeyStoreState.KEY_STORE_STATE_READY);
  }

  private static RefreshKeyResponse refresh(int index, int epoch) throws Exception {
    var request =
        RefreshKeyRequest.newBuilder().setKeyId(Documents.KEY.text()).setEpoch(epoch).build();
    return trio.operator(index, SECURITY).refreshKey(request);
  }

  private static List<RefreshKeyResponse> refreshAll(int epoch) throws Exception {
    var calls = new ArrayList<Callable<RefreshKeyResponse>>();
    for (int index = 1; index <= 3; index++) {
      int host = index;
      calls.add(() -> refresh(host, epoch));
    }
    return Trio.together(calls);
  }

  /** What the first daemon's administrator is told. */
  private static String refusal(Callable<?> call) {
    return Refusal.in(catchThrowable(call::call)).orElseThrow().toString();
  }

  private static void requireSigned(String id, int leaf) throws Exception {
    var quorum = List.of(1, 2);
    for (var answer : trio.sign(registered.request(id, quorum, leaf), quorum)) {
      assertThat(answer.getSignaturesCount()).isEqualTo(1);
    }
  }

  @Test
  @Order(1)
  void aRefreshWithoutTheNextEpochsKeyInTheServerIsRefusedWithTheCommandThatMakesIt()
      throws Exception {
    assertThat(refusal(() -> refresh(1, 0)))
        .contains("KEY_STORE_SEALED", "deploy/vault/setup-key.sh custody-1 treasury-1 1");

    assertThat(stores.bao.bao("list", "transit/keys")).doesNotContain("custody-1.treasury-1.1");
    requireSigned("before", 0);
  }

  @Test
  @Order(2)
  void theOldShareOpensNoMoreWithACopyOfTheDiskAndTheStoresAdministrator() throws Exception {
    var _ = stores.script("setup-key.sh", "custody-1", "treasury-1", "1");
    String copiedShare = stores.bao.bao("kv", "get", "-field=share", OLD_SHARE).strip();
    var copies = List.of(trio.host(1).backup(), trio.host(2).backup());
    awaitReady(1);
    awaitReady(2);

    assertThat(refreshAll(0)).extracting(RefreshKeyResponse::getEpoch).containsExactly(1, 1, 1);
    requireSigned("after", 1);

    for (int index : List.of(1, 2)) {
      await(() -> ended(index));
    }
    assertThat(stores.bao.bao("list", "transit/keys")).doesNotContain("custody-1.treasury-1.0");
    assertThat(stores.bao.bao("kv", "metadata", "get", OLD_SHARE))
        .containsPattern("destroyed\\s+true");
    assertThatThrownBy(
            () ->
                stores.bao.bao(
                    "write", "transit/decrypt/custody-1.treasury-1.0", "ciphertext=vault:v1:AAAA"))
        .hasMessageContaining("encryption key not found");
    Path copied = Files.writeString(folder.resolve("share"), copiedShare);
    var _ = stores.bao.bao("kv", "put", OLD_SHARE, "share=@" + copied);
    for (int index : List.of(1, 2)) {
      opensNothing(index, copies.get(index - 1));
    }
    requireSigned("own-disks", 2);
  }

  private static boolean ended(int index) throws Exception {
    return trio
        .operator(index, SECURITY)
        .reportKeys(ReportKeysRequest.getDefaultInstance())
        .getEventsList()
        .stream()
        .anyMatch(event -> event.contains("ENDED treasury-1-0"));
  }

  /**
   * A daemon hears from the others that the next epoch is in force, sooner or later after it tried
   * its old share. One whose shares are in the server finds the next one there, and is ready by it;
   * on the copy of a disk it is missing.
   */
  private static boolean opensNoOldShare(GetStatusResponse status) {
    return switch (status.getKeyStore()) {
      case KEY_STORE_STATE_SEALED ->
          Stream.of("treasury-1-0 does not open: KEY_STORE", "treasury-1-1.share is missing")
              .anyMatch(status.getKeyStoreCause()::contains);
      case KEY_STORE_STATE_READY -> status.getKeysCount() == 1 && status.getKeys(0).getEpoch() == 1;
      case KEY_STORE_STATE_DEGRADED, KEY_STORE_STATE_UNSPECIFIED, UNRECOGNIZED -> false;
    };
  }

  private static long oldShareOpened(Host host) throws IOException {
    try (var lines = Files.lines(host.file("log"))) {
      return lines.filter(line -> line.contains("share treasury-1-0 is open")).count();
    }
  }

  /** The daemon on a copy of its old disk; then it gets its own back. */
  private static void opensNothing(int index, Path copy) throws Exception {
    var host = trio.host(index);
    host.kill();
    long before = oldShareOpened(host);
    Path own = folder.resolve("own-" + index);
    Files.move(host.file("data"), own);
    Files.move(copy, host.file("data"));
    host.start().awaitReady();
    await(() -> opensNoOldShare(trio.status(index)));
    host.kill();
    assertThat(before).isPositive();
    assertThat(oldShareOpened(host)).isEqualTo(before);
    Files.move(host.file("data"), copy);
    Files.move(own, host.file("data"));
    host.start().awaitReady();
    awaitReady(index);
  }

  /**
   * Another daemon prepared an epoch alone, so the number that the administrators expected is
   * spent; the next one is found missing before anybody seals, and so stays the next.
   */
  @Test
  @Order(3)
  void anEpochWhoseNumberNobodyExpectedIsNamedTooAndNotSpent() throws Exception {
    var _ = stores.script("setup-key.sh", "custody-1", "treasury-1", "2");
    trio.host(3).kill();
    prepareAlone(2);
    trio.host(3).start().awaitReady();
    awaitReady(3);

    var calls = new ArrayList<Callable<String>>();
    for (int index = 1; index <= 3; index++) {
      int host = index;
      calls.add(() -> refusal(() -> refresh(host, 1)));
    }
    assertThat(Trio.together(calls).getFirst())
        .contains("deploy/vault/setup-key.sh custody-1 treasury-1 3");

    var _ = stores.script("setup-key.sh", "custody-1", "treasury-1", "3");
    assertThat(refreshAll(1)).extracting(RefreshKeyResponse::getEpoch).containsExactly(3, 3, 3);
    requireSigned("late", 3);
  }

  private static void prepareAlone(int epoch) throws Exception {
    var shares = trio.host(3).file("data/shares");
    var standing =
        KeyCertificate.decode(Files.readAllBytes(shares.resolve("treasury-1-1.certificate")));
    var lonely =
        new KeyCertificate(
            standing.genesis(),
            standing.roster(),
            standing.key(),
            epoch,
            standing.shared(),
            Digest32.sha256(new byte[] {1}),
            new TreeMap<>());
    var signed = lonely.with(new DaemonId(Host.name(3)), People.sign(Host.name(3), lonely.text()));
    var _ =
        Files.write(shares.resolve("treasury-1-%d.certificate".formatted(epoch)), signed.encoded());
  }
}
