package io.argosy.api.send;

import io.argosy.api.statement.StatementStore;
import io.argosy.chain.EcdsaSignature;
import io.argosy.model.AssetId;
import io.argosy.model.BatchId;
import io.argosy.model.Digest32;
import java.time.Instant;
import java.util.Arrays;

/**
 * A shard with custody's signature, as it is read.
 *
 * @param gasLimit what it was planned with
 */
record SignedShard(
    long shardId,
    String batchId,
    byte[] statementHash,
    String asset,
    Integer[] leaves,
    int itemGas,
    int gasLimit,
    Instant deadline,
    byte[] signature) {
  BatchId batch() {
    return new BatchId(batchId);
  }

  Digest32 statement() {
    return Digest32.of(statementHash);
  }

  /** The call that the lane sends to the treasury. */
  byte[] calldata(StatementStore statements) {
    return statements
        .get(statement())
        .authorization(AssetId.parse(asset), Arrays.asList(leaves), deadline, itemGas)
        .calldata(new EcdsaSignature(signature));
  }
}
