package io.argosy.reconcile.follow;

import io.argosy.model.AccountId;
import io.argosy.model.Address;
import io.argosy.model.AssetId;
import io.argosy.model.ChainId;
import java.util.List;
import java.util.stream.Stream;

/** What is watched on one chain: addresses alone, from the security team's own configuration. */
public record Watched(
    ChainId chain, List<AccountId> treasuries, List<AssetId> assets, List<Address> lanes) {
  public Watched {
    treasuries = List.copyOf(treasuries);
    assets = List.copyOf(assets);
    lanes = List.copyOf(lanes);
    if (treasuries.isEmpty() || assets.isEmpty()) {
      throw new IllegalArgumentException("one treasury and one asset or more");
    }
    var chains =
        Stream.concat(
            treasuries.stream().map(AccountId::chain), assets.stream().map(AssetId::chain));
    if (!chains.allMatch(chain::equals)) {
      throw new IllegalArgumentException("treasuries and assets stand on one chain");
    }
  }

  boolean isTreasury(Address address) {
    return treasuries.contains(new AccountId(chain, address));
  }

  boolean isLane(Address address) {
    return lanes.contains(address);
  }

  boolean isToken(Address contract) {
    return assets.contains(AssetId.token(chain, contract));
  }
}
