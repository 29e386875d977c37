package io.argosy.custody.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.custody.Documents;
import io.argosy.custody.People;
import io.argosy.custody.session.Faults;
import io.argosy.custody.share.AroundATable;
import io.argosy.custody.share.Contexts;
import io.argosy.custody.share.DurableFolder;
import io.argosy.custody.share.FolderShelf;
import io.argosy.custody.share.HostSecret;
import io.argosy.custody.share.KeyCertificate;
import io.argosy.custody.share.ShareSeal;
import io.argosy.custody.share.Shares;
import io.argosy.custody.takeover.Showing.Shown;
import io.argosy.custodycore.Checkpoint.Place;
import io.argosy.custodycore.Gate;
import io.argosy.custodycore.Journal;
import io.argosy.custodycore.KeyEpoch;
import io.argosy.custodycore.Roster;
import io.argosy.custodycore.Rosters;
import io.argosy.custodycore.Takeovers;
import io.argosy.custodycore.Why;
import io.argosy.model.DaemonId;
import io.argosy.model.Digest32;
import io.argosy.model.KeyId;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a daemon that held a key shows, and when. */
final class ShowingTest {
  private static final Roster ROSTER = Documents.roster(List.of(4001, 4002, 4003));
  private static final DaemonId SELF = new DaemonId("custody-1");
  private static final KeyId KEY = new KeyId("k");
  @TempDir private Path folder;
  private final List<Shown> meanwhile = new ArrayList<>();
  private Journal journal;
  private Showing showing;

  /** While a page is on its way to peer 2, peers 2 and 3 ask again. */
  @BeforeEach
  void aKeyInItsFirstEpoch() throws IOException {
    var rosters = Rosters.of(ROSTER);
    journal = Journal.open(folder.resolve("journal.db"), ROSTER.hash(), SELF);
    var gate = new Gate(rosters, SELF, journal, Clock.systemUTC());
    var takeovers = new Takeovers(rosters, SELF, journal, gate, Clock.systemUTC());
    var place = new DurableFolder(folder.resolve("shares"));
    place.write("k-0.certificate", certificate().encoded());
    showing =
        new Showing(
            rosters,
            People.identity(folder, SELF.text()),
            shares(rosters, place),
            takeovers,
            this::askAgain);
  }

  @AfterEach
  void close() {
    journal.close();
  }

  private static KeyCertificate certificate() {
    var certificate =
        new KeyCertificate(
            ROSTER.hash(),
            ROSTER.hash(),
            KEY,
            0,
            AroundATable.key().getFirst().key(),
            Digest32.of(new byte[32]),
            new TreeMap<>());
    for (var daemon : ROSTER.daemons()) {
      byte[] signed = People.sign(daemon.id().text(), certificate.text());
      certificate = certificate.with(daemon.id(), signed);
    }
    return certificate;
  }

  private Shares shares(Rosters rosters, DurableFolder place) throws IOException {
    var seal =
        new ShareSeal(
            Documents.passphraseStore(1), new HostSecret(new byte[32]), new SecureRandom());
    return Shares.find(
        new Shares.Sealing(place, new FolderShelf(place), seal, Duration.ofMinutes(10)),
        rosters,
        new Contexts(ROSTER.hash(), SELF),
        journal.stores(),
        Clock.systemUTC());
  }

  private void askAgain(Faults.Point point, byte[] what) {
    if (meanwhile.isEmpty()) {
      meanwhile.add(show(2, 0));
      meanwhile.add(show(3, 0));
    }
  }

  private Shown show(int peer, int epoch) {
    return showing.show(peer, new KeyEpoch(KEY, epoch), 0, Place.START);
  }

  @Test
  void aPeerIsShownOnePageAtATimeAndOthersDoNotWaitForIt() {
    assertThat(show(2, 0)).isInstanceOf(Shown.Page.class);

    assertThat(meanwhile).first().isInstanceOf(Shown.TooOften.class);
    assertThat(meanwhile.get(1)).isInstanceOf(Shown.Page.class);
    assertThat(show(2, 0)).isInstanceOf(Shown.Page.class);
  }

  @Test
  void nothingIsShownBeforeTheEpochIsInForceHereOrOfAnUnknownKey() {
    assertThat(show(2, 1)).isEqualTo(new Shown.Elsewhere(0));
    assertThat(showing.show(2, new KeyEpoch(KEY, 0), 1, Place.START))
        .isEqualTo(new Shown.Elsewhere(0));
    assertThat(showing.show(2, new KeyEpoch(new KeyId("other"), 0), 0, Place.START))
        .isInstanceOfSatisfying(
            Shown.Refused.class, refused -> assertThat(refused.why()).isEqualTo(Why.KEY_UNKNOWN));
    assertThat(meanwhile).isEmpty();
  }
}
