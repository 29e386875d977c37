package io.argosy.custodycore;

import io.argosy.custodycore.Checkpoint.Place;
import io.argosy.model.AccountId;
import io.argosy.model.Address;
import io.argosy.model.AssetId;
import io.argosy.model.ClientId;
import io.argosy.model.Digest32;
import io.argosy.model.ExternalId;
import io.argosy.model.KeyId;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatements;

/**
 * What this daemon agreed to, and what it took over itself, page by page. Every method is one
 * transaction of the journal.
 */
final class CheckpointJournal {
  private static final int MOST_FREEZES = 32;
  private final Journal lock;
  private final Handle db;

  CheckpointJournal(Journal lock, Handle db) {
    this.lock = lock;
    this.db = db;
  }

  /** What one page holds. */
  record Page(List<CheckpointEntry> entries, Optional<Place> next) {}

  private record Row(long position, long number, CheckpointEntry entry) {
    Place place(int part) {
      return new Place(part, position, number);
    }
  }

  private interface Reader {
    CheckpointEntry read(ResultSet row) throws SQLException;
  }

  /**
   * A table.
   *
   * @param query answers the place of each row, then what its reader reads
   * @param most rows of a page
   */
  private record Part(String query, int most, Reader reader) {
    Part(String query, Reader reader) {
      this(query, Checkpoint.MOST_ENTRIES, reader);
    }
  }

  /** In the order of their pages. Rows are never removed. */
  private static final List<Part> PARTS =
      List.of(
          // Those that are thawed keep their places, so that a thaw moves no other one.
          new Part(
              """
              SELECT place, 0, body, signer, signed
                FROM (SELECT *, row_number() OVER (ORDER BY number, scope) AS place
                        FROM freeze
                       WHERE act = 'FREEZE') f
               WHERE place > :position
                 AND NOT EXISTS (
                     SELECT 1 FROM freeze t
                      WHERE t.act = 'THAW' AND t.number >= f.number AND t.scope IN (f.scope, 'all'))
               ORDER BY place
               LIMIT :most""",
              MOST_FREEZES,
              CheckpointJournal::freeze),
          new Part(
              """
              SELECT row_number() OVER (ORDER BY treasury, nonce), 0, treasury, nonce, code
                FROM delegation
               ORDER BY treasury, nonce
               LIMIT :most OFFSET :position""",
              CheckpointJournal::delegation),
          new Part(
              """
              SELECT position, 0, treasury, nonce, code
                FROM carried_delegation
               WHERE position > :position
               ORDER BY position
               LIMIT :most""",
              CheckpointJournal::delegation),
          new Part(
              """
              SELECT r.position, r.leaf + 1, s.hash, r.leaf
                FROM refill r JOIN statement s USING (position)
               WHERE (r.position, r.leaf) >= (:position, :number)
               ORDER BY r.position, r.leaf
               LIMIT :most""",
              CheckpointJournal::refill),
          new Part(
              """
              SELECT position, 0, statement, leaf
                FROM carried_refill
               WHERE position > :position
               ORDER BY position
               LIMIT :most""",
              CheckpointJournal::refill),
          new Part(
              """
              SELECT position, number, hash, asset, day, units, weight
                FROM (SELECT u.*, s.hash,
                             row_number() OVER (PARTITION BY u.position ORDER BY u.asset) AS number
                        FROM usage u JOIN statement s USING (position)
                       WHERE u.position >= :position)
               WHERE (position, number) > (:position, :number)
               ORDER BY position, number
               LIMIT :most""",
              CheckpointJournal::usage),
          new Part(
              """
              SELECT position, 0, statement, asset, day, units, 1
                FROM carried_usage
               WHERE position > :position
               ORDER BY position
               LIMIT :most""",
              CheckpointJournal::usage),
          leaves("leaf", "statement"),
          // What others were given counts here, too.
          leaves("told_leaf", "told_statement"),
          new Part(
              """
              SELECT position, 0, client, external_id, statement, leaf
                FROM carried_id
               WHERE position > :position
               ORDER BY position
               LIMIT :most""",
              CheckpointJournal::id));

  private static Part leaves(String leaf, String statement) {
    return new Part(
        """
        SELECT l.position, l.number + 1, l.client, l.external_id, s.hash, l.number
          FROM %s l JOIN %s s USING (position)
         WHERE (l.position, l.number) >= (:position, :number)
         ORDER BY l.position, l.number
         LIMIT :most"""
            .formatted(leaf, statement),
        CheckpointJournal::id);
  }

  /** Whether a page may begin there. */
  static boolean exists(Place place) {
    return place.part() < PARTS.size();
  }

  /** The page that begins at a place. */
  Page page(Place from) {
    synchronized (lock) {
      var entries = new ArrayList<CheckpointEntry>();
      var at = Optional.of(from);
      boolean whole = true;
      while (at.isPresent() && whole && entries.size() < Checkpoint.MOST_ENTRIES) {
        var place = at.get();
        var part = PARTS.get(place.part());
        int most = Math.min(Checkpoint.MOST_ENTRIES - entries.size(), part.most());
        var rows = rows(part, place, most);
        rows.forEach(row -> entries.add(row.entry()));
        whole = rows.size() < most;
        at = whole ? following(place) : Optional.of(rows.getLast().place(place.part()));
      }
      return new Page(List.copyOf(entries), at);
    }
  }

  private static Optional<Place> following(Place place) {
    return Optional.of(new Place(place.part() + 1, 0, 0)).filter(CheckpointJournal::exists);
  }

  private List<Row> rows(Part part, Place after, int most) {
    return db.createQuery(part.query())
        .configure(SqlStatements.class, config -> config.setUnusedBindingAllowed(true))
        .bind("position", after.position())
        .bind("number", after.number())
        .bind("most", most)
        .map((row, context) -> new Row(row.getLong(1), row.getLong(2), part.reader().read(row)))
        .list();
  }

  private static CheckpointEntry freeze(ResultSet row) throws SQLException {
    return new CheckpointEntry.Freeze(
        new FreezeOrder.Signed(
            FreezeOrder.decode(row.getBytes(3)), new KeyId(row.getString(4)), row.getBytes(5)));
  }

  private static CheckpointEntry delegation(ResultSet row) throws SQLException {
    return new CheckpointEntry.Delegation(
        AccountId.parse(row.getString(3)), row.getLong(4), Address.parse(row.getString(5)));
  }

  private static CheckpointEntry refill(ResultSet row) throws SQLException {
    return new CheckpointEntry.Refill(Digest32.parse(row.getString(3)), row.getInt(4));
  }

  private static CheckpointEntry usage(ResultSet row) throws SQLException {
    return new CheckpointEntry.Usage(
        Digest32.parse(row.getString(3)),
        AssetId.parse(row.getString(4)),
        LocalDate.parse(row.getString(5)),
        new BigInteger(row.getString(6)).multiply(BigInteger.valueOf(row.getLong(7))));
  }

  private static CheckpointEntry id(ResultSet row) throws SQLException {
    return new CheckpointEntry.Id(
        new ClientId(row.getString(3)),
        new ExternalId(row.getString(4)),
        Digest32.parse(row.getString(5)),
        row.getInt(6));
  }
}
