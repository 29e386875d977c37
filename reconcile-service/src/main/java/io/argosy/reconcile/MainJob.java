package io.argosy.reconcile;

import io.argosy.model.DaemonId;
import io.argosy.reconcile.alarm.FreezeAlarm;
import io.argosy.reconcile.balance.Judging;
import io.argosy.reconcile.custody.Registrations;
import io.argosy.reconcile.follow.Follower;
import io.argosy.reconcile.ledger.LedgerCopy;
import io.argosy.reconcile.match.Matching;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of the watcher. Chain first, then custody, so that everything that the chain shows is
 * registered in what custody tells; the alarm before the ledger, whose zone may be an attacker's.
 * Whatever cannot be read leaves the rest to go on. Runs come one after the other.
 */
final class MainJob {
  private static final Logger LOG = LoggerFactory.getLogger(MainJob.class);
  private final ReentrantLock one = new ReentrantLock();
  private final Steps steps;
  private final int threshold;

  /** The steps of a run. */
  record Steps(
      Follower follow,
      Registrations custody,
      Judging balance,
      FreezeAlarm alarm,
      LedgerCopy ledger,
      Matching match) {}

  MainJob(Steps steps, int threshold) {
    this.steps = steps;
    this.threshold = threshold;
  }

  /** Runs once, up to the newest final block; answers what could not be read, and why. */
  Map<String, String> run() {
    one.lock();
    try {
      return steps();
    } catch (JdbiException e) {
      LOG.error("the database failed", e);
      return Map.of("database", "failed; the log has the cause");
    } finally {
      one.unlock();
    }
  }

  private Map<String, String> steps() {
    var down = new TreeMap<String, String>();
    try {
      steps.follow().run();
    } catch (IOException e) {
      down.put("chain", String.valueOf(e.getMessage()));
    }
    Map<DaemonId, String> silent = steps.custody().run();
    steps.balance().run(silent.keySet()).ifPresent(why -> down.put("custody", why));
    steps.alarm().run();
    try {
      var selfCheck = steps.ledger().run();
      steps.match().run(selfCheck.unbalanced(), selfCheck.missing());
    } catch (IOException e) {
      down.put("ledger", String.valueOf(e.getMessage()));
    }
    if (down.containsKey("custody") || tooFewOf(silent)) {
      silent.forEach((daemon, why) -> down.put(daemon.text(), why));
    }
    return down;
  }

  private boolean tooFewOf(Map<DaemonId, String> silent) {
    return steps.custody().daemons() - silent.size() < threshold;
  }
}
