package io.argosy.model;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether leaves are the ones that a statement speaks of. Approvers and every daemon ask this by
 * themselves, so that nobody signs totals that somebody else added up.
 */
public final class LeavesCheck {
  private LeavesCheck() {}

  /** What does not fit. */
  public enum Fault {
    /** Another number of leaves. */
    COUNT,
    /** A leaf of another treasury. */
    TREASURY,
    /** Another sum of an asset, an asset too many or too few, or another order of assets. */
    TOTALS,
    /** Another Merkle root. */
    ROOT,
    /** One external id of a client twice. */
    EXTERNAL_ID
  }

  /** Everything that does not fit; empty when the statement speaks of exactly these leaves. */
  public static Set<Fault> faults(Statement statement, List<Leaf> leaves) {
    var faults = EnumSet.noneOf(Fault.class);
    if (leaves.size() != statement.count()) {
      faults.add(Fault.COUNT);
    }
    if (leaves.stream().anyMatch(leaf -> !leaf.treasury().equals(statement.treasury()))) {
      faults.add(Fault.TREASURY);
    }
    if (!sums(leaves).equals(statement.totals().stream().map(LeavesCheck::sum).toList())) {
      faults.add(Fault.TOTALS);
    }
    if (leaves.isEmpty() || !root(leaves).equals(statement.root())) {
      faults.add(Fault.ROOT);
    }
    var seen = new HashSet<List<Object>>();
    if (!leaves.stream().allMatch(leaf -> seen.add(List.of(leaf.client(), leaf.externalId())))) {
      faults.add(Fault.EXTERNAL_ID);
    }
    return faults;
  }

  private record Sum(AssetId asset, BigInteger units) {}

  private static Sum sum(Statement.Total total) {
    return new Sum(total.asset(), total.units());
  }

  private static List<Sum> sums(List<Leaf> leaves) {
    Map<AssetId, BigInteger> sums = new LinkedHashMap<>();
    leaves.forEach(leaf -> sums.merge(leaf.asset(), leaf.amount(), BigInteger::add));
    var list = new ArrayList<Sum>();
    sums.forEach((asset, units) -> list.add(new Sum(asset, units)));
    return list;
  }

  private static Digest32 root(List<Leaf> leaves) {
    return new MerkleTree(leaves.stream().map(Leaf::encoded).toList()).root();
  }
}
