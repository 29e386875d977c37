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

  private record Row(long position, long number, Optional<CheckpointEntry> entry) {}

  private interface Reader {
    CheckpointEntry read(ResultSet row) throws SQLException;
  }

  /** Tables, in the order of their pages. Their rows are never removed. */
  private enum Part {
    /** Those that are thawed are passed over, so that a thaw moves no other one. */
    FREEZE(
        """
        SELECT row_number() OVER (ORDER BY f.number, f.scope), 0, f.body, f.signer, f.signed,
               NOT EXISTS (
               SELECT 1 FROM freeze t
                WHERE t.act = 'THAW' AND t.number >= f.number AND t.scope IN (f.scope, 'all'))
          FROM freeze f
         WHERE f.act = 'FREEZE'
         ORDER BY f.number, f.scope
         LIMIT :most OFFSET :position""",
        row ->
            new CheckpointEntry.Freeze(
                new FreezeOrder.Signed(
                    FreezeOrder.decode(row.getBytes(3)),
                    new KeyId(row.getString(4)),
                    row.getBytes(5)))),
    DELEGATION(
        """
        SELECT row_number() OVER (ORDER BY treasury, nonce), 0, treasury, nonce, code
          FROM delegation
         ORDER BY treasury, nonce
         LIMIT :most OFFSET :position""",
        CheckpointJournal::delegation),
    CARRIED_DELEGATION(
        """
        SELECT position, 0, treasury, nonce, code
          FROM carried_delegation
         WHERE position > :position
         ORDER BY position
         LIMIT :most""",
        CheckpointJournal::delegation),
    REFILL(
        """
        SELECT r.position, r.leaf + 1, s.hash, r.leaf
          FROM refill r JOIN statement s USING (position)
         WHERE (r.position, r.leaf) >= (:position, :number)
         ORDER BY r.position, r.leaf
         LIMIT :most""",
        CheckpointJournal::refill),
    CARRIED_REFILL(
        """
        SELECT position, 0, statement, leaf
          FROM carried_refill
         WHERE position > :position
         ORDER BY position
         LIMIT :most""",
        CheckpointJournal::refill),
    /** Here the number counts a statement's rows. */
    USAGE(
        """
        SELECT u.position, 0, s.hash, u.asset, u.day, u.units, u.weight
          FROM usage u JOIN statement s USING (position)
         WHERE u.position >= :position
         ORDER BY u.position, u.asset
         LIMIT :most OFFSET :number""",
        CheckpointJournal::usage),
    CARRIED_USAGE(
        """
        SELECT position, 0, statement, asset, day, units, 1
          FROM carried_usage
         WHERE position > :position
         ORDER BY position
         LIMIT :most""",
        CheckpointJournal::usage),
    LEAF(
        """
        SELECT l.position, l.number + 1, l.client, l.external_id, s.hash, l.number
          FROM leaf l JOIN statement s USING (position)
         WHERE (l.position, l.number) >= (:position, :number)
         ORDER BY l.position, l.number
         LIMIT :most""",
        CheckpointJournal::id),
    /** What others were given counts here, too. */
    TOLD_LEAF(
        """
        SELECT l.position, l.number + 1, l.client, l.external_id, s.hash, l.number
          FROM told_leaf l JOIN told_statement s USING (position)
         WHERE (l.position, l.number) >= (:position, :number)
         ORDER BY l.position, l.number
         LIMIT :most""",
        CheckpointJournal::id),
    CARRIED_ID(
        """
        SELECT position, 0, client, external_id, statement, leaf
          FROM carried_id
         WHERE position > :position
         ORDER BY position
         LIMIT :most""",
        CheckpointJournal::id);

    private final String query;
    private final Reader reader;

    Part(String query, Reader reader) {
      this.query = query;
      this.reader = reader;
    }

    Optional<CheckpointEntry> entry(ResultSet row) throws SQLException {
      return this == FREEZE && !row.getBoolean(6)
          ? Optional.empty()
          : Optional.of(reader.read(row));
    }

    Place after(Place before, List<Row> rows) {
      var last = rows.getLast();
      if (this != USAGE) {
        return new Place(ordinal(), last.position(), last.number());
      }
      long of = rows.stream().filter(row -> row.position() == last.position()).count();
      return last.position() == before.position()
          ? new Place(ordinal(), before.position(), before.number() + of)
          : new Place(ordinal(), last.position(), of);
    }

    Optional<Place> following() {
      return this == CARRIED_ID ? Optional.empty() : Optional.of(new Place(ordinal() + 1, 0, 0));
    }
  }

  /** Whether a page may begin there. */
  static boolean exists(Place place) {
    return place.part() < Part.values().length;
  }

  /** The page that begins at a place. */
  Page page(Place from) {
    synchronized (lock) {
      var entries = new ArrayList<CheckpointEntry>();
      var at = Optional.of(from);
      boolean whole = true;
      while (at.isPresent() && whole && entries.size() < Checkpoint.MOST_ENTRIES) {
        var part = Part.values()[at.get().part()];
        int room = Checkpoint.MOST_ENTRIES - entries.size();
        int most = part == Part.FREEZE ? Math.min(room, MOST_FREEZES) : room;
        var rows = rows(part, at.get(), most);
        rows.forEach(row -> row.entry().ifPresent(entries::add));
        whole = rows.size() < most;
        at = whole ? part.following() : Optional.of(part.after(at.get(), rows));
      }
      return new Page(List.copyOf(entries), at);
    }
  }

  private List<Row> rows(Part part, Place after, int most) {
    return db.createQuery(part.query)
        .configure(SqlStatements.class, config -> config.setUnusedBindingAllowed(true))
        .bind("position", after.position())
        .bind("number", after.number())
        .bind("most", most)
        .map((row, context) -> new Row(row.getLong(1), row.getLong(2), part.entry(row)))
        .list();
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
