package io.argosy.custodycore;

import io.argosy.model.FundStatement;
import io.argosy.model.Leaf;
import io.argosy.model.PersonSignature;
import io.argosy.model.Statement;
import io.argosy.model.StatementText;
import io.argosy.model.VoidLeaf;
import java.util.List;

/** A statement as this daemon journaled it. */
public sealed interface Registration {
  /** From 1, in the order of registration. */
  long position();

  /** What people signed. */
  StatementText statement();

  /** Theirs, of the generation below. */
  List<PersonSignature> signatures();

  /** Of the journal when it was approved. */
  long generation();

  /** Number of the policy that decided. */
  long policy();

  /** Payouts, with all their leaves. */
  record Payment(
      long position,
      Statement statement,
      List<PersonSignature> signatures,
      List<Leaf> leaves,
      long generation,
      long policy)
      implements Registration {
    public Payment {
      signatures = List.copyOf(signatures);
      leaves = List.copyOf(leaves);
    }
  }

  /** Leaves of pay statements that are never to be paid. */
  record Voiding(
      long position,
      Statement statement,
      List<PersonSignature> signatures,
      List<VoidLeaf> leaves,
      long generation,
      long policy)
      implements Registration {
    public Voiding {
      signatures = List.copyOf(signatures);
      leaves = List.copyOf(leaves);
    }
  }

  /** Lanes' refills, whose leaves follow from the statement. */
  record Funding(
      long position,
      FundStatement statement,
      List<PersonSignature> signatures,
      long generation,
      long policy)
      implements Registration {
    public Funding {
      signatures = List.copyOf(signatures);
    }
  }
}
