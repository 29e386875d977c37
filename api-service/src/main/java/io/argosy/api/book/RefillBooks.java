package io.argosy.api.book;

import io.argosy.api.state.FinalBlock;
import io.argosy.api.state.Ground;
import io.argosy.api.state.RefillState;
import java.util.List;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;

/** Closes refills: paid into the lanes' account, or released when their day is over unpaid. */
final class RefillBooks {
  private final Ground ground;

  RefillBooks(Ground ground) {
    this.ground = ground;
  }

  /** Answers how many refills were closed or booked as strays. */
  int close(Handle tx, FinalBlock block) {
    var _ = tx.attach(BookDao.class).lock();
    var dao = tx.attach(RefillDao.class);
    var now = ground.clock().instant();
    var done = dao.done(block.number(), block.time());
    var postings = dao.post(ids(done, RefillDao.Done::paid), now).toArray(Long[]::new);
    int closed = dao.decide(postings, block.number(), now);
    int _ = dao.enter(postings, "treasury-held");
    int _ = dao.release(ids(done, each -> !each.paid()), now);
    for (var from : List.of(RefillState.PLANNED, RefillState.SIGNED)) {
      advance(tx, done, each -> each.state() == from && each.paid(), from, RefillState.FINAL);
      advance(tx, done, each -> each.state() == from && !each.paid(), from, RefillState.SUPERSEDED);
    }
    closed += bookStrays(dao, block);
    int _ = dao.forget(block.number());
    return closed + done.size();
  }

  private int bookStrays(RefillDao dao, FinalBlock block) {
    if (!dao.strays(block.number())) {
      return 0;
    }
    var now = ground.clock().instant();
    long posting = dao.postStrays(now);
    int decided = dao.decideStrays(posting, block.number(), now);
    int _ = dao.enter(new Long[] {posting}, "treasury-free");
    return decided;
  }

  private static Long[] ids(List<RefillDao.Done> done, Predicate<RefillDao.Done> which) {
    return done.stream().filter(which).map(RefillDao.Done::refillId).toArray(Long[]::new);
  }

  private static void advance(
      Handle tx,
      List<RefillDao.Done> done,
      Predicate<RefillDao.Done> which,
      RefillState from,
      RefillState to) {
    RefillState.advance(tx, List.of(ids(done, which)), from, to);
  }
}
