package io.argosy.api.send;

import io.argosy.chain.EcdsaSignature;
import io.argosy.chain.executor.Authorization;
import io.argosy.model.FundStatement;

/**
 * A lane's refill with custody's signature, as it is read.
 *
 * @param body of its fund statement
 */
record SignedRefill(
    long refillId, byte[] body, int leaf, int itemGas, int gasLimit, byte[] signature) {
  /** The call that a lane sends to the treasury. */
  byte[] calldata() {
    var statement = FundStatement.decode(body);
    return statement
        .refill(leaf)
        .flatMap(refill -> Authorization.of(statement, refill, itemGas))
        .orElseThrow()
        .calldata(new EcdsaSignature(signature));
  }
}
