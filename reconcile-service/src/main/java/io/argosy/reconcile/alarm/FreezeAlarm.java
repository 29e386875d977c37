package io.argosy.reconcile.alarm;

import io.argosy.custodycore.FreezeOrder;
import io.argosy.custodycore.Rosters;
import io.argosy.model.AccountId;
import io.argosy.reconcile.custody.CustodyClient;
import io.grpc.Context;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Freezes a treasury that lost money. The signed order is stored before it is sent, and sent until
 * every daemon has it. Nothing here thaws: only officers do, and then an old order stays old.
 */
public final class FreezeAlarm {
  private static final Logger LOG = LoggerFactory.getLogger(FreezeAlarm.class);
  private static final long HIGHEST = 1L << 62;
  private final Jdbi db;
  private final Rosters rosters;
  private final WatcherKey key;
  private final List<CustodyClient> daemons;
  private final Clock clock;

  public FreezeAlarm(
      Jdbi db, Rosters rosters, WatcherKey key, List<CustodyClient> daemons, Clock clock) {
    this.db = db;
    this.rosters = rosters;
    this.key = key;
    this.daemons = List.copyOf(daemons);
    this.clock = clock;
  }

  /** Orders what new breaks ask for, and sends what daemons do not have yet. */
  public void run() {
    db.useTransaction(
        tx -> {
          var orders = new ArrayList<AlarmDao.Order>();
          long number = AlarmDao.lastNumber(tx) + 1;
          for (AlarmDao.Asked asked : AlarmDao.asked(tx)) {
            orders.add(order(number++, asked.treasury(), asked.cause()));
          }
          AlarmDao.store(tx, orders, clock.instant());
        });
    deliver();
    if (raiseWhatThawsOutdated() > 0) {
      deliver();
    }
  }

  private AlarmDao.Order order(long number, AccountId treasury, String cause) {
    var order =
        new FreezeOrder(
            FreezeOrder.Act.FREEZE, rosters.genesis(), number, Optional.of(treasury), cause);
    byte[] text = order.encoded();
    LOG.error("freezing {}: {}", treasury, cause);
    return new AlarmDao.Order(number, treasury, text, key.sign(text));
  }

  /**
   * A thaw ends the freezes up to its number, so an order below an officers' thaw is in force
   * nowhere. When daemons enough say that ours is not, a higher number goes out; fewer than t could
   * be liars.
   */
  private int raiseWhatThawsOutdated() {
    return db.inTransaction(
        tx -> {
          var orders = new ArrayList<AlarmDao.Order>();
          long number = AlarmDao.lastNumber(tx);
          for (AccountId treasury : AlarmDao.notInForce(tx, rosters.inForce().threshold())) {
            if (number < HIGHEST) {
              number = number * 2;
              orders.add(order(number, treasury, "repeated under a higher number"));
            }
          }
          AlarmDao.store(tx, orders, clock.instant());
          return orders.size();
        });
  }

  private void deliver() {
    var undelivered = db.withHandle(tx -> AlarmDao.undelivered(tx, daemons.size()));
    if (undelivered.isEmpty()) {
      return;
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      daemons.forEach(
          daemon -> threads.execute(Context.current().wrap(() -> deliver(daemon, undelivered))));
    }
  }

  private void deliver(CustodyClient daemon, List<AlarmDao.Undelivered> orders) {
    String name = daemon.daemon().text();
    for (AlarmDao.Undelivered each : orders) {
      if (each.daemonsThatHaveIt().contains(name)) {
        continue;
      }
      try {
        var frozen = daemon.freeze(each.order().text(), key.id(), each.order().signature());
        boolean inForce =
            frozen.contains("all") || frozen.contains(each.order().treasury().toString());
        db.useTransaction(
            tx -> AlarmDao.delivered(tx, each.order().number(), name, inForce, clock.instant()));
      } catch (IOException e) {
        LOG.warn(
            "freeze order {} did not reach {}: {}", each.order().number(), name, e.getMessage());
      }
    }
  }
}
