package io.argosy.api.store;

import io.argosy.api.Stage;
import java.time.Duration;
import org.jdbi.v3.core.Jdbi;

/**
 * Tells the database's planner of large changes at once. Its own daemon looks once a minute
 * (autovacuum_naptime); a batch of 100,000 payouts lands in between, and until then every join over
 * it is planned for an empty table, which costs the square of its size.
 */
public final class StatisticsStage implements Stage {
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private final Jdbi db;
  private long lookedAt = System.nanoTime() - PAUSE.toNanos();

  public StatisticsStage(Jdbi db) {
    this.db = db;
  }

  @Override
  public String name() {
    return "statistics";
  }

  @Override
  public int run() {
    if (System.nanoTime() - lookedAt < PAUSE.toNanos()) {
      return 0;
    }
    lookedAt = System.nanoTime();
    db.useHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT quote_ident(relname)
                      FROM pg_stat_user_tables
                     WHERE schemaname = current_schema()
                       AND n_mod_since_analyze > 500 + n_live_tup / 5""")
                .mapTo(String.class)
                .list()
                .forEach(table -> handle.execute("ANALYZE " + table)));
    return 0;
  }
}
