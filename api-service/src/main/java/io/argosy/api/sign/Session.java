package io.argosy.api.sign;

import io.argosy.api.statement.StoredStatement;
import io.argosy.chain.executor.Authorization;
import io.argosy.custodycore.Acknowledgement;
import io.argosy.custodycore.SignOrder;
import io.argosy.model.AssetId;
import io.argosy.model.BatchId;
import io.argosy.model.DaemonId;
import io.argosy.model.Digest32;
import io.argosy.model.KeyId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Shards of one batch that are to be signed together.
 *
 * @param digests of the shards, in their order, built here
 */
record Session(
    BatchId batch,
    Digest32 statement,
    List<SignDao.Unsigned> shards,
    List<Digest32> digests,
    List<Acknowledgement.Signed> acknowledgements) {
  Session {
    shards = List.copyOf(shards);
    digests = List.copyOf(digests);
    acknowledgements = List.copyOf(acknowledgements);
  }

  Long[] shardIds() {
    return shards.stream().map(SignDao.Unsigned::shardId).toArray(Long[]::new);
  }

  /** What every member of the quorum is sent alike, under an id that is used once. */
  SignOrder order(String request, KeyId key, List<DaemonId> quorum) {
    return new SignOrder(
        request,
        key,
        quorum,
        Optional.of(statement),
        acknowledgements,
        shards.stream().map(Session::intent).toList());
  }

  private static SignOrder.Intent intent(SignDao.Unsigned shard) {
    return new SignOrder.Intent.Pay(
        Arrays.asList(shard.leaves()),
        AssetId.parse(shard.asset()),
        shard.deadline(),
        shard.itemGas());
  }

  static Authorization authorization(StoredStatement stored, SignDao.Unsigned shard) {
    return stored.authorization(
        AssetId.parse(shard.asset()),
        Arrays.asList(shard.leaves()),
        shard.deadline(),
        shard.itemGas());
  }
}
