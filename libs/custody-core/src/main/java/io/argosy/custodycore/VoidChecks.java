package io.argosy.custodycore;

import static io.argosy.custodycore.Denial.unless;

import io.argosy.model.AssetId;
import io.argosy.model.Digest32;
import io.argosy.model.Leaf;
import io.argosy.model.MerkleTree;
import io.argosy.model.Statement;
import io.argosy.model.VoidLeaf;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whether a void statement's leaves are what it says, and leaves that this daemon knows. */
final class VoidChecks {
  private final Journal journal;
  private final Map<Digest32, Registration.Payment> payments = new HashMap<>();

  VoidChecks(Journal journal) {
    this.journal = journal;
  }

  void text(Statement statement, List<VoidLeaf> leaves) throws Denial {
    unless(leaves.size() == statement.count(), Why.COUNT_MISMATCH, "the void statement's leaves");
    unless(
        new HashSet<>(leaves).size() == leaves.size(),
        Why.STATEMENT_MALFORMED,
        "a leaf stands twice");
    Map<AssetId, BigInteger> sums = new LinkedHashMap<>();
    for (var leaf : leaves) {
      var voided = voided(statement, leaf);
      sums.merge(voided.asset(), voided.amount(), BigInteger::add);
    }
    var totals = new ArrayList<Map.Entry<AssetId, BigInteger>>();
    statement.totals().forEach(total -> totals.add(Map.entry(total.asset(), total.units())));
    unless(
        totals.equals(List.copyOf(sums.entrySet())),
        Why.TOTALS_MISMATCH,
        "the sums of what is voided");
    var tree = new MerkleTree(leaves.stream().map(VoidLeaf::encoded).toList());
    unless(
        tree.root().equals(statement.root()),
        Why.ROOT_MISMATCH,
        "the leaves are not the statement's");
  }

  private Leaf voided(Statement statement, VoidLeaf leaf) throws Denial {
    var payment = payments.get(leaf.statement());
    if (payment == null) {
      payment =
          journal
              .registration(leaf.statement())
              .filter(Registration.Payment.class::isInstance)
              .map(Registration.Payment.class::cast)
              .orElseThrow(() -> new Denial(Why.NOT_REGISTERED, leaf.statement().toString()));
      payments.put(leaf.statement(), payment);
    }
    unless(
        payment.statement().treasury().equals(statement.treasury()),
        Why.TREASURY_UNKNOWN,
        "the leaves are another treasury's");
    unless(
        leaf.leaf() < payment.leaves().size(),
        Why.NOT_IN_STATEMENT,
        "leaf " + leaf.leaf() + " of " + leaf.statement());
    return payment.leaves().get(leaf.leaf());
  }
}
