package io.argosy.custody.session;

import io.argosy.custodycore.KeyEpoch;
import io.argosy.custodycore.PairJournal;
import io.argosy.custodycore.PairJournal.Spoiled;
import io.argosy.model.DaemonId;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whose oblivious transfers may be used. A pair whose transfers were part of a session that a crash
 * cut off, whose peer cheated, or whose sides hold different ones, is spoiled until the two have
 * set them up again. Thread-safe.
 */
public final class Pairs {
  private static final Logger LOG = LoggerFactory.getLogger(Pairs.class);
  private final PairJournal journal;
  private final Clock clock;

  public Pairs(PairJournal journal, Clock clock) {
    this.journal = journal;
    this.clock = clock;
  }

  /** Durable when this returns. */
  public void spoil(KeyEpoch key, DaemonId peer, String why) {
    LOG.warn("transfers of {} with {} are not used any more: {}", key, peer, why);
    journal.spoil(key, peer, why, clock.instant());
  }

  /** One of these with whom nothing of the key may be used. */
  Optional<DaemonId> spoiledAmong(KeyEpoch key, Collection<DaemonId> some) {
    return journal.all().stream()
        .filter(each -> each.key().equals(key) && some.contains(each.peer()))
        .map(Spoiled::peer)
        .findFirst();
  }

  /** All that is spoiled. */
  public List<Spoiled> spoiled() {
    return journal.all();
  }

  /** Nothing of the pair stands on disk any more. */
  public void erased(Spoiled pair) {
    journal.erased(pair.key(), pair.peer());
  }

  /** What the two set up again is durable. */
  public void renewed(KeyEpoch key, DaemonId peer) {
    journal.renewed(key, peer);
    LOG.info("transfers of {} with {} were set up again", key, peer);
  }
}
