package io.argosy.custody.share;

import io.argosy.custodycore.StoreJournal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stood in the way of the shares when the store was last looked at, and since when the store
 * is away; every change is in the journal. Thread-safe.
 */
final class StoreCondition {
  private static final Logger LOG = LoggerFactory.getLogger(StoreCondition.class);
  private final StoreJournal journal;
  private final Clock clock;
  private final CountDownLatch asked = new CountDownLatch(1);
  private List<Trouble> troubles = List.of(Trouble.other("not asked yet"));
  private @Nullable Instant awaySince;

  StoreCondition(StoreJournal journal, Clock clock) {
    this.journal = journal;
    this.clock = clock;
  }

  /** Takes what a look at the store found. */
  synchronized void found(List<Trouble> now) {
    if (!now.equals(troubles)) {
      String text = text(now);
      LOG.info("key store: {}", text.isEmpty() ? "answers" : text);
      var what = now.isEmpty() ? StoreJournal.What.ANSWERS : StoreJournal.What.AWAY;
      journal.record(what, text, clock.instant());
    }
    troubles = List.copyOf(now);
    if (answers()) {
      awaySince = null;
    } else if (awaySince == null) {
      awaySince = clock.instant();
    }
  }

  /** Whoever waits for the first answer goes on. */
  void told() {
    asked.countDown();
  }

  /** Waits a little for the store's first answer, so that a daemon that serves usually signs. */
  void awaitFirstAnswer(Duration patience) throws InterruptedException {
    boolean _ = asked.await(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** A damaged file is not the store's: what is in memory is then the last that there is. */
  synchronized boolean answers() {
    return causes().isEmpty();
  }

  /** How long the store has not answered; nothing while it does. */
  synchronized Duration away() {
    return awaySince == null ? Duration.ZERO : Duration.between(awaySince, clock.instant());
  }

  /** What the store is to blame for. */
  synchronized List<KeyStore.Cause> causes() {
    return troubles.stream().flatMap(each -> each.cause().stream()).distinct().toList();
  }

  /** All that stands in the way, for people; empty when nothing does. */
  synchronized String text() {
    return text(troubles);
  }

  private static String text(List<Trouble> troubles) {
    return troubles.stream().map(Trouble::text).collect(Collectors.joining("; "));
  }
}
