package io.argosy.contracts;

import static io.argosy.contracts.DelegatedTreasury.item;
import static io.argosy.contracts.DelegatedTreasury.someone;
import static io.argosy.contracts.DelegatedTreasury.someoneOdd;
import static io.argosy.contracts.DelegatedTreasury.statement;
import static io.argosy.contracts.DelegatedTreasury.word;
import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.chain.executor.Authorization;
import io.argosy.chain.executor.Segment.Item;
import io.argosy.model.Address;
import io.argosy.model.AssetId;
import io.argosy.model.Digest32;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whoever submits gives the gas, but cannot make items fail by giving little: the last two items
 * burn whatever they are given, and what is left after them would suffice to end well.
 */
class ItemGasIT {
  private static final int BURNS_GAS = 1;
  private static final int BURNS_GAS_FOR_ODD = 11;
  private static final long ITEM_GAS = 2_000_000;

  /** Enough for the first of them, not for the other. */
  private static final long SHORT = 3_900_000;

  @TempDir static Path folder;
  private static DelegatedTreasury treasury;

  @BeforeAll
  static void start() throws IOException {
    treasury = DelegatedTreasury.start(folder);
  }

  @AfterAll
  static void stop() {
    treasury.close();
  }

  @Test
  void shortGasMakesNoTokenItemFail() throws IOException {
    Address hostile = treasury.hostile("HostileToken", BURNS_GAS_FOR_ODD);
    var good = item(someone(), 1);
    var bad = item(someoneOdd(), 1);

    refusesShortGas(pay(statement(), treasury.asset(hostile), good, bad, bad));
  }

  @Test
  void shortGasMakesNoTokenItemFailAmongThosePaidBefore() throws IOException {
    Address hostile = treasury.hostile("HostileToken", BURNS_GAS_FOR_ODD);
    var statement = statement();
    var good = item(someone(), 1);
    var bad = item(someoneOdd(), 1);
    treasury.paid(treasury.send(treasury.pay(statement, hostile, word(0, good))));

    refusesShortGas(pay(statement, treasury.asset(hostile), good, good, bad, bad));
  }

  @Test
  void shortGasMakesNoCoinItemFail() throws IOException {
    var good = item(someone(), 1);
    var bad = item(treasury.hostile("HostileRecipient", BURNS_GAS), 1);

    refusesShortGas(pay(statement(), treasury.coin, good, bad, bad));
  }

  private static Authorization pay(Digest32 statement, AssetId asset, Item... items) {
    return treasury.pay(statement, asset, ITEM_GAS, word(0, items));
  }

  private static void refusesShortGas(Authorization authorization) throws IOException {
    assertThat(treasury.send(authorization, SHORT).succeeded()).isFalse();

    var event = treasury.paid(treasury.send(authorization));
    assertThat(event.paid().bitCount()).isEqualTo(1);
    assertThat(event.failed().bitCount()).isEqualTo(2);
  }
}
