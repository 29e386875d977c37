package io.argosy.custodycore;

import io.argosy.model.ClientId;
import io.argosy.model.DaemonId;
import io.argosy.model.Digest32;
import io.argosy.model.ExternalId;
import io.argosy.model.Leaf;
import io.argosy.model.PersonSignature;
import io.argosy.model.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Statements that other daemons acknowledged and this one was not given, and external ids that
 * stand in two statements. Every public method is one transaction of the journal.
 */
public final class ConflictJournal {
  private final Journal lock;
  private final Handle db;

  ConflictJournal(Journal lock, Handle db) {
    this.lock = lock;
    this.db = db;
  }

  /** Whether a statement is registered here, or was shown here and kept. */
  public boolean knows(Digest32 statement) {
    synchronized (lock) {
      return db.createQuery(
              """
              SELECT EXISTS (SELECT 1 FROM statement WHERE hash = :hash)
                  OR EXISTS (SELECT 1 FROM told_statement WHERE hash = :hash)""")
          .bind("hash", statement.toString())
          .mapTo(Boolean.class)
          .one();
    }
  }

  /** Keeps a statement that was shown, and answers which of its external ids stand in another. */
  List<Conflict> keep(
      Acknowledgement.Signed said,
      Statement statement,
      List<Leaf> leaves,
      List<PersonSignature> signatures,
      Instant now) {
    synchronized (lock) {
      return db.inTransaction(
          tx -> {
            long position = insert(tx, said, statement, signatures, now);
            insertLeaves(tx, position, leaves);
            var found = conflicts(tx, position, statement.hash(), said.acknowledgement().daemon());
            keep(tx, statement, found, now);
            return found;
          });
    }
  }

  private static long insert(
      Handle tx,
      Acknowledgement.Signed said,
      Statement statement,
      List<PersonSignature> signatures,
      Instant now) {
    return tx.createQuery(
            """
            INSERT INTO told_statement
                   (hash, body, signatures, acknowledgement, acknowledged, kept_at)
            VALUES (:hash, :body, :signatures, :said, :signed, :now)
            RETURNING position""")
        .bind("hash", statement.hash().toString())
        .bind("body", statement.encoded())
        .bind("signatures", SignatureLines.encode(signatures))
        .bind("said", said.acknowledgement().encoded())
        .bind("signed", said.signature())
        .bind("now", now.toString())
        .mapTo(Long.class)
        .one();
  }

  private static void insertLeaves(Handle tx, long position, List<Leaf> leaves) {
    try (PreparedBatch batch = tx.prepareBatch("INSERT INTO told_leaf VALUES (?, ?, ?, ?, ?)")) {
      for (int number = 0; number < leaves.size(); number++) {
        Leaf leaf = leaves.get(number);
        batch.add(position, number, leaf.client().text(), leaf.externalId().text(), leaf.encoded());
      }
      batch.execute();
    }
  }

  /** Whether the other statement is registered here or was shown here, too. */
  private static List<Conflict> conflicts(
      Handle tx, long position, Digest32 shown, DaemonId shownBy) {
    return tx.createQuery(
            """
            SELECT t.client, t.external_id, s.hash, l.number AS leaf, t.number AS other_leaf
              FROM told_leaf t
              JOIN leaf l USING (client, external_id)
              JOIN statement s ON s.position = l.position
             WHERE t.position = :position AND s.hash <> :hash
             UNION
            SELECT t.client, t.external_id, s.hash, l.number, t.number
              FROM told_leaf t
              JOIN told_leaf l USING (client, external_id)
              JOIN told_statement s ON s.position = l.position
             WHERE t.position = :position AND s.hash <> :hash
             ORDER BY other_leaf""")
        .bind("position", position)
        .bind("hash", shown.toString())
        .map(
            (row, context) ->
                new Conflict(
                    new ClientId(row.getString(1)),
                    new ExternalId(row.getString(2)),
                    Digest32.parse(row.getString(3)),
                    row.getInt(4),
                    shown,
                    row.getInt(5),
                    shownBy))
        .list();
  }

  private static void keep(Handle tx, Statement shown, List<Conflict> found, Instant now) {
    if (found.isEmpty()) {
      return;
    }
    Map<Digest32, Instant> until = new HashMap<>();
    try (PreparedBatch batch =
        tx.prepareBatch(
            "INSERT INTO conflict VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")) {
      for (var each : found) {
        var last = until.computeIfAbsent(each.statement(), hash -> later(tx, hash, shown));
        batch.add(
            each.client().text(),
            each.externalId().text(),
            each.statement().toString(),
            each.leaf(),
            each.other().toString(),
            each.otherLeaf(),
            each.shownBy().text(),
            last.toString(),
            now.toString());
      }
      batch.execute();
    }
  }

  /** Behind the expiry of both nothing of them can be signed anyway. */
  private static Instant later(Handle tx, Digest32 hash, Statement shown) {
    var expiry =
        tx.createQuery(
                """
                SELECT body FROM statement WHERE hash = :hash
                 UNION ALL
                SELECT body FROM told_statement WHERE hash = :hash""")
            .bind("hash", hash.toString())
            .mapTo(byte[].class)
            .map(Statement::decode)
            .first()
            .expiry();
    return expiry.isAfter(shown.expiry()) ? expiry : shown.expiry();
  }

  /** Which of these external ids stand in another statement that was shown here. */
  List<String> seen(Digest32 statement, List<Leaf> leaves) {
    synchronized (lock) {
      if (!shownOther(statement)) {
        return List.of();
      }
      var look =
          """
          SELECT EXISTS (
                 SELECT 1 FROM told_leaf l JOIN told_statement s USING (position)
                  WHERE l.client = :client AND l.external_id = :id AND s.hash <> :hash)""";
      return leaves.stream()
          .filter(
              leaf ->
                  db.createQuery(look)
                      .bind("client", leaf.client().text())
                      .bind("id", leaf.externalId().text())
                      .bind("hash", statement.toString())
                      .mapTo(Boolean.class)
                      .one())
          .limit(5)
          .map(leaf -> leaf.externalId().text())
          .toList();
    }
  }

  private boolean shownOther(Digest32 statement) {
    return db.createQuery("SELECT EXISTS (SELECT 1 FROM told_statement WHERE hash <> :hash)")
        .bind("hash", statement.toString())
        .mapTo(Boolean.class)
        .one();
  }

  /** Leaves of a statement whose external ids stand in another one. */
  Set<Integer> leavesOf(Digest32 statement) {
    synchronized (lock) {
      return new HashSet<>(
          db.createQuery(
                  """
                  SELECT leaf FROM conflict WHERE statement = :hash
                   UNION
                  SELECT other_leaf FROM conflict WHERE other_statement = :hash""")
              .bind("hash", statement.toString())
              .mapTo(Integer.class)
              .list());
    }
  }

  /** How many external ids are in conflict, of statements that are not past their expiry. */
  public long count(Instant now) {
    synchronized (lock) {
      return db.createQuery("SELECT count(*) FROM conflict WHERE until >= :now")
          .bind("now", now.truncatedTo(ChronoUnit.SECONDS).toString())
          .mapTo(Long.class)
          .one();
    }
  }

  /** The same one by one, the first of them. */
  public List<Conflict> first(int most, Instant now) {
    synchronized (lock) {
      return db.createQuery(
              """
              SELECT client, external_id, statement, leaf, other_statement, other_leaf, daemon
                FROM conflict
               WHERE until >= :now
               ORDER BY kept_at, client, external_id
               LIMIT :most""")
          .bind("now", now.truncatedTo(ChronoUnit.SECONDS).toString())
          .bind("most", most)
          .map(
              (row, context) ->
                  new Conflict(
                      new ClientId(row.getString(1)),
                      new ExternalId(row.getString(2)),
                      Digest32.parse(row.getString(3)),
                      row.getInt(4),
                      Digest32.parse(row.getString(5)),
                      row.getInt(6),
                      new DaemonId(row.getString(7))))
          .list();
    }
  }
}
