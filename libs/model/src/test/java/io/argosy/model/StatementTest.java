package io.argosy.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StatementTest {
  private static final AssetId TOKEN = AssetId.parse("eip155:31337/erc20:0x" + "22".repeat(20));

  private static final String TEXT =
      """
      argosy statement 1
      kind: pay
      genesis: %s
      batch: batch-7
      maker: mara
      treasury: eip155:31337:0x%s
      executor: 1
      mode: best-effort
      policy: 3
      count: 988
      total: %s 1234567 6 1.234567
      root: %s
      max-network-fee: 1000000000000000000
      not-before: 2026-11-23T00:00:00Z
      expiry: 2026-11-24T00:00:00Z
      """
          .formatted("ab".repeat(32), "11".repeat(20), TOKEN, "cd".repeat(32));

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static void assertRefused(String text) {
    assertThat(text).isNotEqualTo(TEXT);
    assertThatThrownBy(() -> Statement.decode(ascii(text)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aMissingDoubledMovedOrUnknownLineIsRefused() {
    var lines = List.of(TEXT.split("\n"));
    for (int i = 0; i < lines.size(); i++) {
      var missing = new ArrayList<>(lines);
      missing.remove(i);
      assertRefused(String.join("\n", missing) + "\n");

      var doubled = new ArrayList<>(lines);
      doubled.add(i, lines.get(i));
      assertRefused(String.join("\n", doubled) + "\n");

      var unknown = new ArrayList<>(lines);
      unknown.add(i, "note: hello");
      assertRefused(String.join("\n", unknown) + "\n");

      var moved = new ArrayList<>(lines);
      moved.add((i + 2) % lines.size(), moved.remove(i));
      assertRefused(String.join("\n", moved) + "\n");
    }
  }

  @Test
  void textThatOnlyLooksTheSameIsRefused() {
    assertRefused(TEXT.replace("\n", "\r\n"));
    assertRefused(TEXT + "\n");
    assertRefused(TEXT.stripTrailing());
    assertRefused(TEXT.replace("mara", "mar\u0001"));
    assertRefused(TEXT.replace("count: 988", "count: 0988"));
    assertRefused(TEXT.replace("count: 988", "count: +988"));
    assertRefused(TEXT.replace("kind: pay", "kind:  pay"));
    assertRefused(TEXT.replace("kind: pay", "kind: PAY"));
    assertRefused(TEXT.replace("ab", "AB"));
    assertRefused(TEXT.replace("00:00:00Z", "00:00:00.000Z"));
  }

  @Test
  void aTotalWhoseAmountIsNotItsUnitsIsRefused() {
    assertRefused(TEXT.replace("1.234567", "1.234568"));
    assertRefused(TEXT.replace("1234567 6 1.234567", "1234567 5 1.234567"));
  }

  @Test
  void aStatementThatExpiresBeforeItBeginsIsRefused() {
    assertRefused(TEXT.replace("expiry: 2026-11-24", "expiry: 2026-11-22"));
  }

  @Test
  void aStatementReadsAndWritesAsTheTextThatPeopleSee() {
    var statement = Statement.decode(ascii(TEXT));

    assertThat(statement.count()).isEqualTo(988);
    assertThat(statement.totals())
        .containsExactly(new Statement.Total(TOKEN, BigInteger.valueOf(1_234_567), 6));
    assertThat(statement.expiry()).isEqualTo(Instant.parse("2026-11-24T00:00:00Z"));
    assertThat(statement.encoded()).asString(StandardCharsets.US_ASCII).isEqualTo(TEXT);
    assertThat(statement.hash()).isEqualTo(Digest32.sha256(ascii(TEXT)));
  }
}
