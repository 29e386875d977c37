package io.argosy.api.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.stack.Postgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class StatisticsStageIT {
  @Test
  void thePlannerKnowsATableSoonAfterItIsFilled() throws Exception {
    var folder = Path.of("target", "postgres-" + UUID.randomUUID());
    var tools = Path.of(System.getProperty("argosy.tools", "target/tools"));
    try (var postgres = Postgres.start(tools, folder)) {
      var db = open(postgres);
      var stage = new StatisticsStage(db);
      db.useHandle(
          handle ->
              handle.execute(
                  """
                  INSERT INTO batch (batch_id, client, request_id, maker_key_id, body_hash,
                                     created_at, state, state_since)
                  SELECT n, 'c', n, 'm', sha256('x'), now(), 'CANCELLED', now()
                    FROM generate_series(1, 1000) n"""));

      long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (known(db) < 1_000 && System.nanoTime() < end) {
        int moved = stage.run();
        assertThat(moved).isZero();
        Thread.sleep(100);
      }

      assertThat(known(db)).isEqualTo(1_000);
    }
  }

  private static Jdbi open(Postgres postgres) throws IOException {
    var source = new PGSimpleDataSource();
    source.setUrl(postgres.url());
    source.setUser(postgres.user());
    source.setPassword(postgres.password());
    return Database.open(source);
  }

  /** Rows that the planner believes in; -1 for a table that it never looked at. */
  private static int known(Jdbi db) {
    return db.withHandle(
        handle ->
            handle
                .select("SELECT reltuples::integer FROM pg_class WHERE relname = 'batch'")
                .mapTo(Integer.class)
                .one());
  }
}
