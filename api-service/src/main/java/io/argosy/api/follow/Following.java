package io.argosy.api.follow;

import io.argosy.api.Stage;
import io.argosy.api.state.Faults;
import io.argosy.api.state.Ground;
import io.argosy.api.state.ShardState;
import io.argosy.api.statement.FundStore;
import io.argosy.api.statement.StatementStore;
import io.argosy.chainclient.Block;
import io.argosy.chainclient.ChainClient;
import io.argosy.chainclient.Receipt;
import io.argosy.model.Address;
import io.argosy.model.Digest32;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * Follows the chain block by block, each the child of the one before, and keeps what it tells of
 * leaves and lanes. A block that the chain gave up goes with all that was seen in it.
 */
public final class Following implements Stage {
  private static final int MOST_BLOCKS = 64;
  private final Ground ground;
  private final ChainClient chain;
  private final Evidence evidence;
  private final RefillEvidence refillEvidence;
  private final Set<Address> lanes;
  private final int finalityDepth;

  public Following(
      Ground ground,
      StatementStore statements,
      FundStore funds,
      ChainClient chain,
      Watched watched,
      int finalityDepth) {
    this.ground = ground;
    this.chain = chain;
    this.evidence = new Evidence(statements::find, watched.treasury());
    this.refillEvidence = new RefillEvidence(funds, watched.treasury());
    this.lanes = watched.lanes();
    this.finalityDepth = finalityDepth;
  }

  /** Whose events and transactions are kept. */
  public record Watched(Address treasury, Set<Address> lanes) {
    public Watched {
      lanes = Set.copyOf(lanes);
    }
  }

  @Override
  public String name() {
    return "follow";
  }

  @Override
  public int run() {
    try {
      return follow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int follow() throws IOException {
    long head = chain.head();
    var last = ground.db().withExtension(FollowDao.class, FollowDao::last);
    if (last.isEmpty()) {
      var start = chain.block(Math.max(0, head - finalityDepth));
      start.ifPresent(this::keepStart);
      return start.isPresent() ? 1 : 0;
    }
    var followed = Digest32.of(last.get().hash());
    var there = chain.block(last.get().number());
    if (there.filter(block -> block.hash().equals(followed)).isEmpty()) {
      giveUp(last.get().number(), head);
      return 1;
    }
    return onwards(there.get(), head);
  }

  private int onwards(Block from, long head) throws IOException {
    var last = from;
    int followed = 0;
    while (last.number() < head && followed < MOST_BLOCKS) {
      var next = chain.block(last.number() + 1);
      if (next.isEmpty() || !next.get().parent().equals(last.hash())) {
        break; // The chain turned meanwhile; the next run sees how far.
      }
      keep(next.get());
      last = next.get();
      followed++;
    }
    return followed;
  }

  /** Nothing of ours can stand before the first block that is followed. */
  private void keepStart(Block block) {
    ground.db().useExtension(FollowDao.class, dao -> insert(dao, block));
  }

  private static void insert(FollowDao dao, Block block) {
    dao.insert(block.number(), block.hash().bytes(), block.parent().bytes(), block.time());
  }

  private void giveUp(long number, long head) {
    if (head < number - finalityDepth) {
      throw new IllegalStateException("the endpoint lags: its head is " + head);
    }
    ground
        .db()
        .useTransaction(
            tx -> {
              var dao = tx.attach(FollowDao.class);
              if (number <= dao.booked()) {
                throw new IllegalStateException("block " + number + " was final and is gone");
              }
              int _ = dao.drop(number);
              move(tx, dao.givenUp(), "the chain gave up block " + number);
            });
    ground.faults().at(Faults.Point.BLOCK_STORED);
  }

  private void keep(Block block) throws IOException {
    var receipts = chain.receipts(block.hash());
    var listed = chain.transactions(block.hash());
    // Emptiness is no absence: some nodes answer [] for a block that they do not have.
    if (!receipts.stream().map(Receipt::transaction).toList().equals(listed)) {
      throw new IOException("receipts of block " + block.number() + " are not complete");
    }
    var sightings = receipts.stream().flatMap(each -> evidence.in(each).stream()).toList();
    var refills = receipts.stream().flatMap(each -> refillEvidence.in(each).stream()).toList();
    var ours = receipts.stream().filter(each -> lanes.contains(each.from())).toList();
    ground
        .db()
        .useTransaction(
            tx -> {
              var dao = tx.attach(FollowDao.class);
              insert(dao, block);
              keepSightings(dao, block, sightings);
              keepRefills(dao, block, refills);
              keepLaneTransactions(dao, block, ours);
              move(tx, dao.included(block.number()), "seen in block " + block.number());
            });
    ground.faults().at(Faults.Point.BLOCK_STORED);
  }

  private static void keepSightings(FollowDao dao, Block block, List<Sighting> sightings) {
    if (sightings.isEmpty()) {
      return;
    }
    int _ =
        dao.insertSeen(
            block.number(),
            sightings.stream().map(each -> each.statement().toString()).toArray(String[]::new),
            sightings.stream().mapToInt(Sighting::leaf).toArray(),
            sightings.stream().map(each -> each.kind().name()).toArray(String[]::new),
            sightings.stream().map(each -> each.transaction().toString()).toArray(String[]::new),
            sightings.stream().mapToInt(Sighting::logIndex).toArray());
  }

  private static void keepRefills(FollowDao dao, Block block, List<RefillEvidence.Seen> refills) {
    if (refills.isEmpty()) {
      return;
    }
    int _ =
        dao.insertRefills(
            block.number(),
            texts(refills, RefillEvidence.Seen::statement),
            refills.stream().mapToInt(RefillEvidence.Seen::leaf).toArray(),
            texts(refills, RefillEvidence.Seen::asset),
            texts(refills, RefillEvidence.Seen::lane),
            texts(refills, RefillEvidence.Seen::amount),
            texts(refills, RefillEvidence.Seen::transaction),
            refills.stream().mapToInt(RefillEvidence.Seen::logIndex).toArray());
  }

  private static String[] texts(
      List<RefillEvidence.Seen> refills, Function<RefillEvidence.Seen, Object> field) {
    return refills.stream().map(each -> field.apply(each).toString()).toArray(String[]::new);
  }

  private static void keepLaneTransactions(FollowDao dao, Block block, List<Receipt> ours) {
    if (ours.isEmpty()) {
      return;
    }
    boolean[] succeeded = new boolean[ours.size()];
    for (int i = 0; i < succeeded.length; i++) {
      succeeded[i] = ours.get(i).succeeded();
    }
    int _ =
        dao.insertLaneTransactions(
            block.number(),
            ours.stream().map(each -> each.transaction().toString()).toArray(String[]::new),
            ours.stream().map(each -> each.from().toString()).toArray(String[]::new),
            succeeded,
            ours.stream().map(Receipt::gasUsed).toArray(Long[]::new),
            ours.stream().map(each -> each.gasPrice().toString()).toArray(String[]::new));
  }

  private record Move(ShardState from, ShardState to) {}

  private void move(Handle tx, List<FollowDao.Moving> moving, String why) {
    Map<Move, List<Long>> moves = new HashMap<>();
    for (var each : moving) {
      moves
          .computeIfAbsent(new Move(each.from(), each.to()), _ -> new ArrayList<>())
          .add(each.shardId());
    }
    moves.forEach(
        (move, shards) -> ground.shards().advance(tx, shards, move.from(), move.to(), why));
  }
}
