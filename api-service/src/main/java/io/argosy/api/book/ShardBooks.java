package io.argosy.api.book;

import io.argosy.api.state.FinalBlock;
import io.argosy.api.state.Ground;
import io.argosy.api.state.ShardState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Closes shards: outcomes, one post, one release, in one transaction whose sums must agree. */
final class ShardBooks {
  private static final int MOST_SHARDS = 50;
  private final Ground ground;

  ShardBooks(Ground ground) {
    this.ground = ground;
  }

  /** Answers how many shards were closed. */
  int close(Handle tx, FinalBlock block) {
    var dao = tx.attach(BookDao.class);
    var _ = dao.lock();
    catchUp(tx, dao.late(block.number()));
    var done = dao.done(block.number(), block.time(), MOST_SHARDS);
    if (done.isEmpty()) {
      return 0;
    }
    var shards = done.stream().map(BookDao.Done::shardId).toArray(Long[]::new);
    var now = ground.clock().instant();
    var postings = dao.post(shards, block.number(), now).toArray(Long[]::new);
    int _ = dao.decide(shards, block.number(), now);
    int _ = dao.enter(postings, "treasury-held");
    int _ = dao.release(shards, now);
    int _ = dao.keepFailures(shards, block.number(), now);
    int _ = dao.tell(shards, now);
    int _ = dao.forget(shards, block.number());
    advance(tx, done, block);
    return done.size();
  }

  private void catchUp(Handle tx, List<BookDao.Late> late) {
    Map<ShardState, List<Long>> from = new HashMap<>();
    late.forEach(
        shard -> from.computeIfAbsent(shard.state(), _ -> new ArrayList<>()).add(shard.shardId()));
    from.forEach(
        (state, shards) ->
            ground
                .shards()
                .advance(tx, shards, state, ShardState.INCLUDED, "seen while it was planned"));
  }

  private void advance(Handle tx, List<BookDao.Done> done, FinalBlock block) {
    Map<ShardState, List<Long>> superseded = new HashMap<>();
    var settled = new ArrayList<Long>();
    for (var shard : done) {
      if (shard.settles()) {
        settled.add(shard.shardId());
      } else {
        superseded.computeIfAbsent(shard.state(), _ -> new ArrayList<>()).add(shard.shardId());
      }
    }
    String why = "by block " + block.number();
    ground.shards().advance(tx, settled, ShardState.INCLUDED, ShardState.FINAL, why);
    superseded.forEach(
        (from, shards) -> ground.shards().advance(tx, shards, from, ShardState.SUPERSEDED, why));
  }

  /** Leaves that somebody else's submission settled outside any open shard. */
  int bookStrays(Handle tx, FinalBlock block) {
    var _ = tx.attach(BookDao.class).lock();
    var dao = tx.attach(StrayDao.class);
    if (dao.count(block.number()) == 0) {
      return 0;
    }
    var now = ground.clock().instant();
    int decided = dao.decide(block.number(), null, now);
    if (dao.paid(block.number())) {
      long posting = dao.post(now);
      decided += dao.decide(block.number(), posting, now);
      int _ = tx.attach(BookDao.class).enter(new Long[] {posting}, "treasury-free");
    }
    int _ = dao.tell(now);
    return decided + dao.forget(block.number());
  }
}
