package io.argosy.api.sign;

import io.argosy.api.Stage;
import io.argosy.api.custody.CustodyGroup;
import io.argosy.api.state.AtOnce;
import io.argosy.api.state.Ground;
import io.argosy.api.statement.FundStore;
import io.argosy.api.statement.StatementStore;
import io.argosy.custodycore.Acknowledgement;
import io.argosy.custodycore.Policy;
import io.argosy.custodycore.Roster;
import io.argosy.model.BatchId;
import io.argosy.model.DaemonId;
import io.argosy.model.Digest32;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jdbi.v3.core.Jdbi;

/**
 * Has planned refills and shards signed, shards in several sessions at once whose quorums take
 * turns. How sessions went is kept; a shard that could not be signed stays planned and is taken up
 * again.
 */
public final class Signing implements Stage {
  private static final int MOST_SHARDS = 2_048;
  private static final int MOST_A_SESSION = 256;

  private final Ground ground;
  private final StatementStore statements;
  private final Quorums quorums;
  private final Tries tries;
  private final RefillSigning refills;
  private boolean recovered;

  public Signing(
      Ground ground,
      CustodyGroup custody,
      Policy.Treasury treasury,
      StatementStore statements,
      FundStore funds,
      Patience patience) {
    this.ground = ground;
    this.statements = statements;
    this.quorums =
        new Quorums(
            ground.clock(),
            custody.roster().daemons().stream().map(Roster.Daemon::id).toList(),
            custody.roster().threshold(),
            patience.aside());
    var call = new QuorumCall(custody, treasury.account().address(), patience.session());
    this.tries = new Tries(ground, quorums, call, treasury.key());
    this.refills =
        new RefillSigning(
            ground, funds, quorums, call, treasury.key(), custody.roster().threshold());
  }

  /**
   * How long things may take.
   *
   * @param session until a daemon must have answered
   * @param aside for which a daemon that failed is left out
   */
  public record Patience(Duration session, Duration aside) {}

  @Override
  public String name() {
    return "sign";
  }

  @Override
  public int run() {
    recover();
    int refilled = refills.run();
    var now = ground.clock().instant();
    var unsigned = ground.db().withExtension(SignDao.class, dao -> dao.unsigned(now, MOST_SHARDS));
    Map<String, List<SignDao.Unsigned>> byBatch = new LinkedHashMap<>();
    unsigned.forEach(
        shard -> byBatch.computeIfAbsent(shard.batchId(), _ -> new ArrayList<>()).add(shard));
    var sessions = new ArrayList<Session>();
    byBatch.values().forEach(shards -> sessions.addAll(sessions(shards)));
    return refilled + all(sessions);
  }

  /** At the first run: no session survives the process that opened it. */
  private void recover() {
    if (recovered) {
      return;
    }
    ground
        .db()
        .useTransaction(
            tx -> {
              var dao = tx.attach(SignDao.class);
              int _ = dao.endAll(ground.clock().instant());
              for (var used : dao.used()) {
                quorums.remember(
                    used.quorum().stream().map(DaemonId::new).toList(), used.sessions());
              }
            });
    recovered = true;
  }

  /** Two sessions or more for each quorum, where there are so many shards. */
  private List<Session> sessions(List<SignDao.Unsigned> shards) {
    var statement = Digest32.of(shards.getFirst().statementHash());
    var stored = statements.get(statement);
    var acknowledgements = acknowledgements(ground.db(), statement);
    int each = Math.clamp(shards.size() / (2L * quorums.count()), 1, MOST_A_SESSION);
    var sessions = new ArrayList<Session>();
    for (int from = 0; from < shards.size(); from += each) {
      var some = shards.subList(from, Math.min(from + each, shards.size()));
      var digests =
          some.stream().map(shard -> Session.authorization(stored, shard).digest()).toList();
      sessions.add(
          new Session(
              new BatchId(shards.getFirst().batchId()),
              statement,
              some,
              digests,
              acknowledgements));
    }
    return sessions;
  }

  private static List<Acknowledgement.Signed> acknowledgements(Jdbi db, Digest32 statement) {
    return db.withExtension(SignDao.class, dao -> dao.acknowledgements(statement.bytes())).stream()
        .map(SignDao.Acknowledged::signed)
        .toList();
  }

  /** As many at once as there are quorums; then the next stages have something to do. */
  private int all(List<Session> sessions) {
    var first = sessions.subList(0, Math.min(quorums.count(), sessions.size()));
    var work = first.stream().map(s -> (Callable<Integer>) () -> tries.sign(s)).toList();
    return AtOnce.all("session", quorums.count(), work).stream().mapToInt(Integer::intValue).sum();
  }
}
