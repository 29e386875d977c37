package io.argosy.custody.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.argosy.custody.Documents;
import io.argosy.custody.People;
import io.argosy.custodycore.Journal;
import io.argosy.custodycore.Roster;
import io.argosy.custodycore.Rosters;
import io.argosy.custodycore.StoreJournal;
import io.argosy.model.DaemonId;
import io.argosy.model.Digest32;
import io.argosy.model.KeyId;
import io.argosy.threshold.KeyShare;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One daemon's disk from the old epoch to the new one, whatever it hears and whenever it dies. */
class EpochsTest {
  private static final Roster ROSTER = Documents.roster(List.of(1, 2, 3));
  private static final DaemonId SELF = new DaemonId("custody-1");
  private static final KeyId KEY = new KeyId("k");
  private static final List<String> ALL = List.of("custody-1", "custody-2", "custody-3");
  private static List<KeyShare> old = List.of();
  private static List<KeyShare> next = List.of();
  private static List<KeyShare> third = List.of();
  @TempDir private Path folder;
  @TempDir private Path journalFolder;
  private Journal journal;

  @BeforeAll
  static void twoEpochsOfOneKey() {
    old = AroundATable.key();
    next = AroundATable.refreshed(old);
    third = AroundATable.refreshed(old);
  }

  @BeforeEach
  void theOldEpochIsInForceAndTheNextIsPrepared() throws IOException {
    journal = Journal.open(journalFolder.resolve("journal.db"), ROSTER.hash(), SELF);
    var shares = shares();
    keep(shares, 0, old.getFirst(), ALL);
    keep(shares, 1, next.getFirst(), List.of("custody-1"));
  }

  @AfterEach
  void closeJournal() {
    journal.close();
  }

  private List<StoreJournal.What> events() {
    return journal.stores().last(20).stream().map(StoreJournal.Event::what).toList();
  }

  private static void keep(Shares shares, int epoch, KeyShare share, List<String> signers)
      throws IOException {
    assertThat(shares.keep(KEY, epoch, share)).isEmpty();
    shares.keep(certificate(epoch, "the one", signers));
  }

  private static KeyCertificate certificate(int epoch, String transcript, List<String> signers) {
    var empty =
        new KeyCertificate(
            ROSTER.hash(),
            ROSTER.hash(),
            KEY,
            epoch,
            List.of(old, next, third).get(epoch).getFirst().key(),
            Digest32.sha256(transcript.getBytes(StandardCharsets.US_ASCII)),
            new TreeMap<>());
    var signed = empty;
    for (String signer : signers) {
      signed = signed.with(new DaemonId(signer), People.sign(signer, empty.text()));
    }
    return signed;
  }

  /** What a daemon that starts on this disk finds. */
  private Shares shares() throws IOException {
    return shares(shelf -> shelf);
  }

  private Shares shares(UnaryOperator<Shelf> around) throws IOException {
    var seal =
        new ShareSeal(
            Documents.passphraseStore(1), new HostSecret(new byte[32]), new SecureRandom());
    var place = new DurableFolder(folder);
    var shares =
        Shares.find(
            new Shares.Sealing(
                place, around.apply(new FolderShelf(place)), seal, Duration.ofMinutes(10)),
            Rosters.of(ROSTER),
            new Contexts(ROSTER.hash(), SELF),
            journal.stores(),
            Clock.systemUTC());
    shares.openSealed();
    return shares;
  }

  private static Shares.Found.Ready ready(Shares shares) {
    return (Shares.Found.Ready) shares.find(KEY);
  }

  private static int epoch(Shares shares) {
    try (var found = ready(shares)) {
      return found.certificate().epoch();
    }
  }

  private boolean stands(int epoch) {
    return Files.exists(folder.resolve("k-" + epoch + ".share"));
  }

  @Test
  void anEpochThatOneDaemonDidNotSignIsNotInForce() throws IOException {
    var shares = shares();
    var forged =
        certificate(1, "the one", List.of("custody-2"))
            .with(
                new DaemonId("custody-3"),
                People.sign("custody-2", certificate(1, "the one", List.of()).text()));

    shares.hear(forged);
    shares.hear(certificate(1, "another", ALL));
    shares.hear(certificate(2, "the one", List.of("custody-2", "custody-3")));

    assertThat(epoch(shares)).isZero();
    assertThat(shares.prepared()).containsExactly(KEY);
    assertThat(epoch(shares())).isZero();
  }

  @Test
  void nothingOfTheOldEpochIsDestroyedBeforeTheNewOneSigned() throws IOException {
    var shares = shares();
    try (var before = ready(shares)) {
      shares.proved(before.certificate());
      shares.proved(certificate(1, "the one", ALL));
      shares.look();
      assertThat(stands(0)).isTrue();
      assertThat(stands(1)).isTrue();

      shares.hear(certificate(1, "the one", ALL));
      shares.look();

      assertThat(epoch(shares)).isEqualTo(1);
      assertThat(stands(0)).isTrue();
      assertThat(epoch(shares())).isEqualTo(1);
      assertThat(before.share().encodeSecret()).isNotEmpty();
    }
  }

  @Test
  void signaturesThatThirdOnesPassOnBringTheEpochIntoForce() throws IOException {
    var shares = shares();

    shares.hear(certificate(1, "the one", List.of("custody-2")));
    assertThat(epoch(shares)).isZero();
    shares.hear(certificate(1, "the one", List.of("custody-3")));

    assertThat(epoch(shares)).isEqualTo(1);
    assertThat(shares.prepared()).isEmpty();
    try (var found = ready(shares)) {
      assertThat(found.share().encodeSecret()).isEqualTo(next.getFirst().encodeSecret());
    }
  }

  @Test
  void theOldShareGoesWithTheFirstSignatureAndWithItsLastReader() throws IOException {
    var shares = shares();
    assertThat(shares.keep(new KeyId("k-1"), 0, old.getFirst())).isEmpty();
    var reader = ready(shares);
    shares.hear(certificate(1, "the one", ALL));

    try (var proving = ready(shares)) {
      shares.proved(proving.certificate());
    }
    shares.look();

    assertThat(events()).contains(StoreJournal.What.DESTROYED);
    assertThat(stands(0)).isFalse();
    assertThat(stands(1)).isTrue();
    assertThat(Files.exists(folder.resolve("k-1-0.share"))).as("of another key").isTrue();
    assertThat(reader.share().encodeSecret()).isNotEmpty();
    reader.close();
    assertThatThrownBy(reader.share()::encodeSecret).isInstanceOf(IllegalStateException.class);
    assertThat(epoch(shares())).isEqualTo(1);
  }

  /** Dies where the sealed share should go, after the wrapping key went. */
  private record Deadly(Shelf shelf) implements Shelf {
    @Override
    public KeyStore.Answer read(ShareContext context) {
      return shelf.read(context);
    }

    @Override
    public boolean lacks(ShareContext context) {
      return shelf.lacks(context);
    }

    @Override
    public KeyStore.Answer write(ShareContext context, byte[] sealed) {
      return shelf.write(context, sealed);
    }

    @Override
    public KeyStore.Answer destroy(ShareContext context) {
      throw new IllegalStateException("killed");
    }
  }

  private static void prove(Shares shares) {
    shares.proved(certificate(1, "the one", ALL));
    shares.look();
  }

  @Test
  void anEndThatWasCutOffIsReachedAfterARestartAndNotSoughtAgain() throws IOException {
    var dying = shares(Deadly::new);
    dying.hear(certificate(1, "the one", ALL));
    assertThatThrownBy(() -> prove(dying)).hasMessage("killed");
    assertThat(stands(0)).isTrue();
    assertThat(journal.stores().ended("k")).isEmpty();

    prove(shares());

    assertThat(stands(0)).isFalse();
    assertThat(journal.stores().ended("k")).containsExactly(0);
    int before = events().size();
    prove(shares());
    assertThat(events()).hasSizeLessThanOrEqualTo(before + 1).endsWith(StoreJournal.What.ANSWERS);
  }

  /** A copy of the disk that was lost would still be opened by what the store holds. */
  @Test
  void anEpochThatTheDiskForgotIsEndedInTheStoreToo() throws IOException {
    Files.delete(folder.resolve("k-0.share"));
    Files.delete(folder.resolve("k-0.certificate"));
    journal.close();
    Files.delete(journalFolder.resolve("journal.db"));
    journal = Journal.open(journalFolder.resolve("journal.db"), ROSTER.hash(), SELF);
    var shares = shares();
    shares.hear(certificate(1, "the one", ALL));

    prove(shares);

    assertThat(journal.stores().ended("k")).containsExactly(0);
    assertThat(stands(1)).isTrue();
  }

  @Test
  void aPreparedShareIsMovedToANewVersionAndReportedToo() throws IOException {
    var shares = shares();
    var old = Files.readAllBytes(folder.resolve("k-1.share"));

    var moved = shares.rewrap();

    assertThat(moved.troubles()).isEmpty();
    assertThat(moved.done()).extracting(each -> each.share().epoch()).containsExactly(0, 1);
    assertThat(Files.readAllBytes(folder.resolve("k-1.share"))).isNotEqualTo(old);
    assertThat(shares.protections()).isEqualTo(moved.done());
    shares.hear(certificate(1, "the one", ALL));
    assertThat(epoch(shares)).isEqualTo(1);
  }

  @Test
  void anEpochWhoseShareWasLostIsInForceAndSaysSo() throws IOException {
    var shares = shares();

    shares.hear(certificate(2, "the one", ALL));

    assertThat(shares.find(KEY)).isInstanceOf(Shares.Found.Sealed.class);
    assertThat(shares.lost(KEY)).isTrue();
    assertThat(shares.inForce(KEY)).map(KeyCertificate::epoch).contains(2);
    assertThat(List.of(stands(0), stands(1))).containsExactly(true, true);
  }

  @Test
  void aShareThatIsNotTheOneOfItsCertificateIsNotOpened() throws IOException {
    assertThat(shares().keep(KEY, 1, third.getFirst())).isEmpty();
    var shares = shares();

    shares.hear(certificate(1, "the one", ALL));

    assertThat(shares.find(KEY)).isInstanceOf(Shares.Found.Sealed.class);
    assertThat(shares.lost(KEY)).isFalse();
  }

  /** An attempt that nobody finished stays until a later one is in force and has signed. */
  @Test
  void aPreparedShareIsKeptThroughLaterAttempts() throws IOException {
    var shares = shares();
    keep(shares, 2, third.getFirst(), List.of("custody-1"));
    assertThat(shares.since(KEY)).extracting(KeyCertificate::epoch).containsExactly(0, 1, 2);

    shares.hear(certificate(1, "the one", ALL));
    assertThat(epoch(shares)).isEqualTo(1);
    shares.proved(certificate(1, "the one", ALL));
    shares.look();

    assertThat(List.of(stands(0), stands(1), stands(2))).containsExactly(false, true, true);
    shares.hear(certificate(2, "the one", ALL));
    assertThat(epoch(shares)).isEqualTo(2);
  }
}
