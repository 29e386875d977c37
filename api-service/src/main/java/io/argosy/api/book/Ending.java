package io.argosy.api.book;

import io.argosy.api.state.BatchState;
import io.argosy.api.state.Faults;
import io.argosy.api.state.FinalBlock;
import io.argosy.api.state.Ground;
import io.argosy.model.BatchId;
import io.argosy.model.Digest32;
import java.io.IOException;
import java.util.Arrays;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says of leaves that they were never paid and never will be, and of batches that they are over.
 */
final class Ending {
  private static final Logger LOG = LoggerFactory.getLogger(Ending.class);
  private final Ground ground;
  private final PaidBits bits;

  Ending(Ground ground, PaidBits bits) {
    this.ground = ground;
    this.bits = bits;
  }

  /** Past the expiry at a final block, and the bit clear in that block's state: never paid. */
  int expire(FinalBlock block) throws IOException {
    var unpaid = ground.db().withExtension(EndDao.class, dao -> dao.unpaid(block.time()));
    int expired = 0;
    for (var each : unpaid) {
      var leaves = Arrays.asList(each.leaves());
      var clear = bits.clear(Digest32.of(each.statementHash()), leaves, block.hash());
      ground.db().useTransaction(tx -> expire(tx, each, clear.toArray(Integer[]::new), block));
      ground.faults().at(Faults.Point.EXPIRED_LEAVES_BOOKED);
      expired += clear.size();
    }
    return expired;
  }

  private void expire(Handle tx, EndDao.Unpaid unpaid, Integer[] clear, FinalBlock block) {
    var _ = tx.attach(BookDao.class).lock();
    int _ =
        tx.attach(EndDao.class)
            .expire(
                unpaid.batchId(),
                unpaid.statementHash(),
                clear,
                block.number(),
                ground.clock().instant());
    if (clear.length < unpaid.leaves().length) {
      LOG.error("batch {}: bits are set of which no event was seen", unpaid.batchId());
      ground
          .waits()
          .say(
              tx,
              new BatchId(unpaid.batchId()),
              "book",
              "PAID_WITHOUT_EVIDENCE",
              (unpaid.leaves().length - clear.length) + " bits are set without an event");
    }
  }

  /** Answers how many batches ended. */
  int end(Handle tx) {
    var dao = tx.attach(EndDao.class);
    var over = dao.over();
    for (var batch : over) {
      ground
          .batches()
          .advance(
              tx,
              new BatchId(batch.batchId()),
              batch.state(),
              end(batch),
              batch.paid() + " of " + batch.leaves() + " payouts are paid, finally");
      int _ = dao.endWait(batch.batchId());
    }
    return over.size();
  }

  private static BatchState end(EndDao.Over batch) {
    if (batch.paid() == batch.leaves()) {
      return BatchState.COMPLETED;
    }
    if (batch.expired() == batch.leaves()) {
      return BatchState.EXPIRED;
    }
    return batch.isVoid() == batch.leaves() && batch.state() != BatchState.REGISTERING
        ? BatchState.CANCELLED
        : BatchState.PARTIALLY_COMPLETED;
  }
}
