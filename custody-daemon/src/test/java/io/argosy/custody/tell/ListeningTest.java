package io.argosy.custody.tell;

import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.custody.Changed;
import io.argosy.custodycore.Journal;
import io.argosy.custodycore.Tell;
import io.argosy.model.DaemonId;
import io.argosy.model.Digest32;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a daemon keeps of a peer that tells too much, too often, too late or out of order. */
final class ListeningTest {
  private static final Digest32 GENESIS = Digest32.parse("ab".repeat(32));
  private static final DaemonId PEER = new DaemonId("custody-2");
  private static final Instant NOW = Instant.parse("2026-01-31T10:00:00Z");

  @TempDir private Path folder;
  private Journal journal;
  private Listening listening;

  @BeforeEach
  void aDaemonThatHeardNothing() throws IOException {
    journal = Journal.open(folder.resolve("journal.db"), GENESIS, new DaemonId("custody-1"));
    listening = new Listening(PEER, journal.tells());
  }

  @AfterEach
  void close() {
    journal.close();
  }

  private static Tell tell(int second, long last, long after, int count) {
    var entries = new ArrayList<Tell.Entry>();
    for (int i = 1; i <= count; i++) {
      var statement = Digest32.sha256(new byte[] {(byte) (after + i)});
      entries.add(new Tell.Entry(Tell.Kind.PAY, statement, 0, 1, new byte[64]));
    }
    var at = NOW.plusSeconds(second);
    return new Tell(
        GENESIS, PEER, at, 0, GENESIS, 0, Optional.empty(), last, after, List.copyOf(entries));
  }

  @Test
  void whoTellsTooOftenIsNotHeardForAWhile() {
    long now = System.nanoTime();
    int heard = 0;
    while (listening.allows(now)) {
      heard++;
      assertThat(heard).isLessThan(100);
    }

    assertThat(heard).isGreaterThan(10);
    assertThat(listening.allows(now + Duration.ofMillis(300).toNanos())).isTrue();
    assertThat(listening.allows(now + Duration.ofMillis(301).toNanos())).isFalse();
  }

  @Test
  void anOlderTellIsNoNews() {
    long _ = listening.take(tell(5, 0, 0, 0), 0);

    assertThat(listening.isNews(tell(4, 0, 0, 0))).isFalse();
    assertThat(listening.isNews(tell(5, 0, 0, 0))).isFalse();
    assertThat(listening.isNews(tell(6, 0, 0, 0))).isTrue();
  }

  @Test
  void whatDoesNotFollowIsToldAgainAndNoMoreWaitsThanTheBound() {
    assertThat(listening.take(tell(1, 9, 3, 2), 0)).isZero();
    assertThat(listening.take(tell(2, 1_000, 0, 2), 0)).isEqualTo(2);
    long taken = 2;
    for (int second = 3; second < 10; second++) {
      taken = listening.take(tell(second, 1_000, taken, 64), 0);
    }

    assertThat(taken).isEqualTo(256);
    assertThat(listening.next().orElseThrow().number()).isEqualTo(1);
  }

  @Test
  void whatWasLookedAtIsNotToldAgainAfterARestart() {
    long _ = listening.take(tell(1, 3, 0, 3), 0);
    listening.done(listening.next().orElseThrow());

    assertThat(new Listening(PEER, journal.tells()).take(tell(2, 3, 0, 0), 0)).isEqualTo(1);
    assertThat(listening.next().orElseThrow().number()).isEqualTo(2);
  }

  @Test
  void aPeerThatForgotItsRegistrationsIsFollowedFromTheFirstAgain() {
    long _ = listening.take(tell(1, 3, 0, 3), 0);
    listening.done(listening.next().orElseThrow());

    assertThat(listening.take(tell(2, 1, 1, 0), 0)).isZero();

    assertThat(listening.next()).isEmpty();
    assertThat(listening.take(tell(3, 1, 0, 1), 0)).isEqualTo(1);
  }

  /** Bytes from a peer: also one whose identity key signs anything. */
  @Test
  void bytesChangedAtRandomAreTheOneEncodingOfATellOrRefused() {
    Changed.each(
        "tell",
        tell(1, 9, 3, 2).encoded(),
        bytes -> {
          try {
            assertThat(Tell.decode(bytes).encoded()).isEqualTo(bytes);
          } catch (IllegalArgumentException e) {
            assertThat(e).isNotNull();
          }
        });
  }
}
