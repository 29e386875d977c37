package io.argosy.reconcile.custody;

import io.argosy.model.Digest32;
import io.argosy.model.FundStatement;
import io.argosy.model.Leaf;
import io.argosy.model.LeavesCheck;
import io.argosy.model.Statement;
import io.argosy.model.StatementText;
import java.util.ArrayList;
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

  private static Outcome payment(Statement statement, List<Leaf> leaves) {
    var faults = LeavesCheck.faults(statement, leaves);
    return faults.isEmpty()
        ? new Outcome.Holds(statement, leaves)
        : new Outcome.Contradicts("the leaves are not the statement's: " + faults);
  }

  static Outcome of(Digest32 genesis, CustodyClient.Told told) {
    try {
      var statement = StatementText.decode(told.statement());
      if (!statement.genesis().equals(genesis)) {
        return new Outcome.Contradicts("the statement is of another genesis");
      }
      var leaves = new ArrayList<Leaf>(told.leaves().size());
      for (byte[] leaf : told.leaves()) {
        leaves.add(Leaf.decode(leaf));
      }
      return switch (statement) {
        case Statement pay -> payment(pay, leaves);
        case FundStatement fund when leaves.isEmpty() -> new Outcome.Holds(fund, leaves);
        case FundStatement _ -> new Outcome.Contradicts("a fund statement with listed leaves");
      };
    } catch (IllegalArgumentException e) {
      return new Outcome.Contradicts("malformed: " + e.getMessage());
    }
  }
}
