package io.argosy.chain.executor;

import io.argosy.chain.Abi;
import io.argosy.chain.Keccak;
import io.argosy.model.Address;
import io.argosy.model.Digest32;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What the executor tells about a word of a statement. */
public sealed interface ExecutorEvent {
  /** Topic 0 of {@link Paid}. */
  Digest32 PAID = Keccak.hash("Paid(bytes32,uint256,address,uint256,uint256,uint256)");

  /** Topic 0 of {@link Voided}. */
  Digest32 VOIDED = Keccak.hash("Voided(bytes32,bytes32,uint256,uint256)");

  /**
   * Leaves of a word were worked on, by their bits.
   *
   * @param token zero for the chain's own coin
   */
  record Paid(
      Digest32 statement,
      long word,
      Address token,
      BigInteger paid,
      BigInteger failed,
      BigInteger disputed)
      implements ExecutorEvent {}

  /** Leaves of a word will never be paid. */
  record Voided(Digest32 order, Digest32 statement, long word, BigInteger mask)
      implements ExecutorEvent {}

  /** Reads a log of the treasury's address; empty when it is neither event, or malformed. */
  static Optional<ExecutorEvent> decode(List<Digest32> topics, byte[] data) {
    if (topics.size() != 4) {
      return Optional.empty();
    }
    if (topics.getFirst().equals(PAID) && data.length == 96) {
      return number(topics.get(2))
          .map(
              word ->
                  new Paid(
                      topics.get(1),
                      word,
                      address(topics.get(3)),
                      Abi.number(data, 0),
                      Abi.number(data, 1),
                      Abi.number(data, 2)));
    }
    if (topics.getFirst().equals(VOIDED) && data.length == 32) {
      return number(topics.get(3))
          .map(word -> new Voided(topics.get(1), topics.get(2), word, Abi.number(data, 0)));
    }
    return Optional.empty();
  }

  private static Optional<Long> number(Digest32 topic) {
    var value = new BigInteger(1, topic.bytes());
    return value.bitLength() <= 32 ? Optional.of(value.longValueExact()) : Optional.empty();
  }

  private static Address address(Digest32 topic) {
    return Address.of(Arrays.copyOfRange(topic.bytes(), 12, 32));
  }
}
