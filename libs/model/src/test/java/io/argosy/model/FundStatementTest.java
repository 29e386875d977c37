package io.argosy.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.argosy.model.FundStatement.Refill;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FundStatementTest {
  private static final String TEXT =
      """
      argosy fund 1
      genesis: %s
      fund: fund-1
      treasury: eip155:31337:0x%s
      asset: eip155:31337/slip44:60
      executor: 1
      policy: 3
      lane: 0x%s
      lane: 0x%s
      amount: 2000000000000000000
      refills-a-day: 4
      lifetime-cap: 100000000000000000000
      not-before: 2026-11-23T18:00:00Z
      expiry: 2026-11-25T12:00:00Z
      """
          .formatted("ab".repeat(32), "11".repeat(20), "a1".repeat(20), "a2".repeat(20));

  private static final FundStatement FUND = FundStatement.decode(ascii(TEXT));
  private static final long FIRST = FundStatement.day(Instant.parse("2026-11-23T00:00:00Z"));

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static void assertRefused(String text) {
    assertThat(text).isNotEqualTo(TEXT);
    assertThatThrownBy(() -> FundStatement.decode(ascii(text)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aMissingDoubledMovedOrUnknownLineIsRefused() {
    var lines = List.of(TEXT.split("\n"));
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).startsWith("lane: ")) {
        var missing = new ArrayList<>(lines);
        missing.remove(i);
        assertRefused(String.join("\n", missing) + "\n");
      }
      var doubled = new ArrayList<>(lines);
      doubled.add(i, lines.get(i));
      assertRefused(String.join("\n", doubled) + "\n");

      var unknown = new ArrayList<>(lines);
      unknown.add(i, "note: hello");
      assertRefused(String.join("\n", unknown) + "\n");
    }
  }

  @Test
  void whatNoOfficerCanMeanIsRefused() {
    assertRefused(TEXT.replace("lane: 0x" + "a2".repeat(20), "lane: 0x" + "11".repeat(20)));
    assertRefused(TEXT.replace("lane: 0x" + "a2".repeat(20), "lane: 0x" + "00".repeat(20)));
    assertRefused(TEXT.replace("slip44:60", "erc20:0x" + "22".repeat(20)));
    assertRefused(TEXT.replace("asset: eip155:31337", "asset: eip155:1"));
    assertRefused(TEXT.replace("amount: 2000000000000000000", "amount: 0"));
    assertRefused(TEXT.replace("lifetime-cap: 100", "lifetime-cap: 1"));
    assertRefused(TEXT.replace("refills-a-day: 4", "refills-a-day: 0"));
    assertRefused(TEXT.replace("refills-a-day: 4", "refills-a-day: 04"));
    assertRefused(TEXT.replace("refills-a-day: 4", "refills-a-day: 20000"));
    assertRefused(TEXT.replace("expiry: 2026-11-25", "expiry: 2026-11-23"));
    assertRefused(TEXT.replace("expiry: 2026-11-25", "expiry: 9026-11-25"));
  }

  @Test
  void everyRefillHasALeafOfItsOwnAndTheLeafNamesTheRefill() {
    var leaves = new HashSet<Integer>();
    for (long day = FIRST; day <= FIRST + 2; day++) {
      for (int lane = 0; lane < 2; lane++) {
        for (int number = 0; number < 4; number++) {
          var refill = new Refill(day, lane, number);
          int leaf = FUND.leaf(refill).orElseThrow();
          assertThat(leaves.add(leaf)).isTrue();
          assertThat(FUND.refill(leaf)).contains(refill);
        }
      }
    }
    assertThat(leaves).hasSize(24).allMatch(leaf -> leaf >= 0 && leaf < 24);
  }

  @Test
  void aRefillThatIsNotListedHasNoLeaf() {
    assertThat(FUND.leaf(new Refill(FIRST - 1, 0, 0))).isEmpty();
    assertThat(FUND.leaf(new Refill(FIRST + 3, 0, 0))).isEmpty();
    assertThat(FUND.leaf(new Refill(FIRST, 2, 0))).isEmpty();
    assertThat(FUND.leaf(new Refill(FIRST, -1, 0))).isEmpty();
    assertThat(FUND.leaf(new Refill(FIRST, 0, 4))).isEmpty();
    assertThat(FUND.leaf(new Refill(FIRST, 0, -1))).isEmpty();
    assertThat(FUND.refill(24)).isEmpty();
    assertThat(FUND.refill(-1)).isEmpty();
    assertThat(FUND.refill(Long.MAX_VALUE)).isEmpty();
  }

  @Test
  void aRefillIsDeadAtItsDaysEndAndAtTheLatestWithItsStatement() {
    assertThat(FUND.deadline(FIRST)).isEqualTo(Instant.parse("2026-11-23T23:59:59Z"));
    assertThat(FUND.deadline(FIRST + 2)).isEqualTo(FUND.expiry());
  }

  @Test
  void theTitleSaysWhichKindOfStatementItIs() {
    assertThat(StatementText.decode(ascii(TEXT))).isEqualTo(FUND);
    assertThat(FUND.amount()).isEqualTo(BigInteger.TWO.multiply(BigInteger.TEN.pow(18)));
    assertThat(FUND.encoded()).isEqualTo(ascii(TEXT));
    assertThatThrownBy(() -> StatementText.decode(ascii(TEXT.replace("fund 1", "fund 2"))))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
