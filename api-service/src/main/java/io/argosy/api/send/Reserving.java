package io.argosy.api.send;

import io.argosy.api.state.AtOnce;
import io.argosy.api.state.Faults;
import io.argosy.api.state.Ground;
import io.argosy.api.statement.StatementStore;
import io.argosy.chainclient.Block;
import io.argosy.chainclient.ChainClient;
import io.argosy.model.Address;
import io.argosy.model.BatchId;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jdbi.v3.core.Handle;

/** Gives signed shards to free lanes: shard and nonce in one committed row. One thread. */
final class Reserving {
  private static final String STAGE = "send";
  private static final Duration TRY_AGAIN = Duration.ofSeconds(5);
  private final Ground ground;
  private final StatementStore statements;
  private final ChainClient chain;
  private final Lanes lanes;
  private final Trial trial;
  private final Map<Long, Instant> notBefore = new HashMap<>();
  private boolean known;

  Reserving(Ground ground, StatementStore statements, ChainClient chain, Lanes lanes, Trial trial) {
    this.ground = ground;
    this.statements = statements;
    this.chain = chain;
    this.lanes = lanes;
    this.trial = trial;
  }

  /** Answers the verdicts of the shards that were given a nonce. */
  List<Trial.Verdict.Pays> run(Block head, long finalBlock) throws IOException {
    knowLanes();
    var shards = waiting();
    if (shards.isEmpty()) {
      return List.of();
    }
    if (!trial.treasuryRunsExecutor(finalBlock)) {
      putOff(shards, "EXECUTOR_OTHER", "the treasury does not run the executor, finally");
      return List.of();
    }
    var address = Address.parse(lanes.addresses()[0]);
    var trials =
        shards.stream()
            .map(shard -> (Callable<Trial.Verdict>) () -> trial.of(shard, address))
            .toList();
    var paying = new ArrayList<Trial.Verdict.Pays>();
    for (var verdict : AtOnce.all("trial", lanes.count(), trials)) {
      switch (verdict) {
        case Trial.Verdict.Pays pays -> paying.add(pays);
        case Trial.Verdict.Reverts(var shard, var error) ->
            putOff(List.of(shard), "PAYS_NOBODY", "the call would revert: " + error);
      }
    }
    var solvent = solvent(paying, head);
    if (solvent.length == 0 && !paying.isEmpty()) {
      putOff(
          paying.stream().map(Trial.Verdict.Pays::shard).toList(),
          "LANE_EMPTY",
          "no lane has coin enough for its gas");
      return List.of();
    }
    var nonces = lanes.nonces(chain);
    var given =
        ground.db().inTransaction(tx -> reserve(tx, within(tx, paying, head), nonces, solvent));
    ground.faults().at(Faults.Point.NONCE_RESERVED);
    return given;
  }

  /** A lane that cannot pay would hold its shard up; it waits for its refill without one. */
  private String[] solvent(List<Trial.Verdict.Pays> paying, Block head) throws IOException {
    var fee = FeeQuote.after(head).max();
    var most =
        paying.stream()
            .map(pays -> FeeLimit.worst(pays.gasLimit(), fee))
            .reduce(BigInteger.ZERO, BigInteger::max);
    return lanes.holding(most, head.number(), chain);
  }

  /** At the first run: lanes may be new, and this database older than the chain. */
  private void knowLanes() throws IOException {
    if (!known) {
      var nonces = lanes.nonces(chain);
      ground
          .db()
          .useExtension(
              SendDao.class,
              dao -> {
                int _ = dao.know(lanes.addresses(), nonces);
              });
      known = true;
    }
  }

  private List<SignedShard> waiting() {
    var now = ground.clock().instant();
    notBefore.values().removeIf(time -> !time.isAfter(now));
    return ground
        .db()
        .inTransaction(
            tx -> {
              var dao = tx.attach(SendDao.class);
              int free = dao.free(lanes.addresses()).size();
              var later = notBefore.keySet().toArray(Long[]::new);
              return free == 0 ? List.of() : dao.waiting(now, later, free);
            });
  }

  private void putOff(List<SignedShard> shards, String reason, String detail) {
    var until = ground.clock().instant().plus(TRY_AGAIN);
    shards.forEach(shard -> notBefore.put(shard.shardId(), until));
    ground
        .db()
        .useTransaction(
            tx ->
                shards.stream()
                    .map(SignedShard::batch)
                    .distinct()
                    .forEach(batch -> ground.waits().say(tx, batch, STAGE, reason, detail)));
  }

  private List<Trial.Verdict.Pays> within(Handle tx, List<Trial.Verdict.Pays> paying, Block head) {
    var batches = paying.stream().map(pays -> pays.shard().batchId()).distinct().toList();
    var limit = new FeeLimit(statements, tx.attach(SendDao.class), batches);
    var fee = FeeQuote.after(head).max();
    var within = new ArrayList<Trial.Verdict.Pays>();
    for (var pays : paying) {
      if (limit.take(pays.shard(), FeeLimit.worst(pays.gasLimit(), fee))) {
        within.add(pays);
      } else {
        notBefore.put(pays.shard().shardId(), ground.clock().instant().plus(TRY_AGAIN));
        ground
            .waits()
            .say(
                tx,
                pays.shard().batch(),
                STAGE,
                "NETWORK_FEE_LIMIT",
                "the statement's max-network-fee has no room for another transaction");
      }
    }
    return within;
  }

  private List<Trial.Verdict.Pays> reserve(
      Handle tx, List<Trial.Verdict.Pays> paying, Long[] nonces, String[] solvent) {
    var dao = tx.attach(SendDao.class);
    int _ = dao.know(lanes.addresses(), nonces);
    var free = dao.free(solvent);
    var still =
        dao.stillSigned(paying.stream().map(pays -> pays.shard().shardId()).toArray(Long[]::new));
    var given =
        paying.stream()
            .filter(pays -> still.contains(pays.shard().shardId()))
            .limit(free.size())
            .toList();
    var used = free.subList(0, given.size());
    int _ =
        dao.reserve(
            used.stream().map(SendDao.Free::address).toArray(String[]::new),
            used.stream().map(SendDao.Free::nextNonce).toArray(Long[]::new),
            given.stream().map(pays -> pays.shard().shardId()).toArray(Long[]::new),
            ground.clock().instant());
    List<BatchId> going = given.stream().map(pays -> pays.shard().batch()).distinct().toList();
    ground.waits().end(tx, going, STAGE);
    return given;
  }
}
