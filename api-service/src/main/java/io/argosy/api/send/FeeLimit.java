package io.argosy.api.send;

import io.argosy.api.statement.StatementStore;
import java.math.BigInteger;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Keeps what people signed about network fees: a batch's transactions together. One thread. */
final class FeeLimit {
  private final StatementStore statements;
  private final Map<String, BigInteger> spent = new HashMap<>();

  FeeLimit(StatementStore statements, SendDao dao, Collection<String> batches) {
    this.statements = statements;
    for (var each : dao.spent(batches.toArray(String[]::new))) {
      spent.put(each.batchId(), each.wei().toBigIntegerExact());
    }
  }

  /** Takes it, when the statement's limit has room for it. */
  boolean take(SignedShard shard, BigInteger wei) {
    var limit = statements.get(shard.statement()).statement().maxNetworkFee();
    var sum = spent.getOrDefault(shard.batchId(), BigInteger.ZERO).add(wei);
    if (sum.compareTo(limit) > 0) {
      return false;
    }
    spent.put(shard.batchId(), sum);
    return true;
  }

  static BigInteger worst(int gasLimit, BigInteger maxFee) {
    return BigInteger.valueOf(gasLimit).multiply(maxFee);
  }
}
