package io.argosy.api.state;

import java.time.Clock;
import org.jdbi.v3.core.Jdbi;

/** What every stage stands on: the database, the time, and where a test may stop it. */
public record Ground(Jdbi db, Clock clock, Faults faults) {
  public Events events() {
    return new Events(clock);
  }

  public BatchMoves batches() {
    return new BatchMoves(events());
  }

  public ShardMoves shards() {
    return new ShardMoves(clock);
  }

  public Waits waits() {
    return new Waits(clock);
  }
}
