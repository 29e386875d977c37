package io.argosy.custodycore;

import io.argosy.model.AssetId;
import io.argosy.model.DaemonId;
import io.argosy.model.Digest32;
import io.argosy.model.FundStatement;
import io.argosy.model.Leaf;
import io.argosy.model.PersonSignature;
import io.argosy.model.Statement;
import io.argosy.model.StatementText;
import io.argosy.model.VoidLeaf;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * What this daemon agreed to, durable before it acts: SQLite with a write-ahead log that is synced
 * at every commit. One writer; every public method is one transaction.
 */
public final class Journal implements AutoCloseable {
  private static final int VERSION = 4;
  private static final int MOST_DETAIL = 300;
  private final Connection connection;
  private final Handle db;

  private final SessionJournal sessions;
  private final PairJournal pairs;
  private final FreezeJournal freezes;
  private final RefillJournal refills;
  private final StoreJournal stores;
  private final RosterJournal rosters;
  private final TellJournal tells;
  private final ConflictJournal conflicts;
  private final CarriedJournal carried;
  private final CheckpointJournal checkpoints;
  private final TakeoverJournal takeovers;

  private Journal(Connection connection, Handle db) {
    this.connection = connection;
    this.db = db;
    this.sessions = new SessionJournal(this, db);
    this.pairs = new PairJournal(this, db);
    this.freezes = new FreezeJournal(this, db);
    this.refills = new RefillJournal(this, db);
    this.stores = new StoreJournal(this, db);
    this.rosters = new RosterJournal(this, db);
    this.tells = new TellJournal(this, db);
    this.conflicts = new ConflictJournal(this, db);
    this.carried = new CarriedJournal(this, db);
    this.checkpoints = new CheckpointJournal(this, db);
    this.takeovers = new TakeoverJournal(this, db, carried);
  }

  /** What was permitted, how it ended, and who cheated. */
  public SessionJournal sessions() {
    return sessions;
  }

  /** Whose transfers are not used any more. */
  public PairJournal pairs() {
    return pairs;
  }

  /** What is frozen, and by whose word. */
  public FreezeJournal freezes() {
    return freezes;
  }

  /** What was done with shares and their wrapping keys. */
  public StoreJournal stores() {
    return stores;
  }

  /** Versions of the roster after the genesis. */
  RosterJournal rosters() {
    return rosters;
  }

  /** What other daemons are told and told. */
  public TellJournal tells() {
    return tells;
  }

  /** What other daemons were given and this one was not. */
  public ConflictJournal conflicts() {
    return conflicts;
  }

  /** Which epochs wait for what others agreed to, and how far that was taken over. */
  public TakeoverJournal takeovers() {
    return takeovers;
  }

  /** What was taken over. */
  CarriedJournal carried() {
    return carried;
  }

  /** The same and what this daemon agreed to itself, for others. */
  CheckpointJournal checkpoints() {
    return checkpoints;
  }

  /** What was permitted of fund statements. */
  RefillJournal refills() {
    return refills;
  }

  /** Opens the file, or makes it for this daemon; one of another daemon or genesis is refused. */
  public static Journal open(Path file, Digest32 genesis, DaemonId daemon) throws IOException {
    try {
      Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file.toAbsolutePath());
      try (var setup = connection.createStatement()) {
        setup.execute("PRAGMA journal_mode = WAL");
        setup.execute("PRAGMA synchronous = FULL");
        setup.execute("PRAGMA foreign_keys = ON");
        setup.execute("PRAGMA locking_mode = EXCLUSIVE");
      }
      var journal = new Journal(connection, Jdbi.open(connection));
      try {
        journal.initialise(genesis, daemon);
      } catch (IOException | RuntimeException e) {
        journal.close();
        throw e;
      }
      return journal;
    } catch (SQLException e) {
      throw new IOException("the journal " + file + " cannot be opened", e);
    }
  }

  private void initialise(Digest32 genesis, DaemonId daemon) throws IOException {
    boolean made =
        db.createQuery("SELECT count(*) FROM sqlite_master WHERE name = 'journal'")
                .mapTo(Integer.class)
                .one()
            == 1;
    if (!made) {
      String schema = schema(1);
      db.useTransaction(
          tx -> {
            tx.createScript(schema).execute();
            tx.execute(
                "INSERT INTO journal VALUES (1, 1, ?, ?, 0)",
                genesis.toString(),
                daemon.toString());
          });
    }
    moveForward();
    String mine = VERSION + " " + genesis + " " + daemon;
    String found =
        db.createQuery("SELECT version || ' ' || genesis || ' ' || daemon FROM journal")
            .mapTo(String.class)
            .one();
    if (!found.equals(mine)) {
      throw new IOException("the journal is of (" + found + "), not of (" + mine + ")");
    }
  }

  /** Each script leads from one version to the next. */
  private void moveForward() throws IOException {
    int found = db.createQuery("SELECT version FROM journal").mapTo(Integer.class).one();
    for (int next = found + 1; next <= VERSION; next++) {
      int version = next;
      String schema = schema(version);
      db.useTransaction(
          tx -> {
            tx.createScript(schema).execute();
            tx.execute("UPDATE journal SET version = ?", version);
          });
    }
  }

  private static String schema(int version) throws IOException {
    try (InputStream in = Journal.class.getResourceAsStream("journal-%d.sql".formatted(version))) {
      if (in == null) {
        throw new IOException("the journal's schema is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Counts restores; approvals of an older generation are dead. */
  public synchronized long generation() {
    return db.createQuery("SELECT generation FROM journal").mapTo(Long.class).one();
  }

  /** The policy with the highest number that was ever installed here. */
  public synchronized Optional<Policy> policy() {
    return db.createQuery("SELECT body FROM policy ORDER BY number DESC LIMIT 1")
        .mapTo(byte[].class)
        .findOne()
        .map(Policy::decode);
  }

  synchronized void keep(Policy policy, List<PersonSignature> officers, Instant now) {
    db.useTransaction(
        tx -> {
          tx.execute(
              "INSERT INTO policy VALUES (?, ?, ?)",
              policy.number(),
              policy.encoded(),
              now.toString());
          tx.execute(
              "INSERT OR REPLACE INTO policy_signature VALUES (?, ?)",
              policy.number(),
              SignatureLines.encode(officers));
        });
  }

  /** Which of these external ids stand in a statement here already; at most a few are named. */
  synchronized List<String> seen(List<Leaf> leaves) {
    var seen = new ArrayList<String>();
    try (var look =
        connection.prepareStatement("SELECT 1 FROM leaf WHERE client = ? AND external_id = ?")) {
      for (Leaf leaf : leaves) {
        look.setString(1, leaf.client().text());
        look.setString(2, leaf.externalId().text());
        try (var rows = look.executeQuery()) {
          if (rows.next() && seen.size() < 5) {
            seen.add(leaf.externalId().text());
          }
        }
      }
      return seen;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * What each of one UTC day's statements takes of an asset, by its weight, here or where it was
   * taken over from, whichever is more; by the statements' hashes.
   */
  synchronized Map<String, BigInteger> used(String day, AssetId asset) {
    var used = new HashMap<>(carried.usage(day, asset));
    db.createQuery(
            """
            SELECT s.hash, u.units, u.weight
              FROM usage u JOIN statement s USING (position)
             WHERE u.day = :day AND u.asset = :asset""")
        .bind("day", day)
        .bind("asset", asset.toString())
        .map(
            (row, context) ->
                Map.entry(
                    row.getString(1),
                    new BigInteger(row.getString(2)).multiply(whole(row.getLong(3)))))
        .forEach(each -> used.merge(each.getKey(), each.getValue(), BigInteger::max));
    return used;
  }

  private static BigInteger whole(long value) {
    return BigInteger.valueOf(value);
  }

  synchronized void keep(
      Statement statement,
      List<PersonSignature> signatures,
      List<Leaf> leaves,
      long policy,
      Instant now) {
    db.useTransaction(
        tx -> {
          String day = day(now);
          long position = insert(tx, statement, signatures, policy, now);
          insertLeaves(tx, position, leaves);
          CarriedJournal.registered(tx, position, now);
          for (var total : statement.totals()) {
            tx.execute(
                "INSERT INTO usage VALUES (?, ?, ?, ?, 1)",
                position,
                total.asset().toString(),
                day,
                total.units().toString());
          }
        });
  }

  synchronized void keep(
      FundStatement statement, List<PersonSignature> signatures, long policy, Instant now) {
    db.useTransaction(tx -> insert(tx, statement, signatures, policy, now));
  }

  synchronized void keepVoid(
      Statement statement,
      List<PersonSignature> signatures,
      List<VoidLeaf> leaves,
      long policy,
      Instant now) {
    db.useTransaction(
        tx -> {
          long position = insert(tx, statement, signatures, policy, now);
          try (PreparedBatch batch = tx.prepareBatch("INSERT INTO void_leaf VALUES (?, ?, ?)")) {
            for (int number = 0; number < leaves.size(); number++) {
              batch.add(position, number, leaves.get(number).encoded());
            }
            batch.execute();
          }
        });
  }

  private static long insert(
      Handle tx,
      StatementText statement,
      List<PersonSignature> signatures,
      long policy,
      Instant now) {
    long position =
        tx.createQuery(
                """
            INSERT INTO statement (hash, body, signatures, generation, policy, day, kept_at)
            VALUES (:hash, :body, :signatures, (SELECT generation FROM journal),
                    :policy, :day, :now)
            RETURNING position""")
            .bind("hash", statement.hash().toString())
            .bind("body", statement.encoded())
            .bind("signatures", SignatureLines.encode(signatures))
            .bind("policy", policy)
            .bind("day", day(now))
            .bind("now", now.toString())
            .mapTo(Long.class)
            .one();
    tx.execute("INSERT INTO registered (position) VALUES (?)", position);
    return position;
  }

  private static void insertLeaves(Handle tx, long position, List<Leaf> leaves) {
    try (PreparedBatch batch = tx.prepareBatch("INSERT INTO leaf VALUES (?, ?, ?, ?, ?)")) {
      for (int number = 0; number < leaves.size(); number++) {
        Leaf leaf = leaves.get(number);
        batch.add(position, number, leaf.client().text(), leaf.externalId().text(), leaf.encoded());
      }
      batch.execute();
    }
  }

  /** The same statement, approved again after a restore or under another policy. */
  synchronized void keepAgain(Digest32 statement, List<PersonSignature> signatures, long policy) {
    db.useTransaction(
        tx -> {
          tx.createUpdate(
                  """
                  INSERT INTO registered (position)
                  SELECT position
                    FROM statement
                   WHERE hash = :hash
                     AND (policy <> :policy OR generation <> (SELECT generation FROM journal))""")
              .bind("policy", policy)
              .bind("hash", statement.toString())
              .execute();
          tx.createUpdate(
                  """
                  UPDATE statement
                     SET signatures = :signatures, policy = :policy,
                         generation = (SELECT generation FROM journal)
                   WHERE hash = :hash""")
              .bind("signatures", SignatureLines.encode(signatures))
              .bind("policy", policy)
              .bind("hash", statement.toString())
              .execute();
        });
  }

  static String day(Instant now) {
    return now.toString().substring(0, 10);
  }

  /** A statement by its hash, with its leaves. */
  public synchronized Optional<Registration> registration(Digest32 hash) {
    return registrations("WHERE hash = :key", hash.toString()).stream().findFirst();
  }

  /** The next registration after a position. */
  public synchronized Optional<Registration> after(long position) {
    return registrations("WHERE position > :key ORDER BY position LIMIT 1", position).stream()
        .findFirst();
  }

  private List<Registration> registrations(String which, Object key) {
    return db.createQuery(
            "SELECT position, body, signatures, generation, policy FROM statement " + which)
        .bind("key", key)
        .map((row, context) -> registration(row))
        .list();
  }

  private Registration registration(ResultSet row) throws SQLException {
    long position = row.getLong(1);
    var signatures = SignatureLines.decode(row.getBytes(3));
    return switch (StatementText.decode(row.getBytes(2))) {
      case Statement statement -> listed(position, statement, signatures, row);
      case FundStatement fund ->
          new Registration.Funding(position, fund, signatures, row.getLong(4), row.getLong(5));
    };
  }

  private Registration listed(
      long position, Statement statement, List<PersonSignature> signatures, ResultSet row)
      throws SQLException {
    long generation = row.getLong(4);
    long policy = row.getLong(5);
    return switch (statement.kind()) {
      case PAY ->
          new Registration.Payment(
              position, statement, signatures, leaves(position), generation, policy);
      case VOID ->
          new Registration.Voiding(
              position, statement, signatures, voidLeaves(position), generation, policy);
    };
  }

  private List<VoidLeaf> voidLeaves(long position) {
    return db.createQuery("SELECT body FROM void_leaf WHERE position = :position ORDER BY number")
        .bind("position", position)
        .mapTo(byte[].class)
        .map(VoidLeaf::decode)
        .list();
  }

  private List<Leaf> leaves(long position) {
    return db.createQuery("SELECT body FROM leaf WHERE position = :position ORDER BY number")
        .bind("position", position)
        .mapTo(byte[].class)
        .map(Leaf::decode)
        .list();
  }

  /** Raises what a statement takes of its day's limits; it never falls. */
  synchronized void weigh(long position, long weight) {
    db.execute("UPDATE usage SET weight = max(weight, ?) WHERE position = ?", weight, position);
  }

  /** What a statement takes of its day's limits, and on which day. */
  synchronized Optional<Weighed> weighed(long position) {
    return db.createQuery("SELECT day, weight FROM usage WHERE position = :position LIMIT 1")
        .bind("position", position)
        .map((row, context) -> new Weighed(row.getString(1), row.getLong(2)))
        .findFirst();
  }

  record Weighed(String day, long weight) {}

  /** Keeps what a treasury's nonce delegates to; false when it was something else before. */
  synchronized boolean keepDelegation(DelegationOrder order) {
    if (carried.delegatesElsewhere(order)) {
      return false;
    }
    db.execute(
        "INSERT INTO delegation VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        order.treasury().toString(),
        order.nonce(),
        order.code().toString());
    return db.createQuery("SELECT code FROM delegation WHERE treasury = :t AND nonce = :n")
        .bind("t", order.treasury().toString())
        .bind("n", order.nonce())
        .mapTo(String.class)
        .one()
        .equals(order.code().toString());
  }

  /** Counts a refusal; a flood of them fills no disk. */
  synchronized void count(Why why, String detail, Instant now) {
    db.execute(
        """
        INSERT INTO refusal VALUES (?, 1, ?, ?)
        ON CONFLICT (why) DO UPDATE
          SET count = count + 1, last_detail = excluded.last_detail, last_at = excluded.last_at""",
        why.name(),
        detail.substring(0, Math.min(MOST_DETAIL, detail.length())),
        now.toString());
  }

  @Override
  public synchronized void close() {
    db.close();
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
