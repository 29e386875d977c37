package io.argosy.api.receive;

import io.argosy.api.state.BatchState;
import io.argosy.model.BatchId;
import io.argosy.model.ClientId;
import io.argosy.model.Digest32;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Makes a batch of checked rows: once for each request id, each external id once for ever. */
public final class BatchIntake {
  private final Jdbi db;
  private final Clock clock;
  private final Supplier<BatchId> ids;

  public BatchIntake(Jdbi db, Clock clock, Supplier<BatchId> ids) {
    this.db = db;
    this.clock = clock;
    this.ids = ids;
  }

  /**
   * Stores all rows or none.
   *
   * @param requestId the client's name for this order; repeated with the same body it answers the
   *     same batch
   */
  public Intake create(ClientId client, String requestId, List<Row> rows) {
    if (rows.isEmpty()) {
      throw new IllegalArgumentException("a batch has a row or more");
    }
    return db.inTransaction(tx -> create(tx, client, requestId, rows));
  }

  private Intake create(Handle tx, ClientId client, String requestId, List<Row> rows) {
    var dao = tx.attach(BatchDao.class);
    var batch = ids.get();
    var hash = bodyHash(rows);
    int made =
        dao.insert(batch.text(), client.text(), requestId, hash.bytes(), BatchState.DRAFT, now());
    if (made == 0) {
      var earlier = dao.earlier(client.text(), requestId).orElseThrow();
      return Digest32.of(earlier.bodyHash()).equals(hash)
          ? new Intake.SeenBefore(new BatchId(earlier.batchId()))
          : new Intake.OtherBody();
    }
    var stored = new HashSet<>(insert(dao, client, batch, rows));
    if (stored.size() == rows.size()) {
      return new Intake.Created(batch);
    }
    tx.rollback();
    return new Intake.IdsTaken(
        rows.stream()
            .map(row -> row.externalId().text())
            .filter(id -> !stored.contains(id))
            .toList());
  }

  private Instant now() {
    return clock.instant();
  }

  private static List<String> insert(BatchDao dao, ClientId client, BatchId batch, List<Row> rows) {
    boolean[] urgents = new boolean[rows.size()];
    for (int i = 0; i < urgents.length; i++) {
      urgents[i] = rows.get(i).urgent();
    }
    return dao.insertPayouts(
        client.text(),
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

  /** Every field of every row, one a line: none may hold a line break, and a tab parts them. */
  private static Digest32 bodyHash(List<Row> rows) {
    var text = new StringBuilder(rows.size() * 160);
    for (var row : rows) {
      text.append(row.line()).append('\t').append(row.externalId()).append('\t');
      text.append(row.recipient()).append('\t').append(row.amount().asset()).append('\t');
      text.append(row.amount().units()).append('\t').append(row.route()).append('\t');
      text.append(row.urgent()).append('\t').append(row.region().orElse("")).append('\t');
      text.append(row.notBefore().map(Instant::toString).orElse("")).append('\t');
      text.append(row.reference()).append('\n');
    }
    return Digest32.sha256(text.toString().getBytes(StandardCharsets.UTF_8));
  }
}
