package io.argosy.api.send;

import io.argosy.api.Stage;
import io.argosy.api.state.AtOnce;
import io.argosy.api.state.Ground;
import io.argosy.api.statement.StatementStore;
import io.argosy.chain.LaneKey;
import io.argosy.chainclient.Block;
import io.argosy.chainclient.ChainClient;
import io.argosy.model.Address;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Sends signed refills and shards. First what was reserved before, whoever reserved it; then lanes
 * that carry nothing get a refill or a shard each; then those too are signed, stored and sent.
 * Lanes work at once.
 */
public final class Sending implements Stage {
  private final Ground ground;
  private final ChainClient chain;
  private final int finalityDepth;
  private final Lanes lanes;
  private final RefillReserving refills;
  private final Reserving reserving;
  private final Carrying carrying;

  public Sending(
      Ground ground,
      StatementStore statements,
      ChainClient chain,
      List<LaneKey> lanes,
      Contract contract) {
    this.ground = ground;
    this.chain = chain;
    this.finalityDepth = contract.finalityDepth();
    this.lanes = new Lanes(lanes);
    var trial = new Trial(chain, statements, contract.treasury(), contract.executor());
    this.refills = new RefillReserving(ground, chain, this.lanes, trial);
    this.reserving = new Reserving(ground, statements, chain, this.lanes, trial);
    this.carrying =
        new Carrying(
            ground,
            statements,
            chain,
            this.lanes,
            new Carrying.Sent(trial, contract.treasury(), contract.raiseAfter()));
  }

  /**
   * What is called.
   *
   * @param executor whose code the treasury runs
   * @param raiseAfter blocks without a transaction, after which its fee is raised
   */
  public record Contract(Address treasury, Address executor, int finalityDepth, int raiseAfter) {}

  @Override
  public String name() {
    return "send";
  }

  @Override
  public int run() {
    try {
      var head = chain.newest();
      int moved = carryAll(head);
      long finalBlock = Math.max(0, head.number() - finalityDepth);
      int refilling = refills.run(head, finalBlock);
      var given = reserving.run(head, finalBlock);
      if (given.isEmpty() && refilling == 0) {
        return moved;
      }
      carrying.tried(given);
      return moved + carryAll(head);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Nonce(String lane, long nonce) {}

  private int carryAll(Block head) {
    Map<String, List<SendDao.Carried>> byLane = new LinkedHashMap<>();
    Map<Nonce, SendDao.Attempt> newest = new LinkedHashMap<>();
    ground
        .db()
        .useExtension(
            SendDao.class,
            dao -> {
              dao.carried(lanes.addresses())
                  .forEach(
                      each ->
                          byLane.computeIfAbsent(each.lane(), _ -> new ArrayList<>()).add(each));
              dao.newest(lanes.addresses())
                  .forEach(each -> newest.put(new Nonce(each.lane(), each.nonce()), each));
            });
    carrying.keepOnly(List.copyOf(newest.values()));
    var work =
        byLane.values().stream()
            .map(nonces -> (Callable<Integer>) () -> carryLane(nonces, newest, head))
            .toList();
    return AtOnce.all("lane", lanes.count(), work).stream().mapToInt(Integer::intValue).sum();
  }

  private int carryLane(
      List<SendDao.Carried> nonces, Map<Nonce, SendDao.Attempt> newest, Block head) {
    int moved = 0;
    for (var each : nonces) {
      var attempt = Optional.ofNullable(newest.get(new Nonce(each.lane(), each.nonce())));
      moved += carrying.carry(each, attempt, head);
    }
    return moved;
  }
}
