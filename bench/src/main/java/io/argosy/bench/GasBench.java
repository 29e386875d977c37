package io.argosy.bench;

import io.argosy.chain.LaneKey;
import io.argosy.chainclient.ChainClient;
import io.argosy.contracts.PayoutGas;
import io.argosy.model.ChainId;
import io.argosy.stack.Anvil;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a payout costs by the executor, beside a loop in the same run that checks and records
 * nothing: the difference is the price of being paid exactly once, whatever the token costs.
 */
final class GasBench {
  private static final ChainId CHAIN = new ChainId(Anvil.CHAIN);

  private GasBench() {}

  static Figures run() throws IOException {
    Path folder = Files.createTempDirectory("argosy-bench");
    Path tools = Path.of(System.getProperty("argosy.home", "")).resolve(".argosy");
    try (var node = Anvil.start(tools, folder)) {
      var chain = ChainClient.open(node.url(), CHAIN);
      var gas = PayoutGas.on(chain, LaneKey.parse(Anvil.RICH_KEY));
      var ours = gas.executor();
      var plain = gas.plain();
      return new Figures("gas")
          .add("items_erc20", PayoutGas.TOKEN_ITEMS)
          .add("items_native", PayoutGas.COIN_ITEMS)
          .add("erc20_new", ours.erc20New())
          .add("erc20_existing", ours.erc20Existing())
          .add("native_new", ours.nativeNew())
          .add("native_existing", ours.nativeExisting())
          .add("plain_erc20_new", plain.erc20New())
          .add("plain_erc20_existing", plain.erc20Existing())
          .add("plain_native_new", plain.nativeNew())
          .add("plain_native_existing", plain.nativeExisting())
          .add("erc20_new_over_plain", ours.erc20New() - plain.erc20New())
          .add("erc20_existing_over_plain", ours.erc20Existing() - plain.erc20Existing())
          .add("native_new_over_plain", ours.nativeNew() - plain.nativeNew())
          .add("native_existing_over_plain", ours.nativeExisting() - plain.nativeExisting());
    }
  }
}
