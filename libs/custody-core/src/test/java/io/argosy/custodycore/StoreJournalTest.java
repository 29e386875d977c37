package io.argosy.custodycore;

import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.custodycore.StoreJournal.Share;
import io.argosy.custodycore.StoreJournal.What;
import io.argosy.model.DaemonId;
import io.argosy.model.Digest32;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoreJournalTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Share SHARE = new Share("k", 0);
  @TempDir private Path folder;
  private Journal journal;
  private Instant now = START;

  @BeforeEach
  void open() throws IOException {
    journal =
        Journal.open(
            folder.resolve("journal.db"), Digest32.of(new byte[32]), new DaemonId("custody-1"));
  }

  @AfterEach
  void close() {
    journal.close();
  }

  /** Each a second after the one before. */
  private void record(What what, Share share, String wrappingKey) {
    journal.stores().record(what, share, wrappingKey, now);
    now = now.plusSeconds(1);
  }

  @Test
  void aShareIsUnderAWrappingKeySinceItCameUnderItLast() {
    record(What.WRAPPED, SHARE, "v1");
    record(What.WRAPPED, SHARE, "v1");
    assertThat(journal.stores().wrappedSince(SHARE, "v2")).isEmpty();
    assertThat(journal.stores().wrappedSince(SHARE, "v1")).contains(START);

    record(What.REWRAPPED, SHARE, "v2");
    record(What.WRAPPED, new Share("k", 1), "v1");
    record(What.DESTROYED, SHARE, "v1");
    record(What.WRAPPED, SHARE, "v2");
    assertThat(journal.stores().wrappedSince(SHARE, "v2")).contains(START.plusSeconds(2));

    record(What.WRAPPED, SHARE, "v1");
    assertThat(journal.stores().wrappedSince(SHARE, "v1")).contains(START.plusSeconds(6));
  }

  @Test
  void onlyAnEpochWhoseEndWasReachedHasEnded() {
    record(What.WRAPPED, SHARE, "v1");
    record(What.DESTROYED, SHARE, "v1");
    assertThat(journal.stores().ended("k")).isEmpty();

    record(What.ENDED, SHARE, "v1");
    record(What.ENDED, new Share("k-1", 7), "v1");

    assertThat(journal.stores().ended("k")).containsExactly(0);
    assertThat(journal.stores().epochs("k")).containsExactly(0);
  }
}
