package io.argosy.api.book;

import io.argosy.chain.Abi;
import io.argosy.chain.Keccak;
import io.argosy.chainclient.ChainClient;
import io.argosy.model.Address;
import io.argosy.model.Digest32;
import java.io.IOException;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the executor's bits from the treasury's storage at a block's hash: what a call answers is
 * the word of whatever code stands there, a slot is not.
 */
final class PaidBits {
  /** The executor's ERC-7201 namespace; its first mapping holds the settled bits. */
  private static final Digest32 WORDS =
      Digest32.parse("a9e0834ab83f95f89b51d30bed91bacd9ca4be0d9d4714a9ead4002739035100");

  private final ChainClient chain;
  private final Address treasury;

  PaidBits(ChainClient chain, Address treasury) {
    this.chain = chain;
    this.treasury = treasury;
  }

  /** Of these leaves, those whose bit is clear in that block's state. */
  List<Integer> clear(Digest32 statement, List<Integer> leaves, Digest32 block) throws IOException {
    Map<Integer, BigInteger> words = new HashMap<>();
    for (int leaf : leaves) {
      int word = leaf >> 8;
      if (!words.containsKey(word)) {
        words.put(word, chain.storage(treasury, slot(statement, word), block));
      }
    }
    return leaves.stream().filter(leaf -> !bit(words, leaf)).toList();
  }

  private static boolean bit(Map<Integer, BigInteger> words, int leaf) {
    return words.getOrDefault(leaf >> 8, BigInteger.ZERO).testBit(leaf & 0xff);
  }

  private static Digest32 slot(Digest32 statement, long word) {
    var ofStatement = Keccak.hash(statement.bytes(), WORDS.bytes());
    return Keccak.hash(Abi.word(word), ofStatement.bytes());
  }
}
