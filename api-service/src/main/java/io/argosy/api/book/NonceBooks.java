package io.argosy.api.book;

import io.argosy.api.state.FinalBlock;
import io.argosy.api.state.Ground;
import io.argosy.api.state.ShardState;
import io.argosy.chainclient.ChainClient;
import io.argosy.model.Address;
import io.argosy.model.AssetId;
import java.io.IOException;
import java.util.ArrayList;
import org.jdbi.v3.core.Handle;

/** Settles reserved nonces and books what lanes paid. */
final class NonceBooks {
  private final Ground ground;
  private final ChainClient chain;

  NonceBooks(Ground ground, ChainClient chain) {
    this.ground = ground;
    this.chain = chain;
  }

  /** Answers how many nonces were settled and fees booked. */
  int settle(FinalBlock block) throws IOException {
    var lanes = ground.db().withExtension(NonceDao.class, NonceDao::lanesUnderWay);
    var nonces = new ArrayList<Long>();
    for (var lane : lanes) {
      nonces.add(chain.nonce(Address.parse(lane), block.number()));
    }
    return ground
        .db()
        .inTransaction(
            tx -> settle(tx, block, lanes.toArray(String[]::new), nonces.toArray(Long[]::new)));
  }

  private int settle(Handle tx, FinalBlock block, String[] lanes, Long[] nonces) {
    var _ = tx.attach(BookDao.class).lock();
    var dao = tx.attach(NonceDao.class);
    var now = ground.clock().instant();
    int settled = dao.settle(block.number(), now) + dao.settleForeign(lanes, nonces, now);
    ground
        .shards()
        .advance(
            tx,
            dao.withoutNonce(),
            ShardState.SENT,
            ShardState.SIGNED,
            "its nonce went to another transaction; it gets a new one");
    return settled + dao.charge(block.number(), AssetId.coin(chain.chain()).toString(), now);
  }
}
