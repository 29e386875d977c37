package io.argosy.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.argosy.chain.LaneKey;
import io.argosy.chainclient.ChainClient;
import io.argosy.model.ChainId;
import io.argosy.stack.Anvil;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Gas a payout; after a wanted change, {@code ./argosy bench gas} prints the new snapshot. */
class GasSnapshotIT {
  private static final Path TOOLS = Path.of(System.getProperty("argosy.tools"));
  private static final Path SNAPSHOT = TOOLS.resolveSibling("contracts/gas-snapshot.json");

  @TempDir static Path folder;
  private static PayoutGas.Costs ours;
  private static PayoutGas.Costs plain;

  @BeforeAll
  static void measure() throws IOException {
    try (var anvil = Anvil.start(TOOLS, folder)) {
      var chain = ChainClient.open(anvil.url(), new ChainId(Anvil.CHAIN));
      var gas = PayoutGas.on(chain, LaneKey.parse(Anvil.RICH_KEY));
      ours = gas.executor();
      plain = gas.plain();
    }
  }

  @Test
  void noPayoutCostsMoreThanTheGoal() {
    assertThat(ours.erc20New()).isPositive().isLessThanOrEqualTo(25_724);
    assertThat(ours.erc20Existing()).isPositive().isLessThanOrEqualTo(8_624);
    assertThat(ours.nativeNew()).isPositive().isLessThanOrEqualTo(35_293);
    assertThat(ours.nativeExisting()).isPositive().isLessThanOrEqualTo(10_293);
  }

  /** Whatever the token itself costs. */
  @Test
  void allChecksAndRecordsCostAtMost250GasAPayout() {
    assertThat(ours.erc20New() - plain.erc20New()).isBetween(0.0, 250.0);
    assertThat(ours.erc20Existing() - plain.erc20Existing()).isBetween(0.0, 250.0);
    assertThat(ours.nativeNew() - plain.nativeNew()).isBetween(0.0, 250.0);
    assertThat(ours.nativeExisting() - plain.nativeExisting()).isBetween(0.0, 250.0);
  }

  @Test
  void theFiguresAreThoseOfTheSnapshot() {
    JsonNode kept = JsonMapper.shared().readTree(SNAPSHOT);
    assertAsKept(kept, "erc20_new", ours.erc20New());
    assertAsKept(kept, "erc20_existing", ours.erc20Existing());
    assertAsKept(kept, "native_new", ours.nativeNew());
    assertAsKept(kept, "native_existing", ours.nativeExisting());
    assertAsKept(kept, "plain_erc20_new", plain.erc20New());
    assertAsKept(kept, "plain_erc20_existing", plain.erc20Existing());
    assertAsKept(kept, "plain_native_new", plain.nativeNew());
    assertAsKept(kept, "plain_native_existing", plain.nativeExisting());
  }

  private static void assertAsKept(JsonNode kept, String name, double measured) {
    assertThat(measured).as(name).isCloseTo(kept.path(name).asDouble(), withinPercentage(0.5));
  }
}
