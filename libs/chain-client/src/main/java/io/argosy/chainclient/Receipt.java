package io.argosy.chainclient;

import io.argosy.model.Address;
import io.argosy.model.Digest32;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/**
 * What became of a transaction that stands in a block.
 *
 * @param succeeded says that it did not revert, and nothing about a payment
 * @param gasPrice wei a gas that was paid
 * @param created the contract that it made
 */
public record Receipt(
    Digest32 transaction,
    long block,
    Digest32 blockHash,
    boolean succeeded,
    long gasUsed,
    BigInteger gasPrice,
    Address from,
    Optional<Address> created,
    List<Log> logs) {
  public Receipt {
    logs = List.copyOf(logs);
  }
}
