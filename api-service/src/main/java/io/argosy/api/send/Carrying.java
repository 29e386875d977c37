package io.argosy.api.send;

import io.argosy.api.state.Faults;
import io.argosy.api.state.Ground;
import io.argosy.api.state.ShardState;
import io.argosy.api.statement.StatementStore;
import io.argosy.chain.Transaction;
import io.argosy.chain.Transaction.Fees;
import io.argosy.chainclient.Block;
import io.argosy.chainclient.ChainClient;
import io.argosy.chainclient.Submission;
import io.argosy.model.Address;
import io.argosy.model.BatchId;
import io.argosy.model.Digest32;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Carries one reserved nonce into a block: signs for its cargo, stores, sends, sends the same bytes
 * again, and after a while signs again with a higher fee. One lane's nonces one after the other;
 * several lanes at once. Thread-safe.
 */
final class Carrying {
  private static final int TRANSFER_GAS = 21_000;
  private final Ground ground;
  private final StatementStore statements;
  private final ChainClient chain;
  private final Lanes lanes;
  private final Trial trial;
  private final Address treasury;
  private final int raiseAfter;

  /** Head at the last broadcast of these bytes, and gas by trial; both can be had again. */
  private final Map<Digest32, Long> sentAt = new ConcurrentHashMap<>();

  private final Map<Long, Integer> gasByTrial = new ConcurrentHashMap<>();
  private final Set<Digest32> tooCheap = ConcurrentHashMap.newKeySet();

  Carrying(Ground ground, StatementStore statements, ChainClient chain, Lanes lanes, Sent how) {
    this.ground = ground;
    this.statements = statements;
    this.chain = chain;
    this.lanes = lanes;
    this.trial = how.trial();
    this.treasury = how.treasury();
    this.raiseAfter = how.raiseAfter();
  }

  /**
   * How shards are sent.
   *
   * @param raiseAfter blocks without the transaction, after which its fee is raised
   */
  record Sent(Trial trial, Address treasury, int raiseAfter) {}

  void tried(List<Trial.Verdict.Pays> verdicts) {
    verdicts.forEach(pays -> gasByTrial.put(pays.shard().shardId(), pays.gasLimit()));
  }

  /** Answers 1 when new bytes were stored. */
  int carry(SendDao.Carried nonce, Optional<SendDao.Attempt> newest, Block head) {
    try {
      if (newest.isEmpty()) {
        send(first(nonce, head), head);
        return 1;
      }
      var attempt = newest.get();
      if (isStuck(attempt, head)) {
        var raised = raised(nonce, attempt, head);
        if (raised.isPresent()) {
          send(raised.get(), head);
          return 1;
        }
      }
      var last = sentAt.get(Digest32.of(attempt.txHash()));
      if (last == null || head.number() > last + 1) {
        send(attempt, head);
      }
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private SendDao.Attempt first(SendDao.Carried nonce, Block head) throws IOException {
    var fees = FeeQuote.after(head);
    var call = nonce.cargo().isWanted() ? tried(nonce) : Optional.<Call>empty();
    return call.isPresent() ? pay(nonce, call.get(), fees, head) : fill(nonce, fees, head);
  }

  /** What is sent to the treasury. */
  private record Call(byte[] data, int gasLimit) {}

  /** The cargo's call, unless a trial says that it would revert now. */
  private Optional<Call> tried(SendDao.Carried nonce) throws IOException {
    var lane = Address.parse(nonce.lane());
    return switch (nonce.cargo()) {
      case Cargo.Shard(long id, _) -> triedShard(id, lane);
      case Cargo.Refill(long id, _) -> {
        var refill = refill(id);
        yield trial.fault(refill, lane).isPresent()
            ? Optional.empty()
            : Optional.of(new Call(refill.calldata(), refill.gasLimit()));
      }
    };
  }

  private Optional<Call> triedShard(long id, Address lane) throws IOException {
    var shard = shard(id);
    var known = gasByTrial.get(id);
    if (known != null) {
      return Optional.of(new Call(shard.calldata(statements), known));
    }
    return switch (trial.of(shard, lane)) {
      case Trial.Verdict.Pays pays ->
          Optional.of(new Call(shard.calldata(statements), pays.gasLimit()));
      case Trial.Verdict.Reverts _ -> Optional.empty();
    };
  }

  private SignedShard shard(long id) {
    return ground.db().withExtension(SendDao.class, dao -> dao.shard(id));
  }

  private SignedRefill refill(long id) {
    return ground.db().withExtension(SendDao.class, dao -> dao.refill(id));
  }

  private SendDao.Attempt pay(SendDao.Carried nonce, Call call, Fees fees, Block head) {
    return store(
        nonce,
        "PAY",
        Transaction.call(
            chain.chain(), nonce.nonce(), fees, call.gasLimit(), treasury, call.data()),
        head);
  }

  /** Nothing to itself: the nonce is used, and the lane goes on. */
  private SendDao.Attempt fill(SendDao.Carried nonce, Fees fees, Block head) {
    return store(
        nonce,
        "FILL",
        Transaction.call(
            chain.chain(),
            nonce.nonce(),
            fees,
            TRANSFER_GAS,
            Address.parse(nonce.lane()),
            new byte[0]),
        head);
  }

  private SendDao.Attempt store(
      SendDao.Carried nonce, String kind, Transaction transaction, Block head) {
    var signed = lanes.key(nonce.lane()).sign(transaction);
    var attempt =
        new SendDao.Attempt(
            nonce.lane(),
            nonce.nonce(),
            signed.hash().bytes(),
            signed.bytes(),
            Math.toIntExact(transaction.gasLimit()),
            new BigDecimal(transaction.fees().max()),
            new BigDecimal(transaction.fees().maxPriority()),
            head.number());
    ground
        .db()
        .useTransaction(
            tx -> {
              tx.attach(SendDao.class).store(attempt, kind, ground.clock().instant());
              if (kind.equals("PAY")
                  && nonce.cargo() instanceof Cargo.Shard(long id, var state)
                  && state == ShardState.SIGNED) {
                ground
                    .shards()
                    .advance(
                        tx,
                        List.of(id),
                        ShardState.SIGNED,
                        ShardState.SENT,
                        "lane " + nonce.lane() + ", nonce " + nonce.nonce());
              }
            });
    ground.faults().at(Faults.Point.ATTEMPT_STORED);
    return attempt;
  }

  private boolean isStuck(SendDao.Attempt attempt, Block head) throws IOException {
    boolean late = head.number() >= attempt.storedHead() + raiseAfter;
    return (late || tooCheap.contains(Digest32.of(attempt.txHash())))
        && chain.nonce(Address.parse(attempt.lane())) == attempt.nonce();
  }

  /** The same nonce for the same cargo, dearer; empty where people signed no higher fee. */
  private Optional<SendDao.Attempt> raised(
      SendDao.Carried nonce, SendDao.Attempt attempt, Block head) {
    var before =
        new Fees(attempt.maxPriority().toBigIntegerExact(), attempt.maxFee().toBigIntegerExact());
    var fees = FeeQuote.raised(before, head);
    if (!nonce.cargo().isWanted()) {
      return Optional.of(fill(nonce, fees, head));
    }
    return switch (nonce.cargo()) {
      case Cargo.Shard(long id, _) -> {
        var shard = shard(id);
        var more = FeeLimit.worst(attempt.gasLimit(), fees.max().subtract(before.max()));
        var call = new Call(shard.calldata(statements), attempt.gasLimit());
        yield hasRoom(shard, more) ? Optional.of(pay(nonce, call, fees, head)) : Optional.empty();
      }
      case Cargo.Refill(long id, _) ->
          Optional.of(pay(nonce, new Call(refill(id).calldata(), attempt.gasLimit()), fees, head));
    };
  }

  private boolean hasRoom(SignedShard shard, BigInteger more) {
    return ground
        .db()
        .withExtension(
            SendDao.class,
            dao -> new FeeLimit(statements, dao, List.of(shard.batchId())).take(shard, more));
  }

  /** Whatever is answered, only these bytes may be sent again under this nonce's fee. */
  private void send(SendDao.Attempt attempt, Block head) {
    var hash = Digest32.of(attempt.txHash());
    var submission = chain.submit(attempt.signedBytes());
    ground.faults().at(Faults.Point.ATTEMPT_SENT);
    sentAt.put(hash, head.number());
    switch (submission) {
      case Submission.Accepted _, Submission.AlreadyKnown _ -> tooCheap.remove(hash);
      case Submission.Refused(var reason) -> review(attempt, hash, reason);
      case Submission.Unclear _ -> {}
    }
  }

  private void review(SendDao.Attempt attempt, Digest32 hash, String reason) {
    if (!reason.contains("insufficient funds")) {
      tooCheap.add(hash);
      return;
    }
    String why = "lane " + attempt.lane() + " has too little coin for its gas";
    ground
        .db()
        .useTransaction(
            tx ->
                tx.attach(SendDao.class)
                    .batchOf(attempt.lane(), attempt.nonce())
                    .ifPresent(
                        batch ->
                            ground.waits().say(tx, new BatchId(batch), "send", "LANE_EMPTY", why)));
  }

  /** What is in a block needs no remembering. */
  void keepOnly(List<SendDao.Attempt> open) {
    var hashes = open.stream().map(attempt -> Digest32.of(attempt.txHash())).toList();
    sentAt.keySet().retainAll(hashes);
    tooCheap.retainAll(hashes);
  }
}
