package io.argosy.api.statement;

import io.argosy.model.Digest32;
import io.argosy.model.FundStatement;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Jdbi;

/** Fund statements as they are stored, for the stages that act on refills. Thread-safe. */
public final class FundStore {
  private final Jdbi db;

  /** Few, small, and never changed. */
  private final Map<Digest32, FundStatement> kept = new ConcurrentHashMap<>();

  public FundStore(Jdbi db) {
    this.db = db;
  }

  /** Stores a statement; the same again changes nothing. */
  public void keep(FundStatement statement, Instant now) {
    db.useHandle(
        handle ->
            handle.execute(
                "INSERT INTO fund_statement VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                statement.hash().bytes(),
                statement.encoded(),
                now));
  }

  /** A statement that must be there. */
  public FundStatement get(Digest32 hash) {
    return find(hash).orElseThrow(() -> new IllegalStateException("no fund statement " + hash));
  }

  /** A statement; empty when it was never stored here. */
  public Optional<FundStatement> find(Digest32 hash) {
    var known = kept.get(hash);
    if (known != null) {
      return Optional.of(known);
    }
    var read =
        db.withHandle(
            handle ->
                handle
                    .createQuery("SELECT body FROM fund_statement WHERE statement_hash = :hash")
                    .bind("hash", hash.bytes())
                    .mapTo(byte[].class)
                    .findOne()
                    .map(FundStatement::decode));
    read.ifPresent(statement -> kept.put(hash, statement));
    return read;
  }
}
