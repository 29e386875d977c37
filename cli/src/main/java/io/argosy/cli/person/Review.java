package io.argosy.cli.person;

import io.argosy.model.Digest32;
import io.argosy.model.Leaf;
import io.argosy.model.LeavesCheck;
import io.argosy.model.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * What a person's own machine found about a statement before signing it.
 *
 * @param faults why it must not be signed; empty when it may be
 */
public record Review(Statement statement, Digest32 hash, List<Leaf> leaves, List<String> faults) {
  public Review {
    leaves = List.copyOf(leaves);
    faults = List.copyOf(faults);
  }

  /** Reads statement and leaves as the strict formats that they are; throws when they are not. */
  public static Review of(byte[] text, List<byte[]> encoded) {
    var statement = Statement.decode(text);
    var leaves = encoded.stream().map(Leaf::decode).toList();
    var faults = new ArrayList<String>();
    for (var fault : LeavesCheck.faults(statement, leaves)) {
      faults.add(
          switch (fault) {
            case COUNT ->
                "the statement counts %d leaves, %d were sent"
                    .formatted(statement.count(), leaves.size());
            case TREASURY -> "a leaf is paid from another treasury";
            case TOTALS -> "the statement's totals are not the leaves' sums";
            case ROOT -> "the statement's root is not the leaves' Merkle root";
            case EXTERNAL_ID -> "an external id stands in the statement twice";
          });
    }
    return new Review(statement, statement.hash(), leaves, faults);
  }

  /** The same with what an approver's own file says. */
  public Review against(OwnFile own) {
    var all = new ArrayList<>(faults);
    all.addAll(own.differences(statement, leaves));
    return new Review(statement, hash, leaves, all);
  }

  public boolean mayBeSigned() {
    return faults.isEmpty();
  }
}
