package io.argosy.api.freeze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.argosy.api.receive.KnownAsset;
import io.argosy.api.receive.Row;
import io.argosy.model.AccountId;
import io.argosy.model.Address;
import io.argosy.model.Amount;
import io.argosy.model.AssetId;
import io.argosy.model.BatchId;
import io.argosy.model.ChainId;
import io.argosy.model.ClientId;
import io.argosy.model.Digest32;
import io.argosy.model.ExternalId;
import io.argosy.model.KeyId;
import io.argosy.model.Leaf;
import io.argosy.model.MerkleTree;
import io.argosy.model.Route;
import io.argosy.model.Statement;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FreezingTest {
  private static final ChainId CHAIN = new ChainId(31337);
  private static final Address PAYEE = Address.parse("0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed");
  private static final KnownAsset DUSD = new KnownAsset("DUSD", AssetId.token(CHAIN, PAYEE), 6);
  private static final KnownAsset ETH = new KnownAsset("ETH", AssetId.coin(CHAIN), 18);
  private static final Terms TERMS =
      new Terms(
          Digest32.of(new byte[32]),
          new BatchId("b1"),
          new ClientId("payroll"),
          new KeyId("maker-1"),
          new AccountId(CHAIN, PAYEE),
          1,
          Statement.Mode.BEST_EFFORT,
          1,
          BigInteger.TEN,
          Instant.parse("2026-11-01T00:00:00Z"),
          Instant.parse("2026-11-02T00:00:00Z"));

  @Test
  void anAssetOutsideTheRegistryIsNeverFrozen() {
    var rows = List.of(row(2, DUSD, 5));

    assertThatThrownBy(() -> Freezing.freeze(rows, List.of(ETH), TERMS))
        .hasMessageContaining("not in the registry");
  }

  @Test
  void leavesStandByAssetAndThenByInputWhateverOrderTheRowsCameIn() {
    var rows = List.of(row(4, ETH, 7), row(3, DUSD, 5), row(2, ETH, 1), row(5, DUSD, 6));

    var frozen = Freezing.freeze(rows, List.of(DUSD, ETH), TERMS);
    var again = Freezing.freeze(rows.reversed(), List.of(ETH, DUSD), TERMS);

    assertThat(frozen.lines()).containsExactly(3, 5, 2, 4);
    assertThat(again.statement().hash()).isEqualTo(frozen.statement().hash());
  }

  @Test
  void theStatementCountsSumsAndRootsExactlyItsLeaves() {
    var rows = List.of(row(2, DUSD, 5), row(3, DUSD, 6), row(4, ETH, 7));

    var frozen = Freezing.freeze(rows, List.of(DUSD, ETH), TERMS);

    var statement = Statement.decode(frozen.statement().encoded());
    assertThat(statement.count()).isEqualTo(3);
    assertThat(statement.totals())
        .extracting(Statement.Total::units)
        .containsExactly(BigInteger.valueOf(11), BigInteger.valueOf(7));
    assertThat(statement.root())
        .isEqualTo(new MerkleTree(frozen.leaves().stream().map(Leaf::encoded).toList()).root());
  }

  private static Row row(int line, KnownAsset asset, long units) {
    return new Row(
        line,
        new ExternalId("id-" + line),
        PAYEE,
        new Amount(asset.id(), BigInteger.valueOf(units)),
        Route.BATCH,
        false,
        Optional.empty(),
        Optional.empty(),
        "");
  }
}
