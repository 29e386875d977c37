package io.argosy.api.plan;

import io.argosy.chain.Abi;
import io.argosy.chainclient.ChainClient;
import io.argosy.model.AccountId;
import io.argosy.model.AssetId;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** What the treasury holds after a block. */
final class TreasuryFunds {
  private static final byte[] BALANCE_OF = Abi.selector("balanceOf(address)");
  private final ChainClient chain;
  private final AccountId treasury;

  TreasuryFunds(ChainClient chain, AccountId treasury) {
    this.chain = chain;
    this.treasury = treasury;
  }

  Map<AssetId, BigInteger> after(long block, Collection<AssetId> assets) throws IOException {
    var funds = new HashMap<AssetId, BigInteger>();
    for (var asset : assets) {
      funds.put(asset, after(block, asset));
    }
    return funds;
  }

  private BigInteger after(long block, AssetId asset) throws IOException {
    if (asset.token().isEmpty()) {
      return chain.balance(treasury.address(), block);
    }
    byte[] call = Abi.concat(BALANCE_OF, Abi.word(treasury.address()));
    return Abi.number(chain.call(asset.token().get(), call, block), 0);
  }
}
