package io.argosy.custodycore;

import io.argosy.model.AssetId;
import io.argosy.model.DaemonId;
import io.argosy.model.Digest32;
import io.argosy.model.Leaf;
import io.argosy.model.StatementText;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * What was taken over from other daemons: the union of what they agreed to, and of usage the most.
 * It stops more than it must where one of them lies, never less. Every method is one transaction of
 * the journal.
 */
final class CarriedJournal {
  private final Journal lock;
  private final Handle db;

  CarriedJournal(Journal lock, Handle db) {
    this.lock = lock;
    this.db = db;
  }

  /** In the transaction of the page that says so. */
  void keep(Handle tx, DaemonId daemon, List<CheckpointEntry> entries, Instant now) {
    long before = lastId(tx);
    for (var entry : entries) {
      switch (entry) {
        case CheckpointEntry.Freeze(var signed) -> lock.freezes().keep(signed, now);
        case CheckpointEntry.Delegation(var treasury, long nonce, var code) ->
            tx.execute(
                """
                INSERT INTO carried_delegation (treasury, nonce, code) VALUES (?, ?, ?)
                ON CONFLICT DO NOTHING""",
                treasury.toString(),
                nonce,
                code.toString());
        case CheckpointEntry.Refill(var statement, int leaf) ->
            tx.execute(
                """
                INSERT INTO carried_refill (statement, leaf) VALUES (?, ?)
                ON CONFLICT DO NOTHING""",
                statement.toString(),
                leaf);
        case CheckpointEntry.Usage usage -> keep(tx, usage);
        case CheckpointEntry.Id(var client, var id, var statement, int leaf) ->
            tx.execute(
                """
                INSERT INTO carried_id (client, external_id, statement, leaf, daemon)
                VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""",
                client.text(),
                id.text(),
                statement.toString(),
                leaf,
                daemon.text());
      }
    }
    keepConflicts(tx, "c.position > :key", before, now);
  }

  private static long lastId(Handle tx) {
    return tx.createQuery("SELECT coalesce(max(position), 0) FROM carried_id")
        .mapTo(Long.class)
        .one();
  }

  private static void keep(Handle tx, CheckpointEntry.Usage usage) {
    var before =
        tx.createQuery(
                """
                SELECT units FROM carried_usage
                 WHERE statement = :statement AND asset = :asset AND day = :day""")
            .bind("statement", usage.statement().toString())
            .bind("asset", usage.asset().toString())
            .bind("day", usage.day().toString())
            .mapTo(String.class)
            .map(BigInteger::new)
            .findFirst()
            .orElse(BigInteger.ZERO);
    tx.execute(
        """
        INSERT INTO carried_usage (statement, asset, day, units) VALUES (?, ?, ?, ?)
        ON CONFLICT (statement, asset, day) DO UPDATE SET units = excluded.units""",
        usage.statement().toString(),
        usage.asset().toString(),
        usage.day().toString(),
        usage.units().max(before).toString());
  }

  private record Found(
      String client,
      String externalId,
      byte[] body,
      int leaf,
      String other,
      int otherLeaf,
      String daemon) {}

  /**
   * Leaves registered here whose external ids stand in another statement there are not paid;
   * nothing of a statement is, behind its expiry.
   */
  private static void keepConflicts(Handle tx, String which, long key, Instant now) {
    var found =
        tx.createQuery(
                """
                SELECT l.client, l.external_id, s.body, l.number, c.statement, c.leaf, c.daemon
                  FROM carried_id c
                  JOIN leaf l USING (client, external_id)
                  JOIN statement s ON s.position = l.position
                 WHERE c.statement <> s.hash AND\s"""
                    + which)
            .bind("key", key)
            .map(
                (row, context) ->
                    new Found(
                        row.getString(1),
                        row.getString(2),
                        row.getBytes(3),
                        row.getInt(4),
                        row.getString(5),
                        row.getInt(6),
                        row.getString(7)))
            .list();
    for (var each : found) {
      var statement = StatementText.decode(each.body());
      tx.execute(
          "INSERT INTO conflict VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
          each.client(),
          each.externalId(),
          statement.hash().toString(),
          each.leaf(),
          each.other(),
          each.otherLeaf(),
          each.daemon(),
          statement.expiry().toString(),
          now.toString());
    }
  }

  /** In the transaction that registers a statement with its leaves. */
  static void registered(Handle tx, long position, Instant now) {
    keepConflicts(tx, "l.position = :key", position, now);
  }

  /**
   * Which of these external ids stand in another statement, and not in this one as well; of the
   * latter the leaf alone is not paid.
   */
  List<String> seen(Digest32 statement, List<Leaf> leaves) {
    synchronized (lock) {
      if (lastId(db) == 0) {
        return List.of();
      }
      return leaves.stream()
          .filter(leaf -> isElsewhere(statement, leaf))
          .limit(5)
          .map(leaf -> leaf.externalId().text())
          .toList();
    }
  }

  private boolean isElsewhere(Digest32 statement, Leaf leaf) {
    return db.createQuery(
            """
            SELECT count(*) > 0 AND count(*) FILTER (WHERE statement = :hash) = 0
              FROM carried_id
             WHERE client = :client AND external_id = :id""")
        .bind("hash", statement.toString())
        .bind("client", leaf.client().text())
        .bind("id", leaf.externalId().text())
        .mapTo(Boolean.class)
        .one();
  }

  /** What statements take of an asset on a day, by their hashes. */
  Map<String, BigInteger> usage(String day, AssetId asset) {
    synchronized (lock) {
      return db
          .createQuery(
              "SELECT statement, units FROM carried_usage WHERE day = :day AND asset = :asset")
          .bind("day", day)
          .bind("asset", asset.toString())
          .map((row, context) -> Map.entry(row.getString(1), new BigInteger(row.getString(2))))
          .stream()
          .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
  }

  /** Leaves of a fund statement that were permitted. */
  List<Integer> refills(Digest32 statement) {
    synchronized (lock) {
      return db.createQuery("SELECT leaf FROM carried_refill WHERE statement = :statement")
          .bind("statement", statement.toString())
          .mapTo(Integer.class)
          .list();
    }
  }

  /** Whether a treasury's nonce delegates to something else. */
  boolean delegatesElsewhere(DelegationOrder order) {
    synchronized (lock) {
      return db.createQuery(
              """
              SELECT EXISTS (
                     SELECT 1 FROM carried_delegation
                      WHERE treasury = :treasury AND nonce = :nonce AND code <> :code)""")
          .bind("treasury", order.treasury().toString())
          .bind("nonce", order.nonce())
          .bind("code", order.code().toString())
          .mapTo(Boolean.class)
          .one();
    }
  }
}
