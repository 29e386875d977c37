package io.argosy.custodycore;

import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.custodycore.PairJournal.Spoiled;
import io.argosy.model.DaemonId;
import io.argosy.model.Digest32;
import io.argosy.model.KeyId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PairJournalTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final DaemonId SELF = new DaemonId("custody-1");
  private static final DaemonId PEER = new DaemonId("custody-2");
  private static final DaemonId OTHER = new DaemonId("custody-3");
  private static final KeyEpoch ONE = new KeyEpoch(new KeyId("one"), 0);
  private static final KeyEpoch TWO = new KeyEpoch(new KeyId("two"), 3);
  @TempDir private Path folder;
  private Journal journal;

  @BeforeEach
  void open() throws IOException {
    journal = Journal.open(folder.resolve("journal.db"), Digest32.of(new byte[32]), SELF);
  }

  @AfterEach
  void close() {
    journal.close();
  }

  private void reopen() throws IOException {
    journal.close();
    open();
  }

  @Test
  void aSpoiledPairStaysSoAfterARestartUntilItIsRenewed() throws IOException {
    journal.pairs().spoil(ONE, PEER, "a reason", NOW);
    journal.pairs().erased(ONE, PEER);
    journal.pairs().spoil(ONE, PEER, "another", NOW);
    reopen();

    assertThat(journal.pairs().all()).containsExactly(new Spoiled(ONE, PEER, true));

    journal.pairs().renewed(ONE, OTHER);
    journal.pairs().renewed(new KeyEpoch(ONE.key(), 1), PEER);
    assertThat(journal.pairs().all()).hasSize(1);
    journal.pairs().renewed(ONE, PEER);
    assertThat(journal.pairs().all()).isEmpty();
  }

  @Test
  void aQuarantineSpoilsThePairOfEveryKeyAndItsReleaseLeavesThemSo() throws IOException {
    journal.sessions().quarantine(PEER, "sign/x", "the product", List.of(ONE, TWO), NOW);
    journal.sessions().quarantine(OTHER, "sign/y", "the product", List.of(), NOW);
    reopen();

    assertThat(journal.sessions().quarantined()).containsExactly(PEER, OTHER);
    assertThat(journal.sessions().release(SELF, "security", NOW)).isFalse();
    assertThat(journal.sessions().release(PEER, "security", NOW)).isTrue();
    assertThat(journal.sessions().release(PEER, "security", NOW)).isFalse();

    reopen();
    assertThat(journal.sessions().quarantined()).containsExactly(OTHER);
    assertThat(journal.pairs().all())
        .containsExactlyInAnyOrder(new Spoiled(ONE, PEER, false), new Spoiled(TWO, PEER, false));
  }
}
