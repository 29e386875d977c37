package io.argosy.reconcile.balance;

import io.argosy.model.AccountId;
import io.argosy.model.Address;
import io.argosy.model.AssetId;
import io.argosy.model.Digest32;
import io.argosy.model.FundStatement;
import io.argosy.reconcile.match.Claim;
import io.argosy.reconcile.match.Evidence;
import io.argosy.reconcile.match.LeafRef;
import io.argosy.reconcile.match.SignedLeaf;
import io.argosy.reconcile.match.TokenTransfer;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Reads the windows that are not judged yet, whole. */
final class WindowDao {
  private WindowDao() {}

  /**
   * All that is open.
   *
   * @param leaves that open claims speak of, told by one daemon or more
   * @param tellers daemons by the statement that they told
   * @param paidBefore leaves of open claims that earlier windows paid
   */
  record Open(
      List<Window> windows,
      List<SignedLeaf> leaves,
      Map<Digest32, Set<String>> tellers,
      Set<LeafRef> paidBefore) {}

  /** A row and the window that it belongs to, by that window's last block. */
  private record In<T>(long to, T what) {}

  private record Bounds(long from, long to, Instant seenAt) {}

  static Open open(Handle db) {
    var bounds = bounds(db);
    if (bounds.isEmpty()) {
      return new Open(List.of(), List.of(), Map.of(), Set.of());
    }
    var spans = byWindow(spans(db));
    var claims = byWindow(claims(db));
    var transfers = byWindow(transfers(db));
    var inflows = byWindow(coinInflows(db));
    var costs = byWindow(ownCosts(db));
    var windows =
        bounds.stream()
            .map(
                b ->
                    new Window(
                        b.from(),
                        b.to(),
                        b.seenAt(),
                        spans.getOrDefault(b.to(), List.of()),
                        claims.getOrDefault(b.to(), List.of()),
                        transfers.getOrDefault(b.to(), List.of()),
                        inflows.getOrDefault(b.to(), List.of()),
                        costs.getOrDefault(b.to(), List.of())))
            .toList();
    var leaves = new ArrayList<>(leaves(db));
    leaves.addAll(refills(db));
    return new Open(windows, leaves, tellers(db), paidBefore(db));
  }

  private static <T> Map<Long, List<T>> byWindow(List<In<T>> rows) {
    return rows.stream()
        .collect(Collectors.groupingBy(In::to, Collectors.mapping(In::what, Collectors.toList())));
  }

  /** Begins every query below: windows lie between neighbouring blocks that have balances. */
  private static final String WINDOWS =
      """
      WITH looked AS (
        SELECT DISTINCT block FROM balance WHERE block >= (SELECT block FROM judged)),
      win AS (
        SELECT lag(block) OVER (ORDER BY block) AS after, block AS upto FROM looked)
      """;

  private static List<Bounds> bounds(Handle db) {
    return db.createQuery(
            WINDOWS
                + """
                SELECT after + 1 AS first, upto, b.seen_at
                  FROM win JOIN block b ON b.number = upto
                 WHERE after IS NOT NULL
                 ORDER BY upto""")
        .map(
            (row, _) ->
                new Bounds(
                    row.getLong("first"),
                    row.getLong("upto"),
                    row.getTimestamp("seen_at").toInstant()))
        .list();
  }

  private static List<In<Window.Span>> spans(Handle db) {
    return db.createQuery(
            WINDOWS
                + """
                SELECT upto, a.treasury, a.asset, b.units::text AS before, a.units::text AS after
                  FROM win
                  JOIN balance a ON a.block = win.upto
                  JOIN balance b ON b.block = win.after AND b.treasury = a.treasury
                                AND b.asset = a.asset
                 ORDER BY upto, a.treasury, a.asset""")
        .map(
            (row, _) ->
                new In<>(
                    row.getLong("upto"),
                    new Window.Span(
                        AccountId.parse(row.getString("treasury")),
                        AssetId.parse(row.getString("asset")),
                        new BigInteger(row.getString("before")),
                        new BigInteger(row.getString("after")))))
        .list();
  }

  private static List<In<Claim>> claims(Handle db) {
    return db.createQuery(
            WINDOWS
                + """
                SELECT upto, c.statement, c.leaf, c.treasury, c.asset, c.kind, c.block,
                       c.log_index, c.tx_hash
                  FROM win JOIN claim c ON c.block > win.after AND c.block <= win.upto
                 WHERE c.kind IN ('PAID', 'DISPUTED')
                 ORDER BY c.block, c.log_index, c.leaf""")
        .map(
            (row, _) ->
                new In<>(
                    row.getLong("upto"),
                    new Claim(
                        leafRef(row),
                        AccountId.parse(row.getString("treasury")),
                        AssetId.parse(row.getString("asset")),
                        Claim.Kind.valueOf(row.getString("kind")),
                        evidence(row))))
        .list();
  }

  private static LeafRef leafRef(ResultSet row) throws SQLException {
    return new LeafRef(Digest32.parse(row.getString("statement")), row.getLong("leaf"));
  }

  private static Evidence evidence(ResultSet row) throws SQLException {
    return new Evidence(
        row.getLong("block"), row.getInt("log_index"), Digest32.parse(row.getString("tx_hash")));
  }

  private static List<In<TokenTransfer>> transfers(Handle db) {
    return db.createQuery(
            WINDOWS
                + """
                SELECT upto, t.asset, t.sender, t.recipient, t.units::text AS units, t.block,
                       t.log_index, t.tx_hash
                  FROM win JOIN transfer t ON t.block > win.after AND t.block <= win.upto
                 ORDER BY t.block, t.log_index""")
        .map(
            (row, _) ->
                new In<>(
                    row.getLong("upto"),
                    new TokenTransfer(
                        AssetId.parse(row.getString("asset")),
                        Address.parse(row.getString("sender")),
                        Address.parse(row.getString("recipient")),
                        new BigInteger(row.getString("units")),
                        evidence(row))))
        .list();
  }

  private static List<In<Window.CoinInflow>> coinInflows(Handle db) {
    return db.createQuery(
            WINDOWS
                + """
                SELECT upto, i.treasury, i.units::text AS units
                  FROM win JOIN coin_inflow i ON i.block > win.after AND i.block <= win.upto""")
        .map(
            (row, _) ->
                new In<>(
                    row.getLong("upto"),
                    new Window.CoinInflow(
                        AccountId.parse(row.getString("treasury")),
                        new BigInteger(row.getString("units")))))
        .list();
  }

  private static List<In<Window.OwnCost>> ownCosts(Handle db) {
    return db.createQuery(
            WINDOWS
                + """
                SELECT upto, t.treasury, c.tx_hash, c.units::text AS units
                  FROM win
                  JOIN network_cost c ON c.block > win.after AND c.block <= win.upto
                  JOIN (SELECT DISTINCT treasury FROM balance
                         WHERE block = (SELECT block FROM judged)) t
                    ON t.treasury LIKE '%:' || c.account
                 WHERE c.payer = 'TREASURY'""")
        .map(
            (row, _) ->
                new In<>(
                    row.getLong("upto"),
                    new Window.OwnCost(
                        AccountId.parse(row.getString("treasury")),
                        Digest32.parse(row.getString("tx_hash")),
                        new BigInteger(row.getString("units")))))
        .list();
  }

  private static final String OPEN_LEAVES =
      """
      WITH open AS (
        SELECT DISTINCT statement, leaf FROM claim
         WHERE block > (SELECT block FROM judged) AND kind IN ('PAID', 'DISPUTED'))
      """;

  /**
   * A fund statement's leaves are stored nowhere: each follows from the text that people signed.
   */
  private static List<SignedLeaf> refills(Handle db) {
    return db
        .createQuery(
            OPEN_LEAVES
                + """
                SELECT o.statement, o.leaf, s.body
                  FROM open o
                  JOIN statement s ON s.hash = o.statement
                 WHERE s.kind = 'FUND'""")
        .map((row, _) -> refill(leafRef(row), FundStatement.decode(row.getBytes("body"))))
        .stream()
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<SignedLeaf> refill(LeafRef leaf, FundStatement statement) {
    return statement
        .refill(leaf.leaf())
        .map(
            refill ->
                new SignedLeaf(
                    leaf,
                    statement.treasury(),
                    statement.asset(),
                    statement.lanes().get(refill.lane()),
                    statement.amount()));
  }

  /** Only what a pay statement orders through the executor explains a claim. */
  private static List<SignedLeaf> leaves(Handle db) {
    return db.createQuery(
            OPEN_LEAVES
                + """
                SELECT l.statement, l.number AS leaf, s.treasury, l.asset, l.recipient,
                       l.units::text AS units
                  FROM open o
                  JOIN leaf l ON l.statement = o.statement AND l.number = o.leaf
                  JOIN statement s ON s.hash = l.statement
                 WHERE s.kind = 'PAY' AND l.route = 'BATCH'""")
        .map(
            (row, _) ->
                new SignedLeaf(
                    leafRef(row),
                    AccountId.parse(row.getString("treasury")),
                    AssetId.parse(row.getString("asset")),
                    Address.parse(row.getString("recipient")),
                    new BigInteger(row.getString("units"))))
        .list();
  }

  private record Teller(Digest32 statement, String daemon) {}

  private static Map<Digest32, Set<String>> tellers(Handle db) {
    return db
        .createQuery(
            OPEN_LEAVES
                + """
                SELECT t.statement, t.daemon
                  FROM told t
                 WHERE t.statement IN (SELECT statement FROM open)""")
        .map(
            (row, _) ->
                new Teller(Digest32.parse(row.getString("statement")), row.getString("daemon")))
        .stream()
        .collect(
            Collectors.groupingBy(
                Teller::statement, Collectors.mapping(Teller::daemon, Collectors.toSet())));
  }

  private static Set<LeafRef> paidBefore(Handle db) {
    return new HashSet<>(
        db.createQuery(
                OPEN_LEAVES
                    + """
                    SELECT p.statement, p.leaf
                      FROM open o
                      JOIN payment p ON p.statement = o.statement AND p.leaf = o.leaf""")
            .map((row, _) -> leafRef(row))
            .list());
  }
}
