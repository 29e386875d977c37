package io.argosy.custody.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.argosy.custody.Documents;
import io.argosy.custody.People;
import io.argosy.custody.share.KeyStore.Cause;
import io.argosy.custodycore.Journal;
import io.argosy.custodycore.Roster;
import io.argosy.custodycore.Rosters;
import io.argosy.custodycore.StoreJournal;
import io.argosy.model.DaemonId;
import io.argosy.model.Digest32;
import io.argosy.model.KeyId;
import io.argosy.threshold.SharedKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import javax.security.auth.login.FailedLoginException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which keys sign, and what a key store that comes late or says no leads to. */
final class SharesTest {
  private static final Roster ROSTER = Documents.roster(List.of(4001, 4002, 4003));
  private static final DaemonId SELF = new DaemonId("custody-1");
  private static final KeyId KEY = new KeyId("k");
  private static final SharedKey SHARED = AroundATable.key().getFirst().key();
  @TempDir private Path folder;

  private static KeyCertificate unsigned() {
    return new KeyCertificate(
        ROSTER.hash(), ROSTER.hash(), KEY, 0, SHARED, Digest32.of(new byte[32]), new TreeMap<>());
  }

  private static KeyCertificate signedBy(String... daemons) {
    var certificate = unsigned();
    for (String daemon : daemons) {
      certificate = certificate.with(new DaemonId(daemon), People.sign(daemon, certificate.text()));
    }
    return certificate;
  }

  @TempDir private Path journalFolder;
  private final List<Journal> journals = new ArrayList<>();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  @AfterEach
  void closeJournals() {
    journals.forEach(Journal::close);
  }

  private StoreJournal journal() throws IOException {
    Path file = journalFolder.resolve("journal-" + journals.size() + ".db");
    var journal = Journal.open(file, ROSTER.hash(), SELF);
    journals.add(journal);
    return journal.stores();
  }

  private Shares shares(KeyStore store) throws IOException {
    return shares(store, journal());
  }

  private Shares shares(KeyStore store, StoreJournal journal) throws IOException {
    var seal = new ShareSeal(store, new HostSecret(new byte[32]), new SecureRandom());
    var place = new DurableFolder(folder);
    return Shares.find(
        new Shares.Sealing(place, new FolderShelf(place), seal, Duration.ofMinutes(10)),
        Rosters.of(ROSTER),
        new Contexts(ROSTER.hash(), SELF),
        journal,
        new Moving(() -> now));
  }

  @Test
  void aKeyThatNotEveryDaemonSignedForIsUnknown() throws IOException {
    var forged =
        signedBy("custody-1", "custody-2")
            .with(new DaemonId("custody-3"), People.sign("custody-2", unsigned().text()));
    for (var certificate : List.of(unsigned(), signedBy("custody-1", "custody-2"), forged)) {
      new DurableFolder(folder).write("k-0.certificate", certificate.encoded());

      assertThat(shares(Documents.passphraseStore(1)).find(KEY))
          .isInstanceOf(Shares.Found.Unknown.class);
    }
    var whole = signedBy("custody-1", "custody-2", "custody-3");
    new DurableFolder(folder).write("other-0.certificate", whole.encoded());
    assertThat(shares(Documents.passphraseStore(1)).find(KEY))
        .isInstanceOf(Shares.Found.Unknown.class);
    new DurableFolder(folder).write("k-0.certificate", whole.encoded());
    assertThat(shares(Documents.passphraseStore(1)).find(KEY))
        .isInstanceOf(Shares.Found.Sealed.class);
  }

  @Test
  void aShareThatIsMissingOrAlteredStaysSealedWithItsCause() throws IOException {
    var whole = signedBy("custody-1", "custody-2", "custody-3");
    new DurableFolder(folder).write("k-0.certificate", whole.encoded());
    new DurableFolder(folder).write("k-0.share", new byte[100]);
    var shares = shares(Documents.passphraseStore(1));

    shares.openSealed();

    assertThat(shares.state())
        .isInstanceOfSatisfying(
            Shares.State.Sealed.class, state -> assertThat(state.cause()).contains("FILE"));
    assertThat(shares.keys()).isEmpty();
  }

  @Test
  void aCertificateIsReadAsItWasWrittenAndNotOtherwise() {
    var whole = signedBy("custody-1", "custody-2", "custody-3");
    String text = new String(whole.encoded(), StandardCharsets.US_ASCII);

    assertThat(KeyCertificate.decode(whole.encoded()).encoded()).isEqualTo(whole.encoded());
    byte[] spaced = text.replace("epoch: 0", "epoch: 00").getBytes(StandardCharsets.US_ASCII);
    byte[] fewer = text.replaceFirst("share: 3 .*\n", "").getBytes(StandardCharsets.US_ASCII);
    byte[] other = text.replace("share: 3 02", "share: 3 03").getBytes(StandardCharsets.US_ASCII);
    byte[] third = text.replace("share: 3 03", "share: 3 02").getBytes(StandardCharsets.US_ASCII);
    for (byte[] wrong : List.of(spaced, Arrays.equals(other, whole.encoded()) ? third : other)) {
      assertThatThrownBy(() -> KeyCertificate.decode(wrong))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(KeyCertificate.decode(fewer).complete(ROSTER)).isFalse();
  }

  @Test
  void aStoreThatOpensLateIsTriedAgainAndOneThatRefusedTheLoginIsNot() {
    var tries = new ArrayList<String>();
    var context = new ShareContext(ROSTER.hash(), "custody-1", "k", 0);
    var late =
        new LateStore(
            () -> {
              tries.add("late");
              if (tries.size() == 1) {
                throw new IOException("not there");
              }
              return Documents.passphraseStore(1);
            });
    assertThat(late.wrap(new byte[1], context)).isInstanceOf(KeyStore.Answer.Unavailable.class);
    assertThat(late.wrap(new byte[1], context)).isInstanceOf(KeyStore.Answer.Done.class);
    assertThat(late.wrap(new byte[1], context)).isInstanceOf(KeyStore.Answer.Done.class);
    assertThat(tries).hasSize(2);

    tries.clear();
    var refusing =
        new LateStore(
            () -> {
              tries.add("refusing");
              throw new IOException("PIN", new FailedLoginException());
            });
    for (int i = 0; i < 3; i++) {
      assertThat(refusing.unwrap(new byte[1], context))
          .isInstanceOfSatisfying(
              KeyStore.Answer.Unavailable.class,
              no -> assertThat(no.cause()).isEqualTo(Cause.PERMISSION_DENIED));
    }
    assertThat(tries).hasSize(1);
  }

  @Test
  void whatIsKeptIsForTheOwnerAloneAndReplacedWhole() throws IOException {
    var kept = new DurableFolder(folder.resolve("data"));
    kept.write("a", new byte[] {1});
    kept.write("a", new byte[] {2});

    assertThat(kept.read("a")).contains(new byte[] {2});
    assertThat(kept.read("b")).isEmpty();
    assertThat(Files.getPosixFilePermissions(kept.file("a")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(Files.getPosixFilePermissions(folder.resolve("data")))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    assertThat(Files.exists(kept.file("a.part"))).isFalse();
  }

  @Test
  void aSecretThatOthersCanReadIsRefused() throws IOException {
    var file = Files.write(folder.resolve("secret"), new byte[32]);
    var _ = Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> OwnerFile.read(file)).hasMessageContaining("chmod 600");

    var _ = Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertThat(OwnerFile.read(file)).hasSize(32);
  }
}
