package io.argosy.api.sign;

import io.argosy.api.state.BatchState;
import io.argosy.api.state.Faults;
import io.argosy.api.state.Ground;
import io.argosy.api.state.ShardState;
import io.argosy.model.DaemonId;
import io.argosy.model.KeyId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Tries one session with one quorum after the other, until one signs. Thread-safe. */
final class Tries {
  private static final String STAGE = "sign";

  /** Refusals that end when people approve the same statement again. */
  private static final Set<String> APPROVE_AGAIN = Set.of("POLICY_CHANGED", "HALTED");

  private final Ground ground;
  private final Quorums quorums;
  private final QuorumCall call;
  private final KeyId key;

  Tries(Ground ground, Quorums quorums, QuorumCall call, KeyId key) {
    this.ground = ground;
    this.quorums = quorums;
    this.call = call;
    this.key = key;
  }

  /** Answers how many shards were signed. */
  int sign(Session session) throws InterruptedException {
    var tried = new HashSet<List<DaemonId>>();
    Map<DaemonId, Try.Word> words = new HashMap<>();
    while (true) {
      var quorum = quorums.next(tried);
      if (quorum.isEmpty()) {
        giveUp(session, words);
        return 0;
      }
      tried.add(quorum.get());
      switch (once(session, quorum.get())) {
        case Try.Signed _ -> {
          quorums.worked(quorum.get());
          return session.shards().size();
        }
        case Try.Failed(var said) -> {
          words.putAll(said);
          quorums.putAside(quorum.get(), said);
        }
      }
    }
  }

  /** The request id is stored before a daemon hears it; signatures only after they were checked. */
  private Try once(Session session, List<DaemonId> quorum) throws InterruptedException {
    String request = UUID.randomUUID().toString();
    var names = quorum.stream().map(DaemonId::text).toArray(String[]::new);
    var batch = session.batch().text();
    ground
        .db()
        .useExtension(
            SignDao.class,
            dao -> dao.open(request, batch, session.shardIds(), names, ground.clock().instant()));
    ground.faults().at(Faults.Point.SESSION_STORED);
    var tried = call.ask(session.order(request, key, quorum), session.digests());
    ground.faults().at(Faults.Point.SIGNATURES_RECEIVED);
    switch (tried) {
      case Try.Signed signed -> {
        ground.db().useTransaction(tx -> store(tx, request, session, signed, names));
        ground.faults().at(Faults.Point.SIGNATURES_STORED);
      }
      case Try.Failed(var words) -> {
        var word = words.values().stream().findFirst().orElse(new Try.Word("DEPENDENCY_DOWN", ""));
        String detail = String.join("; ", Try.texts(words));
        ground
            .db()
            .useExtension(SignDao.class, dao -> end(dao, request, "FAILED", word.reason(), detail));
      }
    }
    return tried;
  }

  private void end(SignDao dao, String request, String outcome, String reason, String detail) {
    int _ = dao.end(request, outcome, reason, detail, ground.clock().instant());
  }

  private void store(
      Handle tx, String request, Session session, Try.Signed signed, String[] quorum) {
    var dao = tx.attach(SignDao.class);
    var hex = HexFormat.of();
    int stored =
        dao.store(
            session.shardIds(),
            signed.signatures().stream().map(s -> s.digest().toString()).toArray(String[]::new),
            signed.signatures().stream()
                .map(s -> hex.formatHex(s.signature().bytes()))
                .toArray(String[]::new),
            quorum);
    if (stored != session.shards().size()) {
      throw new IllegalStateException("a shard of " + session.batch() + " was signed already");
    }
    ground
        .shards()
        .advance(
            tx,
            Arrays.asList(session.shardIds()),
            ShardState.PLANNED,
            ShardState.SIGNED,
            "signed by " + String.join(" and ", quorum));
    end(dao, request, "SIGNED", "", "");
    ground.waits().end(tx, List.of(session.batch()), STAGE);
  }

  private void giveUp(Session session, Map<DaemonId, Try.Word> words) {
    long again =
        words.values().stream().filter(word -> APPROVE_AGAIN.contains(word.reason())).count();
    ground
        .db()
        .useTransaction(
            tx -> {
              if (again > quorums.spare()) {
                backToApproval(tx, session, String.join("; ", Try.texts(words)));
              } else {
                say(tx, session, words);
              }
            });
  }

  private void backToApproval(Handle tx, Session session, String why) {
    boolean stands =
        tx.createQuery("SELECT state FROM batch WHERE batch_id = :batch FOR UPDATE")
            .bind("batch", session.batch().text())
            .mapTo(BatchState.class)
            .one()
            .equals(BatchState.EXECUTING);
    if (stands) {
      ground
          .batches()
          .advance(tx, session.batch(), BatchState.EXECUTING, BatchState.AWAITING_APPROVAL, why);
      ground.waits().end(tx, List.of(session.batch()), STAGE);
    }
  }

  private void say(Handle tx, Session session, Map<DaemonId, Try.Word> words) {
    var refusal =
        words.values().stream()
            .map(Try.Word::reason)
            .filter(
                reason -> !reason.equals("DEPENDENCY_DOWN") && !reason.equals("PEER_UNREACHABLE"))
            .findFirst();
    String detail =
        words.isEmpty()
            ? "put aside: "
                + String.join(", ", quorums.aside().stream().map(DaemonId::text).toList())
            : String.join("; ", Try.texts(words));
    ground.waits().say(tx, session.batch(), STAGE, refusal.orElse("DEPENDENCY_DOWN"), detail);
  }
}
