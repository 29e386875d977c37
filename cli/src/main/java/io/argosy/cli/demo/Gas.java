package io.argosy.cli.demo;

import io.argosy.chainclient.ChainClient;
import io.argosy.model.Address;
import io.argosy.model.Digest32;
import io.argosy.proto.payout.v1.Payout;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Gas a payout, from receipts. A transaction pays new and existing holders together, so the two are
 * parted by what the protocol charges more for a new one: a storage slot set from zero instead of
 * changed (20,000 - 2,900, EIP-2929 and EIP-2200), or a new account (25,000, EIP-161).
 */
record Gas(Map<String, Long> perPayout) {
  private static final long NEW_SLOT = 17_100;
  private static final long NEW_ACCOUNT = 25_000;

  /** What one kind of asset cost in all. */
  private static final class Sum {
    private long gas;
    private long payouts;
    private long toNew;
  }

  static Gas of(ChainClient chain, Iterable<Payout> payouts, Set<Address> existing)
      throws IOException {
    var sums = new HashMap<String, Sum>();
    var kinds = new HashMap<String, String>();
    for (Payout payout : payouts) {
      if (payout.getTxHash().isEmpty()) {
        continue;
      }
      String kind = payout.getAsset().contains("/erc20:") ? "erc20" : "native";
      kinds.put(payout.getTxHash(), kind);
      var sum = sums.computeIfAbsent(kind, _ -> new Sum());
      sum.payouts++;
      if (!existing.contains(Address.parse(payout.getRecipient()))) {
        sum.toNew++;
      }
    }
    for (var transaction : kinds.entrySet()) {
      var receipt = chain.receipt(Digest32.parse(transaction.getKey().substring(2)));
      var sum = sums.get(transaction.getValue());
      if (receipt.isPresent() && sum != null) {
        sum.gas += receipt.get().gasUsed();
      }
    }
    var perPayout = new TreeMap<String, Long>();
    sums.forEach(
        (kind, sum) -> {
          long more = kind.equals("erc20") ? NEW_SLOT : NEW_ACCOUNT;
          long each = (sum.gas - sum.toNew * more) / sum.payouts;
          perPayout.put(kind + "_existing", each);
          perPayout.put(kind + "_new", each + more);
        });
    return new Gas(perPayout);
  }
}
