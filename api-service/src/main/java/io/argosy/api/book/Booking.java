package io.argosy.api.book;

import io.argosy.api.Stage;
import io.argosy.api.state.Faults;
import io.argosy.api.state.FinalBlock;
import io.argosy.api.state.Ground;
import io.argosy.chainclient.ChainClient;
import io.argosy.model.Address;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Sets down what is final: nonces and fees, then shards with their leaves, then lanes' refills,
 * then leaves that were never paid, then batches that are over.
 */
public final class Booking implements Stage {
  private final Ground ground;
  private final int finalityDepth;
  private final NonceBooks nonces;
  private final ShardBooks shards;
  private final RefillBooks refills;
  private final Ending ending;
  private long doneTo = -1;

  public Booking(Ground ground, ChainClient chain, Address treasury, int finalityDepth) {
    this.ground = ground;
    this.finalityDepth = finalityDepth;
    this.nonces = new NonceBooks(ground, chain);
    this.shards = new ShardBooks(ground);
    this.refills = new RefillBooks(ground);
    this.ending = new Ending(ground, new PaidBits(chain, treasury));
  }

  @Override
  public String name() {
    return "book";
  }

  @Override
  public int run() {
    var block = ground.db().withHandle(handle -> FinalBlock.read(handle, finalityDepth));
    if (block.isEmpty() || block.get().number() <= doneTo) {
      return 0;
    }
    try {
      int booked = book(block.get());
      doneTo = booked == 0 ? block.get().number() : doneTo;
      return booked;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int book(FinalBlock block) throws IOException {
    int booked = nonces.settle(block);
    ground.faults().at(Faults.Point.NONCES_SETTLED);
    booked += ground.db().inTransaction(tx -> shards.close(tx, block));
    ground.faults().at(Faults.Point.SHARDS_BOOKED);
    booked += ground.db().inTransaction(tx -> shards.bookStrays(tx, block));
    booked += ground.db().inTransaction(tx -> refills.close(tx, block));
    ground.faults().at(Faults.Point.REFILLS_BOOKED);
    booked += ending.expire(block);
    return booked + ground.db().inTransaction(ending::end);
  }
}
