package io.argosy.model;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The exact text that people sign. Its hash is the SHA-256 of its bytes, as {@code sha256sum} gives
 * it.
 *
 * @param policy number of the policy in force at freeze
 * @param count leaves, 1 to 100,000
 * @param totals one an asset, in the canonical order of the leaves
 * @param maxNetworkFee wei that all transactions may cost together; api-service keeps it
 * @param notBefore first second of validity, UTC
 * @param expiry last second of validity, UTC; every authorization's deadline is at most this
 */
public record Statement(
    Kind kind,
    Digest32 genesis,
    BatchId batch,
    KeyId maker,
    AccountId treasury,
    int executor,
    Mode mode,
    long policy,
    int count,
    List<Total> totals,
    Digest32 root,
    BigInteger maxNetworkFee,
    Instant notBefore,
    Instant expiry)
    implements StatementText {
  private static final String TITLE = "argosy statement 1";

  /** What a statement orders. */
  public enum Kind {
    /** Pays its leaves. */
    PAY,
    /** Lists leaves of pay statements that are never to be paid; its totals are their sums. */
    VOID
  }

  /** Best effort pays what can be paid; strict pays all in one transaction, or nothing. */
  public enum Mode {
    BEST_EFFORT,
    STRICT
  }

  /** The sum of one asset; decimals only serve the reader's line. */
  public record Total(AssetId asset, BigInteger units, int decimals) {
    public Total {
      if (units.signum() < 0 || units.bitLength() > 256 || decimals < 0 || decimals > 36) {
        throw new IllegalArgumentException("total: 0 to 2^256 - 1 units, 0 to 36 decimals");
      }
    }

    private static Total parse(String text) {
      String[] parts = text.split(" ", -1);
      if (parts.length != 4) {
        throw new IllegalArgumentException("total: asset, units, decimals, amount");
      }
      var total =
          new Total(
              AssetId.parse(parts[0]),
              StrictText.whole("total", parts[1]),
              Integer.parseInt(parts[2]));
      if (!total.toString().equals(text)) {
        throw new IllegalArgumentException("total: units and amount differ");
      }
      return total;
    }

    @Override
    public String toString() {
      var amount = new BigDecimal(units, decimals).toPlainString();
      return asset + " " + units + " " + decimals + " " + amount;
    }
  }

  public Statement {
    totals = List.copyOf(totals);
    if (count < 1 || count > 100_000 || executor < 1 || policy < 1) {
      throw new IllegalArgumentException("count, executor version or policy out of range");
    }
    if (totals.isEmpty() || totals.stream().map(Total::asset).distinct().count() != totals.size()) {
      throw new IllegalArgumentException("one total an asset");
    }
    if (maxNetworkFee.signum() < 0 || maxNetworkFee.bitLength() > 256) {
      throw new IllegalArgumentException("max-network-fee is a uint256");
    }
    if (!notBefore.equals(notBefore.truncatedTo(ChronoUnit.SECONDS))
        || !expiry.equals(expiry.truncatedTo(ChronoUnit.SECONDS))
        || !notBefore.isBefore(expiry)) {
      throw new IllegalArgumentException("not-before and expiry: whole seconds, in this order");
    }
  }

  /** The one encoding. */
  @Override
  public byte[] encoded() {
    var text = new StringBuilder(1024).append(TITLE).append('\n');
    line(text, "kind", word(kind));
    line(text, "genesis", genesis);
    line(text, "batch", batch);
    line(text, "maker", maker);
    line(text, "treasury", treasury);
    line(text, "executor", executor);
    line(text, "mode", word(mode));
    line(text, "policy", policy);
    line(text, "count", count);
    totals.forEach(total -> line(text, "total", total));
    line(text, "root", root);
    line(text, "max-network-fee", maxNetworkFee);
    line(text, "not-before", notBefore);
    line(text, "expiry", expiry);
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** SHA-256 of {@link #encoded}. */
  @Override
  public Digest32 hash() {
    return Digest32.sha256(encoded());
  }

  /** Reads the one encoding; whatever does not encode to the same bytes is refused. */
  public static Statement decode(byte[] bytes) {
    var statement = read(StrictText.open(bytes, TITLE));
    if (!Arrays.equals(statement.encoded(), bytes)) {
      throw new IllegalArgumentException("not the one encoding of its statement");
    }
    return statement;
  }

  private static Statement read(StrictText in) {
    var kind = one(Kind.values(), in.field("kind"));
    var genesis = Digest32.parse(in.field("genesis"));
    var batch = new BatchId(in.field("batch"));
    var maker = new KeyId(in.field("maker"));
    var treasury = AccountId.parse(in.field("treasury"));
    int executor = Integer.parseInt(in.field("executor"));
    var mode = one(Mode.values(), in.field("mode"));
    long policy = Long.parseLong(in.field("policy"));
    int count = Integer.parseInt(in.field("count"));
    var totals = new ArrayList<Total>();
    do {
      totals.add(Total.parse(in.field("total")));
    } while (in.comes("total"));
    var root = Digest32.parse(in.field("root"));
    var fee = in.whole("max-network-fee");
    var notBefore = in.instant("not-before");
    var expiry = in.instant("expiry");
    in.end();
    return new Statement(
        kind, genesis, batch, maker, treasury, executor, mode, policy, count, totals, root, fee,
        notBefore, expiry);
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  private static <E extends Enum<E>> E one(E[] values, String text) {
    return Arrays.stream(values)
        .filter(value -> word(value).equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unknown word: " + text));
  }

  private static void line(StringBuilder text, String name, Object value) {
    text.append(name).append(": ").append(value).append('\n');
  }
}
