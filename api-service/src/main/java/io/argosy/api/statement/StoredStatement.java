package io.argosy.api.statement;

import io.argosy.chain.executor.Authorization;
import io.argosy.chain.executor.Segment;
import io.argosy.model.AssetId;
import io.argosy.model.Digest32;
import io.argosy.model.Leaf;
import io.argosy.model.Statement;
import java.time.Instant;
import java.util.List;

/**
 * A statement and what it stands for.
 *
 * @param leaves all of them; a leaf's number is its place here
 */
public record StoredStatement(Statement statement, Digest32 hash, List<Leaf> leaves) {
  public StoredStatement {
    leaves = List.copyOf(leaves);
  }

  /**
   * What custody is to sign for some of the leaves, built here again and not taken from custody.
   *
   * @param numbers leaves of the asset, strictly increasing
   */
  public Authorization authorization(
      AssetId asset, List<Integer> numbers, Instant deadline, long itemGas) {
    return new Authorization(
        statement.treasury(),
        hash,
        asset,
        deadline,
        itemGas,
        statement.mode(),
        Segment.of(numbers, leaves));
  }
}
