package io.argosy.api.plan;

import io.argosy.model.AssetId;

/**
 * What the executor's calls cost at most, each payee a new holder; measured, then rounded up. A
 * fork that changes prices gets a schedule of its own.
 *
 * @param call signature, deadline, lock and the transaction itself
 * @param word storage and event of one word of a statement
 * @param tokenItem one transfer of an ordinary token to a new holder
 * @param coinItem one transfer of coin to a new account
 * @param transactionCap what one transaction may use (EIP-7825)
 */
public record GasSchedule(int call, int word, int tokenItem, int coinItem, int transactionCap) {
  /** Ethereum since Osaka. */
  public static final GasSchedule OSAKA = new GasSchedule(60_000, 30_000, 27_500, 36_500, 1 << 24);

  /**
   * What a shard's transaction needs. The executor goes on to an item only with that item's whole
   * gas at hand, so the last one's comes on top (63/64 of it reach the call: EIP-150).
   */
  public int limit(AssetId asset, int leaves, int words, int itemGas) {
    int item = asset.token().isPresent() ? tokenItem : coinItem;
    return call + words * word + leaves * item + itemGas + itemGas / 63 + coinItem;
  }
}
