package io.argosy.api.tell;

import io.argosy.api.statement.StatementStore;
import io.argosy.api.statement.StoredStatement;
import io.argosy.model.Digest32;
import io.argosy.model.Leaf;
import io.argosy.model.MerkleTree;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/**
 * A payout's whole life, from its order to what people signed and what was paid.
 *
 * @param frozen its part of a frozen statement, once it has one
 */
public record PayoutLife(
    Payouts.Row payout,
    List<LifeReads.Finding> findings,
    List<EventLog.Told> history,
    Optional<Frozen> frozen) {

  /**
   * What a frozen payout has besides.
   *
   * @param proof of its place in the statement that people signed
   */
  record Frozen(
      Digest32 statement,
      Proof proof,
      List<LifeReads.Signer> signers,
      List<String> signedBy,
      List<LifeReads.Attempt> attempts,
      List<LifeReads.Entry> entries) {}

  /** What anybody needs to check a leaf against a statement's root (RFC 6962). */
  record Proof(byte[] leaf, List<Digest32> path, int count) {}

  public PayoutLife {
    findings = List.copyOf(findings);
    history = List.copyOf(history);
  }

  /** Reads one client's payout. Never holds a connection while it asks for the next. */
  public static Optional<PayoutLife> read(
      Jdbi db, StatementStore statements, String client, String externalId) {
    var payout = db.withExtension(LifeReads.class, reads -> reads.payout(client, externalId));
    return payout.map(
        row -> {
          var hash = db.withExtension(LifeReads.class, reads -> reads.statement(row.batchId()));
          var statement = hash.map(Digest32::of).map(statements::get);
          return db.withExtension(LifeReads.class, reads -> of(reads, statement, row));
        });
  }

  private static PayoutLife of(
      LifeReads reads, Optional<StoredStatement> statement, Payouts.Row payout) {
    Integer leaf = payout.leaf();
    return new PayoutLife(
        payout,
        reads.findings(payout.batchId(), payout.line()),
        reads.history(payout.batchId(), payout.externalId()),
        leaf == null
            ? Optional.empty()
            : statement.map(stored -> frozen(reads, stored, payout.batchId(), leaf)));
  }

  private static Frozen frozen(LifeReads reads, StoredStatement statement, String batch, int leaf) {
    return new Frozen(
        statement.hash(),
        proof(statement, leaf),
        reads.signers(batch),
        reads.signedBy(batch, leaf),
        reads.attempts(batch, leaf),
        reads.entries(batch, leaf));
  }

  private static Proof proof(StoredStatement statement, int leaf) {
    var leaves = statement.leaves().stream().map(Leaf::encoded).toList();
    return new Proof(leaves.get(leaf), new MerkleTree(leaves).proof(leaf), leaves.size());
  }
}
