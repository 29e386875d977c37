package io.argosy.chainclient;

import io.argosy.model.Address;
import io.argosy.model.Digest32;
import java.util.List;

/** What a contract told during a transaction that stands in a block. */
public record Log(
    Address address,
    List<Digest32> topics,
    byte[] data,
    long block,
    Digest32 blockHash,
    Digest32 transaction,
    int index) {
  public Log {
    topics = List.copyOf(topics);
    data = data.clone();
  }

  @Override
  public byte[] data() {
    return data.clone();
  }
}
