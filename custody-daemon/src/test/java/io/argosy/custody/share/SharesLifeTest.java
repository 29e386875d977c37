package io.argosy.custody.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.argosy.custody.Documents;
import io.argosy.custody.People;
import io.argosy.custodycore.Journal;
import io.argosy.custodycore.Roster;
import io.argosy.custodycore.Rosters;
import io.argosy.custodycore.StoreJournal;
import io.argosy.custodycore.StoreJournal.What;
import io.argosy.model.DaemonId;
import io.argosy.model.Digest32;
import io.argosy.model.KeyId;
import io.argosy.threshold.KeyShare;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long a share stays in memory, and what brings it back. */
final class SharesLifeTest {
  private static final Roster ROSTER = Documents.roster(List.of(4001, 4002, 4003));
  private static final DaemonId SELF = new DaemonId("custody-1");
  private static final KeyId KEY = new KeyId("k");
  private static final Duration DEGRADED_FOR = Duration.ofMinutes(10);
  private static final KeyShare SHARE = AroundATable.key().getFirst();

  @TempDir private Path folder;
  private Journal journal;
  private Switched store;
  private Shares shares;
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  @BeforeEach
  void aKeyThatSigns() throws IOException {
    journal = Journal.open(folder.resolve("journal.db"), ROSTER.hash(), SELF);
    store = passphrase(1);
    shares = shares(store);
    assertThat(shares.keep(KEY, 0, SHARE)).isEmpty();
    shares.keep(certificate());
    shares.ready(certificate());
  }

  @AfterEach
  void close() {
    journal.close();
  }

  private static Switched passphrase(int daemon) {
    return new Switched(Documents.passphraseStore(daemon));
  }

  private Shares shares(KeyStore with) throws IOException {
    return shares(with, ROSTER);
  }

  private Shares shares(KeyStore with, Roster roster) throws IOException {
    var seal = new ShareSeal(with, new HostSecret(new byte[32]), new SecureRandom());
    var place = new DurableFolder(folder.resolve("shares"));
    return Shares.find(
        new Shares.Sealing(place, new FolderShelf(place), seal, DEGRADED_FOR),
        Rosters.of(roster),
        new Contexts(ROSTER.hash(), SELF),
        journal.stores(),
        new Moving(() -> now));
  }

  private static KeyCertificate certificate() {
    var certificate =
        new KeyCertificate(
            ROSTER.hash(),
            ROSTER.hash(),
            KEY,
            0,
            SHARE.key(),
            Digest32.of(new byte[32]),
            new TreeMap<>());
    for (String daemon : List.of("custody-1", "custody-2", "custody-3")) {
      certificate = certificate.with(new DaemonId(daemon), People.sign(daemon, certificate.text()));
    }
    return certificate;
  }

  private void pass(Duration time) {
    now = now.plus(time);
    shares.look();
  }

  private List<What> events() {
    return journal.stores().last(20).stream().map(StoreJournal.Event::what).toList();
  }

  @Test
  void anotherStoreThanTheRosterListsOpensNothingAndSealsNothing() throws IOException {
    var elsewhere = shares(passphrase(2));

    elsewhere.openSealed();

    assertThat(elsewhere.state())
        .isInstanceOfSatisfying(
            Shares.State.Sealed.class,
            closed -> assertThat(closed.cause()).contains("OTHER_STORE"));
    assertThat(elsewhere.causes()).containsExactly(KeyStore.Cause.OTHER_STORE);
    assertThat(elsewhere.trouble(KEY, 1)).hasValueSatisfying(t -> assertThat(t).contains("lists"));
  }

  @Test
  void aStoreThatTwoDaemonsMayShareIsNamedAsShared() throws IOException {
    var store1 = ROSTER.daemons().getFirst().keyStore();
    var daemons =
        ROSTER.daemons().stream()
            .map(
                each ->
                    new Roster.Daemon(
                        each.index(), each.id(), each.identity(), each.peerAddress(), store1))
            .toList();
    var roster =
        new Roster(
            0,
            ROSTER.previous(),
            "demo",
            2,
            2,
            ROSTER.officers(),
            daemons,
            ROSTER.watchers(),
            List.of(store1.administration()));
    var sharing = shares(passphrase(1), roster);

    sharing.openSealed();

    assertThat(sharing.storeIdentity()).contains("SHARED with custody-2, custody-3");
    shares.openSealed();
    assertThat(shares.storeIdentity()).doesNotContain("SHARED");
  }

  @Test
  void aStoreThatIsAwayLeavesTheShareInMemoryForAsLongAsConfiguredAndNoLonger() {
    assertThat(shares.state()).isEqualTo(new Shares.State.Ready());
    store.away();

    pass(Duration.ofSeconds(6));
    assertThat(shares.state())
        .isInstanceOfSatisfying(
            Shares.State.Degraded.class,
            degraded -> assertThat(degraded.cause()).contains("UNREACHABLE"));
    pass(DEGRADED_FOR.minusSeconds(1));
    assertThat(shares.find(KEY)).isInstanceOf(Shares.Found.Ready.class);
    pass(Duration.ofSeconds(20));
    assertThat(shares.find(KEY)).isInstanceOf(Shares.Found.Sealed.class);
    assertThat(shares.state()).isInstanceOf(Shares.State.Sealed.class);

    store.back();
    pass(Duration.ofSeconds(20));
    assertThat(shares.state()).isEqualTo(new Shares.State.Ready());
    assertThat(events())
        .containsExactly(What.WRAPPED, What.ANSWERS, What.AWAY, What.WIPED, What.ANSWERS);
  }

  @Test
  void aStoreThatIsAwayIsAskedLessAndLessOftenButNeverNot() {
    store.away();
    pass(Duration.ofSeconds(6));
    store.back();

    pass(Duration.ofMillis(100));
    assertThat(shares.state()).isInstanceOf(Shares.State.Degraded.class);
    pass(Duration.ofMillis(200));
    assertThat(shares.state()).isEqualTo(new Shares.State.Ready());
    store.away();
    pass(Duration.ofSeconds(6));
    for (int i = 0; i < 50; i++) {
      pass(Duration.ofSeconds(1));
    }
    store.back();
    pass(Duration.ofSeconds(16));
    assertThat(shares.state()).isEqualTo(new Shares.State.Ready());
  }

  @Test
  void aSessionKeepsItsShareThroughAWipingAndNobodyElseGetsIt() throws IOException {
    KeyShare lent;
    try (var running = (Shares.Found.Ready) shares.find(KEY)) {
      lent = running.share();
      shares.wipe("a drill");

      assertThat(shares.find(KEY)).isInstanceOf(Shares.Found.Sealed.class);
      assertThat(lent.encodeSecret()).hasSizeGreaterThan(100);
    }
    assertThatThrownBy(lent::encodeSecret).isInstanceOf(IllegalStateException.class);
  }

  private Optional<String> replaced(int epoch) {
    return shares.replace(KEY, epoch, share -> share.without(2, new SecureRandom()::nextBytes));
  }

  private static Shares.Found.Ready ready(Shares shares) {
    return (Shares.Found.Ready) shares.find(KEY);
  }

  @Test
  void aChangedShareIsDurableBeforeItIsLentAndTheOldOneEndsWithItsSession() throws IOException {
    assertThat(replaced(1)).hasValueSatisfying(why -> assertThat(why).contains("epoch 1"));
    store.away();
    assertThat(replaced(0)).isPresent();
    store.back();
    KeyShare old;
    byte[] changed;

    try (var running = ready(shares)) {
      old = running.share();
      assertThat(replaced(0)).isEmpty();
      assertThat(old.setup(2)).isEqualTo(SHARE.setup(2));
      try (var next = ready(shares)) {
        changed = next.share().setup(2);
      }
    }

    assertThat(changed).isNotEqualTo(SHARE.setup(2));
    assertThatThrownBy(old::encodeSecret).isInstanceOf(IllegalStateException.class);
    var again = shares(passphrase(1));
    again.openSealed();
    try (var read = ready(again)) {
      assertThat(read.share().setup(2)).isEqualTo(changed);
    }
  }

  @Test
  void aChangedShareIsNotSealedByAnotherStoreThanTheListedOne() throws IOException {
    var file = folder.resolve("shares/k-0.share");
    byte[] before = Files.readAllBytes(file);
    var since = shares.protections();
    store.becomes(passphrase(2));

    var why = replaced(0);

    assertThat(why).hasValueSatisfying(text -> assertThat(text).contains("OTHER_STORE"));
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
    try (var kept = ready(shares)) {
      assertThat(kept.share().setup(2)).isEqualTo(SHARE.setup(2));
    }
    store.becomes(passphrase(1));
    now = now.plusSeconds(60);
    assertThat(replaced(0)).isEmpty();
    assertThat(Files.readAllBytes(file)).isNotEqualTo(before);
    assertThat(shares.protections()).as("the same key since then").isEqualTo(since);
  }

  @Test
  void aWipedShareStaysOutOverARestartUntilItIsUnsealed() throws IOException {
    shares.wipe("a drill");
    pass(Duration.ofMinutes(1));
    assertThat(shares.state())
        .isInstanceOfSatisfying(
            Shares.State.Sealed.class, closed -> assertThat(closed.cause()).contains("WIPED"));

    var again = shares(passphrase(1));
    again.openSealed();
    assertThat(again.state()).isInstanceOf(Shares.State.Sealed.class);

    assertThat(again.unseal()).isEqualTo(new Shares.State.Ready());
    assertThat(events()).contains(What.WIPED, What.UNSEALED);
  }

  @Test
  void aShareThatIsStoppedWithTheDaemonIsWiped() {
    KeyShare lent;
    try (var running = (Shares.Found.Ready) shares.find(KEY)) {
      lent = running.share();
    }

    shares.close();

    assertThatThrownBy(lent::encodeSecret).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void rewrappingUnderTheSameKeyIsWrittenDownAndItsTimeStays() throws IOException {
    var before = shares.protections().getFirst();
    now = now.plusSeconds(60);

    var moved = shares.rewrap();

    assertThat(moved.troubles()).isEmpty();
    assertThat(before.since()).contains(now.minusSeconds(60));
    assertThat(shares.protections()).containsExactly(before);
    assertThat(events()).contains(What.REWRAPPED);
    var again = shares(passphrase(1));
    again.openSealed();
    assertThat(again.state()).isEqualTo(new Shares.State.Ready());
  }

  @Test
  void aRewrappingWithoutItsStoreChangesNothing() {
    store.away();

    assertThat(shares.rewrap().troubles()).hasSize(1);

    store.back();
    pass(Duration.ofSeconds(30));
    assertThat(shares.state()).isEqualTo(new Shares.State.Ready());
    assertThat(events()).doesNotContain(What.REWRAPPED);
  }
}
