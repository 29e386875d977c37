package io.argosy.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.model.LeavesCheck.Fault;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LeavesCheckTest {
  private static final ChainId CHAIN = new ChainId(31337);
  private static final AssetId COIN = AssetId.coin(CHAIN);
  private static final AssetId TOKEN = AssetId.token(CHAIN, address(0x22));
  private static final AccountId TREASURY = new AccountId(CHAIN, address(0x11));
  private static final List<Leaf> LEAVES =
      List.of(leaf(TREASURY, COIN, 5, "a"), leaf(TREASURY, TOKEN, 7, "b"));

  private static Address address(int fill) {
    byte[] bytes = new byte[20];
    java.util.Arrays.fill(bytes, (byte) fill);
    return Address.of(bytes);
  }

  private static Leaf leaf(AccountId treasury, AssetId asset, int amount, String id) {
    return new Leaf(
        treasury,
        asset,
        address(0x33),
        BigInteger.valueOf(amount),
        Route.BATCH,
        new ClientId("payroll"),
        new ExternalId(id));
  }

  private static Statement statement(List<Leaf> rooted, Statement.Total... totals) {
    return new Statement(
        Statement.Kind.PAY,
        Digest32.sha256(new byte[0]),
        new BatchId("batch"),
        new KeyId("mara"),
        TREASURY,
        1,
        Statement.Mode.BEST_EFFORT,
        1,
        2,
        List.of(totals),
        new MerkleTree(rooted.stream().map(Leaf::encoded).toList()).root(),
        BigInteger.ZERO,
        Instant.EPOCH,
        Instant.EPOCH.plusSeconds(60));
  }

  private static Statement.Total total(AssetId asset, int units) {
    return new Statement.Total(asset, BigInteger.valueOf(units), 6);
  }

  private static final Statement STATEMENT = statement(LEAVES, total(COIN, 5), total(TOKEN, 7));

  @Test
  void eachDifferenceIsNamed() {
    var fewer = LEAVES.subList(0, 1);
    assertThat(LeavesCheck.faults(STATEMENT, fewer))
        .containsExactlyInAnyOrder(Fault.COUNT, Fault.TOTALS, Fault.ROOT);

    var swapped = List.of(LEAVES.get(1), LEAVES.get(0));
    assertThat(LeavesCheck.faults(STATEMENT, swapped))
        .containsExactlyInAnyOrder(Fault.TOTALS, Fault.ROOT);

    var wrongTotal = statement(LEAVES, total(COIN, 5), total(TOKEN, 8));
    assertThat(LeavesCheck.faults(wrongTotal, LEAVES)).containsExactly(Fault.TOTALS);

    var other = new ArrayList<>(LEAVES);
    other.set(0, leaf(new AccountId(CHAIN, address(0x12)), COIN, 5, "a"));
    assertThat(LeavesCheck.faults(statement(other, total(COIN, 5), total(TOKEN, 7)), other))
        .containsExactly(Fault.TREASURY);

    var twice = List.of(LEAVES.get(0), leaf(TREASURY, TOKEN, 7, "a"));
    assertThat(LeavesCheck.faults(statement(twice, total(COIN, 5), total(TOKEN, 7)), twice))
        .containsExactly(Fault.EXTERNAL_ID);
  }

  @Test
  void theLeavesOfAStatementHaveNoFault() {
    assertThat(LeavesCheck.faults(STATEMENT, LEAVES)).isEmpty();
  }
}
