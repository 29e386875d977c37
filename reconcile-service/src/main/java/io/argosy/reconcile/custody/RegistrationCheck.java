package io.argosy.reconcile.custody;

import io.argosy.model.Digest32;
import io.argosy.model.FundStatement;
import io.argosy.model.Leaf;
import io.argosy.model.LeavesCheck;
import io.argosy.model.MerkleTree;
import io.argosy.model.Statement;
import io.argosy.model.StatementText;
import io.argosy.model.VoidLeaf;
import java.util.List;

/** Recomputes what a daemon says that people signed: encoding, genesis, leaves, totals, root. */
final class RegistrationCheck {
  private RegistrationCheck() {}

  /** What a registration is worth. */
  sealed interface Outcome {
    /** It holds; its statement's hash covers every leaf, listed here unless they follow from it. */
    record Holds(StatementText statement, List<Leaf> leaves) implements Outcome {
      public Holds {
        leaves = List.copyOf(leaves);
      }
    }

    /** It contradicts itself, and explains nothing. */
    record Contradicts(String cause) implements Outcome {}
  }

  private static Outcome listed(Statement statement, List<byte[]> leaves) {
    return switch (statement.kind()) {
      case PAY -> payment(statement, leaves.stream().map(Leaf::decode).toList());
      case VOID -> voiding(statement, leaves);
    };
  }

  private static Outcome payment(Statement statement, List<Leaf> leaves) {
    var faults = LeavesCheck.faults(statement, leaves);
    return faults.isEmpty()
        ? new Outcome.Holds(statement, leaves)
        : new Outcome.Contradicts("the leaves are not the statement's: " + faults);
  }

  /** It explains no outflow; that its places are leaves of pay statements is for custody to say. */
  private static Outcome voiding(Statement statement, List<byte[]> places) {
    places.forEach(VoidLeaf::decode);
    boolean holds =
        places.size() == statement.count()
            && new MerkleTree(places).root().equals(statement.root());
    return holds
        ? new Outcome.Holds(statement, List.of())
        : new Outcome.Contradicts("the places are not the void statement's");
  }

  static Outcome of(Digest32 genesis, CustodyClient.Told told) {
    try {
      var statement = StatementText.decode(told.statement());
      if (!statement.genesis().equals(genesis)) {
        return new Outcome.Contradicts("the statement is of another genesis");
      }
      return switch (statement) {
        case Statement listed -> listed(listed, told.leaves());
        case FundStatement fund when told.leaves().isEmpty() -> new Outcome.Holds(fund, List.of());
        case FundStatement _ -> new Outcome.Contradicts("a fund statement with listed leaves");
      };
    } catch (IllegalArgumentException e) {
      return new Outcome.Contradicts("malformed: " + e.getMessage());
    }
  }
}
