package io.argosy.api.receive;

import io.argosy.api.state.BatchState;
import io.argosy.api.state.Events;
import io.argosy.model.BatchId;
import io.argosy.model.ClientId;
import io.argosy.model.Digest32;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Makes a batch of checked rows: once for each request id, each external id once for ever. */
public final class BatchIntake {
  private final Jdbi db;
  private final Clock clock;
  private final Supplier<BatchId> ids;
  private final Events events;

  public BatchIntake(Jdbi db, Clock clock, Supplier<BatchId> ids) {
    this.db = db;
    this.clock = clock;
    this.ids = ids;
    this.events = new Events(clock);
  }

  /** What the request id stands for already; empty for a new one. */
  Optional<Intake> earlier(BatchOrder order) {
    return db.withHandle(handle -> earlier(handle.attach(BatchDao.class), order));
  }

  /** Which external ids are payouts already. */
  List<String> taken(ClientId client, List<Row> rows) {
    var ids = texts(rows, row -> row.externalId().text());
    return db.withHandle(handle -> handle.attach(BatchDao.class).taken(client.text(), ids));
  }

  /** Stores all rows or none. The same order, repeated, is answered by the same batch. */
  public Intake create(BatchOrder order) {
    if (order.rows().isEmpty()) {
      throw new IllegalArgumentException("a batch has a row or more");
    }
    return db.inTransaction(tx -> create(tx, order));
  }

  private Intake create(Handle tx, BatchOrder order) {
    var dao = tx.attach(BatchDao.class);
    var batch = ids.get();
    int made =
        dao.insert(
            batch.text(),
            order.client().text(),
            order.requestId(),
            order.maker().text(),
            order.bodyHash().bytes(),
            BatchState.DRAFT,
            clock.instant());
    if (made == 0) {
      return earlier(dao, order).orElseThrow();
    }
    var stored = new HashSet<>(insert(dao, batch, order));
    if (stored.size() == order.rows().size()) {
      var count = stored.size() + " payouts were ordered";
      events.append(tx, batch, Optional.empty(), "BATCH_" + BatchState.DRAFT, count);
      return new Intake.Created(batch);
    }
    tx.rollback();
    return new Intake.IdsTaken(
        order.rows().stream()
            .map(row -> row.externalId().text())
            .filter(id -> !stored.contains(id))
            .toList());
  }

  private static Optional<Intake> earlier(BatchDao dao, BatchOrder order) {
    return dao.earlier(order.client().text(), order.requestId())
        .map(
            earlier ->
                Digest32.of(earlier.bodyHash()).equals(order.bodyHash())
                    ? new Intake.SeenBefore(new BatchId(earlier.batchId()))
                    : new Intake.OtherBody());
  }

  private static List<String> insert(BatchDao dao, BatchId batch, BatchOrder order) {
    var rows = order.rows();
    boolean[] urgents = new boolean[rows.size()];
    for (int i = 0; i < urgents.length; i++) {
      urgents[i] = rows.get(i).urgent();
    }
    return dao.insertPayouts(
        order.client().text(),
        batch.text(),
        texts(rows, row -> row.externalId().text()),
        rows.stream().mapToInt(Row::line).toArray(),
        texts(rows, row -> row.amount().asset().toString()),
        texts(rows, row -> row.recipient().toString()),
        texts(rows, row -> row.amount().units().toString()),
        texts(rows, row -> row.route().name()),
        urgents,
        texts(rows, row -> row.region().orElse("")),
        texts(rows, row -> row.notBefore().map(Instant::toString).orElse("")),
        texts(rows, Row::reference));
  }

  private static String[] texts(List<Row> rows, Function<Row, String> field) {
    return rows.stream().map(field).toArray(String[]::new);
  }
}
