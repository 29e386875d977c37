package io.argosy.api.statement;

import io.argosy.model.AccountId;
import io.argosy.model.Address;
import io.argosy.model.AssetId;
import io.argosy.model.ClientId;
import io.argosy.model.Digest32;
import io.argosy.model.ExternalId;
import io.argosy.model.Leaf;
import io.argosy.model.LeavesCheck;
import io.argosy.model.Route;
import io.argosy.model.Statement;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.result.RowView;

/**
 * Reads statements with their leaves. What is read is held against what people signed, and kept
 * here for a while: neither ever changes. Thread-safe.
 */
public final class StatementStore {
  private static final int MOST_KEPT = 8;
  private final Jdbi db;
  private final Map<Digest32, StoredStatement> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Digest32, StoredStatement> eldest) {
          return size() > MOST_KEPT;
        }
      };

  public StatementStore(Jdbi db) {
    this.db = db;
  }

  /** A statement that must be there. */
  public StoredStatement get(Digest32 hash) {
    return find(hash).orElseThrow(() -> new IllegalStateException("no statement " + hash));
  }

  /** A statement; empty when nobody froze it here. */
  public synchronized Optional<StoredStatement> find(Digest32 hash) {
    var known = kept.get(hash);
    if (known != null) {
      return Optional.of(known);
    }
    var read = db.withHandle(handle -> read(handle, hash));
    read.ifPresent(statement -> kept.put(hash, statement));
    return read;
  }

  private static Optional<StoredStatement> read(Handle handle, Digest32 hash) {
    return handle
        .createQuery("SELECT body FROM statement WHERE statement_hash = :hash")
        .bind("hash", hash.bytes())
        .mapTo(byte[].class)
        .findOne()
        .map(Statement::decode)
        .map(statement -> checked(statement, hash, leaves(handle, statement)));
  }

  private static List<Leaf> leaves(Handle handle, Statement statement) {
    return handle
        .createQuery(
            """
            SELECT asset, recipient, amount, route, client, external_id
              FROM payout
             WHERE batch_id = :batch AND leaf IS NOT NULL
             ORDER BY leaf""")
        .bind("batch", statement.batch().text())
        .map((RowView row) -> leaf(statement.treasury(), row))
        .list();
  }

  private static Leaf leaf(AccountId treasury, RowView row) {
    return new Leaf(
        treasury,
        AssetId.parse(row.getColumn("asset", String.class)),
        Address.parse(row.getColumn("recipient", String.class)),
        row.getColumn("amount", BigDecimal.class).toBigIntegerExact(),
        Route.valueOf(row.getColumn("route", String.class)),
        new ClientId(row.getColumn("client", String.class)),
        new ExternalId(row.getColumn("external_id", String.class)));
  }

  private static StoredStatement checked(Statement statement, Digest32 hash, List<Leaf> leaves) {
    var faults = LeavesCheck.faults(statement, leaves);
    if (!statement.hash().equals(hash) || !faults.isEmpty()) {
      throw new IllegalStateException("statement " + hash + " and its rows differ: " + faults);
    }
    return new StoredStatement(statement, hash, leaves);
  }
}
