package io.argosy.threshold;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a dealing is to come to, the same at every party: who deals, who holds a share afterwards,
 * and what the constant terms are.
 *
 * @param sid 32 bytes that bind everything in the plan, and were never used before
 * @param threshold signatures required afterwards
 * @param dealers in rising order
 * @param holders in rising order
 */
record Plan(
    byte[] sid, int threshold, List<Integer> dealers, List<Integer> holders, Constants constants) {
  private static final int MOST = 9;

  /** What the constant terms of the dealt polynomials are. */
  sealed interface Constants {
    /** Anything: they add up to a new key. */
    record Fresh() implements Constants {}

    /** Each dealer's own share with its weight among the dealers: they add up to the old key. */
    record Weighted(SharedKey old) implements Constants {}

    /** Zero: what is dealt is added to the old shares. */
    record Zero(SharedKey old) implements Constants {}
  }

  Plan {
    if (sid.length != 32) {
      throw new IllegalArgumentException("32-byte sid");
    }
    requireHolders(threshold, holders);
  }

  /** A new key of parties 1 to n. */
  static Plan generation(byte[] sid, int threshold, int parties) {
    var all = IntStream.rangeClosed(1, parties).boxed().toList();
    return new Plan(sid.clone(), threshold, all, all, new Constants.Fresh());
  }

  /** The same key for other holders or another threshold. */
  static Plan resharing(
      byte[] sid, SharedKey old, List<Integer> dealers, int threshold, List<Integer> holders) {
    if (!rising(dealers)
        || !old.holders().containsAll(dealers)
        || dealers.size() < old.threshold()) {
      throw new IllegalArgumentException("t or more of the old holders deal, in rising order");
    }
    var hash = Hash.tagged("resharing").bytes(sid).bytes(old.digest()).number(dealers.size());
    dealers.forEach(hash::number);
    hash.number(threshold).number(holders.size());
    holders.forEach(hash::number);
    return new Plan(
        hash.digest(),
        threshold,
        List.copyOf(dealers),
        List.copyOf(holders),
        new Constants.Weighted(old));
  }

  /** The same key, holders and threshold. */
  static Plan refresh(byte[] sid, SharedKey old) {
    byte[] bound = Hash.tagged("refresh").bytes(sid).bytes(old.digest()).digest();
    var all = old.holders();
    return new Plan(bound, old.threshold(), all, all, new Constants.Zero(old));
  }

  static void requireHolders(int threshold, List<Integer> holders) {
    if (threshold < 2
        || holders.size() < threshold
        || 2 * threshold <= holders.size()
        || !rising(holders)) {
      throw new IllegalArgumentException(
          "2 <= t <= n <= 9, 2t > n, and n rising indexes of 1 to 9: %d of %s"
              .formatted(threshold, holders));
    }
  }

  private static boolean rising(List<Integer> indexes) {
    return IntStream.range(0, indexes.size())
        .allMatch(
            i -> indexes.get(i) > (i == 0 ? 0 : indexes.get(i - 1)) && indexes.get(i) <= MOST);
  }

  /** Everybody who deals or holds, in rising order. */
  List<Integer> parties() {
    return IntStream.rangeClosed(1, MOST).boxed().filter(i -> deals(i) || holds(i)).toList();
  }

  boolean deals(int party) {
    return dealers.contains(party);
  }

  boolean holds(int party) {
    return holders.contains(party);
  }

  /** The lowest coefficient that is dealt: 1 where the constant term is zero. */
  int first() {
    return switch (constants) {
      case Constants.Fresh _, Constants.Weighted _ -> 0;
      case Constants.Zero _ -> 1;
    };
  }

  /** The key that goes on; nothing where a new one is made. */
  Optional<SharedKey> old() {
    return switch (constants) {
      case Constants.Fresh _ -> Optional.empty();
      case Constants.Weighted(var old) -> Optional.of(old);
      case Constants.Zero(var old) -> Optional.of(old);
    };
  }

  /** The point of a dealer's constant term; nothing where any point will do, or none is dealt. */
  Optional<byte[]> constant(int dealer) {
    return switch (constants) {
      case Constants.Fresh _, Constants.Zero _ -> Optional.empty();
      case Constants.Weighted(var old) ->
          Optional.of(Points.publicProduct(Scalars.bytes(weight(dealer)), old.publicShare(dealer)));
    };
  }

  /** What is added to what a holder was dealt, in the exponent. */
  Optional<byte[]> base(int holder) {
    return switch (constants) {
      case Constants.Fresh _, Constants.Weighted _ -> Optional.empty();
      case Constants.Zero(var old) -> Optional.of(old.publicShare(holder));
    };
  }

  /** Lagrange's coefficient of a dealer among the dealers. */
  long[] weight(int dealer) {
    return Scalars.lagrange(dealer, dealers.stream().mapToInt(Integer::intValue).toArray());
  }

  int chainPartBytes() {
    return old().isPresent() ? 0 : 32;
  }

  int openingBytes() {
    return (threshold - first()) * ProvenPolynomial.TERM_BYTES + chainPartBytes() + 32;
  }

  private boolean pair(int from, int to) {
    return holds(from) && holds(to);
  }

  int firstBytes(int from) {
    return deals(from) ? 32 : 0;
  }

  int secondBytes(int from, int to) {
    return (deals(from) ? openingBytes() : 0) + 32 + (pair(from, to) ? 32 : 0);
  }

  int thirdBytes(int from, int to) {
    return 32 + (deals(from) && holds(to) ? 32 : 0) + (pair(from, to) ? PairSetup.DEAL_BYTES : 0);
  }

  int fourthBytes(int from, int to) {
    return 32
        + (holds(from) ? Points.COMPRESSED + Schnorr.BYTES : 0)
        + (pair(from, to) ? PairSetup.ANSWER_BYTES : 0);
  }
}
