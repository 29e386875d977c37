package io.argosy.api.freeze;

import io.argosy.api.receive.KnownAsset;
import io.argosy.api.receive.Row;
import io.argosy.model.AssetId;
import io.argosy.model.Digest32;
import io.argosy.model.Leaf;
import io.argosy.model.MerkleTree;
import io.argosy.model.Statement;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts accepted payouts in their canonical order, by asset and then by input, and builds the
 * statement over them. A pure function: the same rows and terms give the same bytes.
 */
public final class Freezing {
  private static final Comparator<Row> ORDER =
      Comparator.<Row, String>comparing(row -> row.amount().asset().toString())
          .thenComparingInt(Row::line);

  private Freezing() {}

  /** Freezes one or more rows, each of a known asset on the treasury's chain. */
  public static FrozenBatch freeze(List<Row> rows, List<KnownAsset> assets, Terms terms) {
    var ordered = rows.stream().sorted(ORDER).toList();
    var leaves = ordered.stream().map(row -> leaf(row, terms)).toList();
    var root = new MerkleTree(leaves.stream().map(Leaf::encoded).toList()).root();
    var statement = statement(leaves, totals(leaves, assets), root, terms);
    return new FrozenBatch(statement, leaves, ordered.stream().map(Row::line).toList());
  }

  private static Leaf leaf(Row row, Terms terms) {
    return new Leaf(
        terms.treasury(),
        row.amount().asset(),
        row.recipient(),
        row.amount().units(),
        row.route(),
        terms.client(),
        row.externalId());
  }

  private static List<Statement.Total> totals(List<Leaf> leaves, List<KnownAsset> assets) {
    Map<AssetId, BigInteger> sums = new LinkedHashMap<>();
    leaves.forEach(leaf -> sums.merge(leaf.asset(), leaf.amount(), BigInteger::add));
    return sums.entrySet().stream()
        .map(
            sum ->
                new Statement.Total(sum.getKey(), sum.getValue(), decimals(sum.getKey(), assets)))
        .toList();
  }

  private static int decimals(AssetId id, List<KnownAsset> assets) {
    return assets.stream()
        .filter(asset -> asset.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("not in the registry: " + id))
        .decimals();
  }

  private static Statement statement(
      List<Leaf> leaves, List<Statement.Total> totals, Digest32 root, Terms terms) {
    return new Statement(
        Statement.Kind.PAY,
        terms.genesis(),
        terms.batch(),
        terms.maker(),
        terms.treasury(),
        terms.executor(),
        terms.mode(),
        terms.policy(),
        leaves.size(),
        totals,
        root,
        terms.maxNetworkFee(),
        terms.notBefore(),
        terms.expiry());
  }
}
