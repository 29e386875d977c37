package io.argosy.custodycore;

import io.argosy.model.Leaf;
import io.argosy.model.PersonSignature;
import io.argosy.model.Statement;
import java.util.List;

/**
 * A statement as this daemon journaled it.
 *
 * @param position from 1, in the order of registration
 * @param generation of the journal when it was approved
 */
public record Registration(
    long position,
    Statement statement,
    List<PersonSignature> signatures,
    List<Leaf> leaves,
    long generation,
    long policy) {
  public Registration {
    signatures = List.copyOf(signatures);
    leaves = List.copyOf(leaves);
  }
}
