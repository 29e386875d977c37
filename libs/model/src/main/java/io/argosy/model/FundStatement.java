package io.argosy.model;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * The exact text that officers sign so that lanes are given gas money. It has no rows: every refill
 * that it allows is a leaf, whose number is a fixed function of day, lane and refill.
 *
 * @param policy number of the policy in force when it was written
 * @param asset the coin of the treasury's chain
 * @param lanes who may be refilled, 1 to 64; a lane's place here is its number
 * @param amount wei of one refill
 * @param refills of one lane on one UTC day, at most
 * @param cap wei that all refills ever permitted may come to
 */
public record FundStatement(
    Digest32 genesis,
    FundId fund,
    AccountId treasury,
    AssetId asset,
    int executor,
    long policy,
    List<Address> lanes,
    BigInteger amount,
    int refills,
    BigInteger cap,
    Instant notBefore,
    Instant expiry)
    implements StatementText {
  static final String TITLE = "argosy fund 1";
  private static final int MOST_LANES = 64;
  private static final int MOST_LEAVES = 100_000;
  private static final int DAY = 86_400;
  private static final Address NOBODY = Address.of(new byte[20]);

  /**
   * One refill of one lane.
   *
   * @param day days since 1970-01-01, UTC
   * @param lane the lane's place in the statement
   * @param number of the refill on that day, from 0
   */
  public record Refill(long day, int lane, int number) {}

  public FundStatement {
    lanes = List.copyOf(lanes);
    requireWholeSeconds(notBefore, expiry);
    if (!asset.equals(AssetId.coin(treasury.chain()))) {
      throw new IllegalArgumentException("asset: the coin of the treasury's chain");
    }
    if (executor < 1 || policy < 1 || refills < 1) {
      throw new IllegalArgumentException("executor version, policy or refills out of range");
    }
    if (amount.signum() <= 0 || cap.compareTo(amount) < 0 || cap.bitLength() > 256) {
      throw new IllegalArgumentException("amount: 1 wei or more; cap: one amount or more");
    }
    boolean listed = !lanes.isEmpty() && lanes.size() <= MOST_LANES;
    if (!listed || new HashSet<>(lanes).size() != lanes.size()) {
      throw new IllegalArgumentException("lanes: 1 to 64, each once");
    }
    if (lanes.contains(treasury.address()) || lanes.contains(NOBODY)) {
      throw new IllegalArgumentException("lanes: neither the treasury nor nobody");
    }
    long days = day(expiry) - day(notBefore) + 1;
    if (Math.multiplyExact(days, (long) lanes.size()) > MOST_LEAVES / refills) {
      throw new IllegalArgumentException("days, lanes and refills make more than 100,000 leaves");
    }
  }

  private static void requireWholeSeconds(Instant notBefore, Instant expiry) {
    if (!notBefore.equals(notBefore.truncatedTo(ChronoUnit.SECONDS))
        || !expiry.equals(expiry.truncatedTo(ChronoUnit.SECONDS))
        || !notBefore.isBefore(expiry)) {
      throw new IllegalArgumentException("not-before and expiry: whole seconds, in this order");
    }
  }

  /** Days since 1970-01-01, UTC. */
  public static long day(Instant time) {
    return Math.floorDiv(time.getEpochSecond(), DAY);
  }

  /** A refill's leaf, for ever; empty when this statement allows no such refill. */
  public Optional<Integer> leaf(Refill refill) {
    boolean inside =
        refill.day() >= day(notBefore)
            && refill.day() <= day(expiry)
            && refill.lane() >= 0
            && refill.lane() < lanes.size()
            && refill.number() >= 0
            && refill.number() < refills;
    if (!inside) {
      return Optional.empty();
    }
    long since = refill.day() - day(notBefore);
    return Optional.of((int) ((since * lanes.size() + refill.lane()) * refills + refill.number()));
  }

  /** The refill that a leaf stands for; empty for a leaf that this statement does not have. */
  public Optional<Refill> refill(long leaf) {
    long lanesSince = Math.floorDiv(leaf, refills);
    var refill =
        new Refill(
            day(notBefore) + Math.floorDiv(lanesSince, lanes.size()),
            Math.floorMod(lanesSince, lanes.size()),
            Math.floorMod(leaf, refills));
    return leaf(refill).isPresent() ? Optional.of(refill) : Optional.empty();
  }

  /** Last second of a day's refills: that day's, and at most the expiry. */
  public Instant deadline(long day) {
    var end = Instant.EPOCH.plus(Duration.ofDays(day + 1)).minusSeconds(1);
    return end.isBefore(expiry) ? end : expiry;
  }

  /** The one encoding. */
  @Override
  public byte[] encoded() {
    var text = new StringBuilder(1024).append(TITLE).append('\n');
    line(text, "genesis", genesis);
    line(text, "fund", fund);
    line(text, "treasury", treasury);
    line(text, "asset", asset);
    line(text, "executor", executor);
    line(text, "policy", policy);
    lanes.forEach(lane -> line(text, "lane", lane));
    line(text, "amount", amount);
    line(text, "refills-a-day", refills);
    line(text, "lifetime-cap", cap);
    line(text, "not-before", notBefore);
    line(text, "expiry", expiry);
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** SHA-256 of {@link #encoded}; what officers sign. */
  @Override
  public Digest32 hash() {
    return Digest32.sha256(encoded());
  }

  /** Reads the one encoding; whatever does not encode to the same bytes is refused. */
  public static FundStatement decode(byte[] bytes) {
    var statement = read(StrictText.open(bytes, TITLE));
    if (!Arrays.equals(statement.encoded(), bytes)) {
      throw new IllegalArgumentException("not the one encoding of its fund statement");
    }
    return statement;
  }

  private static FundStatement read(StrictText in) {
    var genesis = Digest32.parse(in.field("genesis"));
    var fund = new FundId(in.field("fund"));
    var treasury = AccountId.parse(in.field("treasury"));
    var asset = AssetId.parse(in.field("asset"));
    int executor = Integer.parseInt(in.field("executor"));
    long policy = Long.parseLong(in.field("policy"));
    var lanes = new ArrayList<Address>();
    do {
      lanes.add(Address.parse(in.field("lane")));
    } while (in.comes("lane"));
    var amount = in.whole("amount");
    int refills = Integer.parseInt(in.field("refills-a-day"));
    var cap = in.whole("lifetime-cap");
    var notBefore = in.instant("not-before");
    var expiry = in.instant("expiry");
    in.end();
    return new FundStatement(
        genesis, fund, treasury, asset, executor, policy, lanes, amount, refills, cap, notBefore,
        expiry);
  }

  private static void line(StringBuilder text, String name, Object value) {
    text.append(name).append(": ").append(value).append('\n');
  }
}
