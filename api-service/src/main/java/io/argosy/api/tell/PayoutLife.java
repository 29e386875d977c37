package io.argosy.api.tell;

import io.argosy.api.freeze.FrozenLeaves;
import io.argosy.model.Digest32;
import io.argosy.model.Leaf;
import io.argosy.model.MerkleTree;
import io.argosy.model.Statement;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * A payout's whole life, from its order to what people signed and what was paid.
 *
 * @param proof where it stands in its statement, once that is frozen and it is in it
 */
public record PayoutLife(
    Payouts.Row payout,
    List<LifeReads.Finding> findings,
    List<EventLog.Told> history,
    List<LifeReads.Signer> signers,
    Optional<Digest32> statementHash,
    Optional<Proof> proof) {
  /** What anybody needs to check a payout against the statement that people signed. */
  public record Proof(byte[] leaf, List<Digest32> path, int count) {}

  public PayoutLife {
    findings = List.copyOf(findings);
    history = List.copyOf(history);
    signers = List.copyOf(signers);
  }

  /** Reads one client's payout. */
  public static Optional<PayoutLife> read(Jdbi db, String client, String externalId) {
    return db.inTransaction(
        tx -> tx.attach(LifeReads.class).payout(client, externalId).map(payout -> of(tx, payout)));
  }

  private static PayoutLife of(Handle tx, Payouts.Row payout) {
    var reads = tx.attach(LifeReads.class);
    var batch = payout.batchId();
    var statement = reads.statement(batch).map(Statement::decode);
    return new PayoutLife(
        payout,
        reads.findings(batch, payout.line()),
        reads.history(batch, payout.externalId()),
        reads.signers(batch),
        statement.map(Statement::hash),
        statement.flatMap(frozen -> proof(tx, frozen, payout)));
  }

  private static Optional<Proof> proof(Handle tx, Statement statement, Payouts.Row payout) {
    Integer place = payout.leaf();
    if (place == null) {
      return Optional.empty();
    }
    var leaves = FrozenLeaves.of(tx, statement).stream().map(Leaf::encoded).toList();
    var path = new MerkleTree(leaves).proof(place);
    return Optional.of(new Proof(leaves.get(place), path, leaves.size()));
  }
}
