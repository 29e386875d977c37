package io.argosy.api.send;

import io.argosy.api.state.Faults;
import io.argosy.api.state.Ground;
import io.argosy.chainclient.Block;
import io.argosy.chainclient.ChainClient;
import io.argosy.model.Address;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives signed refills to free lanes before shards get any: refill and nonce in one committed row.
 * The richest free lane carries it, be it the one that is refilled. One thread.
 */
final class RefillReserving {
  private static final Logger LOG = LoggerFactory.getLogger(RefillReserving.class);
  private static final Duration TRY_AGAIN = Duration.ofSeconds(2);
  private final Ground ground;
  private final ChainClient chain;
  private final Lanes lanes;
  private final Trial trial;
  private final Map<Long, Instant> notBefore = new HashMap<>();
  private final Map<Long, String> said = new HashMap<>();

  RefillReserving(Ground ground, ChainClient chain, Lanes lanes, Trial trial) {
    this.ground = ground;
    this.chain = chain;
    this.lanes = lanes;
    this.trial = trial;
  }

  /** Answers how many refills were given a nonce. */
  int run(Block head, long finalBlock) throws IOException {
    var now = ground.clock().instant();
    notBefore.values().removeIf(time -> !time.isAfter(now));
    var later = notBefore.keySet().toArray(Long[]::new);
    int given = 0;
    for (var refill :
        ground.db().withExtension(SendDao.class, dao -> dao.waitingRefills(now, later))) {
      given += give(refill, head, finalBlock);
    }
    return given;
  }

  private int give(SignedRefill refill, Block head, long finalBlock) throws IOException {
    var lane = richest(refill, head);
    if (lane.isEmpty()) {
      return putOff(refill, "no free lane can pay for its transaction");
    }
    if (!trial.treasuryRunsExecutor(finalBlock)) {
      return putOff(refill, "the treasury does not run the executor, finally");
    }
    var error = trial.fault(refill, lane.get());
    if (error.isPresent()) {
      return putOff(refill, "the call would revert: " + error.get());
    }
    var nonces = lanes.nonces(chain);
    int given = ground.db().inTransaction(tx -> reserve(tx, refill, lane.get(), nonces));
    ground.faults().at(Faults.Point.NONCE_RESERVED);
    return given;
  }

  /** Of the lanes that carry nothing, the one with the most coin, if that is enough. */
  private Optional<Address> richest(SignedRefill refill, Block head) throws IOException {
    var free =
        ground.db().inTransaction(tx -> tx.attach(SendDao.class).free(lanes.addresses())).stream()
            .map(each -> Address.parse(each.address()))
            .toList();
    var most = FeeLimit.worst(refill.gasLimit(), FeeQuote.after(head).max());
    Optional<Address> richest = Optional.empty();
    for (var lane : free) {
      BigInteger coin = chain.balance(lane, head.number());
      if (coin.compareTo(most) >= 0) {
        most = coin;
        richest = Optional.of(lane);
      }
    }
    return richest;
  }

  private int putOff(SignedRefill refill, String why) {
    notBefore.put(refill.refillId(), ground.clock().instant().plus(TRY_AGAIN));
    if (!why.equals(said.put(refill.refillId(), why))) {
      LOG.warn("refill {} is not sent yet: {}", refill.refillId(), why);
    }
    return 0;
  }

  private int reserve(Handle tx, SignedRefill refill, Address lane, Long[] nonces) {
    var dao = tx.attach(SendDao.class);
    int _ = dao.know(lanes.addresses(), nonces);
    List<SendDao.Free> still = dao.free(new String[] {lane.toString()});
    if (still.isEmpty() || dao.refillStillSigned(refill.refillId()).isEmpty()) {
      return 0;
    }
    var free = still.getFirst();
    return dao.reserveForRefill(
        free.address(), free.nextNonce(), refill.refillId(), ground.clock().instant());
  }
}
