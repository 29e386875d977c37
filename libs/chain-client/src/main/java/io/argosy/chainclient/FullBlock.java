package io.argosy.chainclient;

import java.util.List;

/** A block with all its transactions, in order. */
public record FullBlock(Block head, List<BlockTransaction> transactions) {
  public FullBlock {
    transactions = List.copyOf(transactions);
  }
}
