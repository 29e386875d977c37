package io.argosy.chain.executor;

import io.argosy.chain.Abi;
import io.argosy.chain.EcdsaSignature;
import io.argosy.chain.Keccak;
import io.argosy.model.AccountId;
import io.argosy.model.Digest32;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What custody signs so that leaves are never paid.
 *
 * @param order hash of the void statement that people signed
 * @param statement whose leaves these are
 * @param masks of the leaves, by word
 */
public record VoidOrder(
    AccountId treasury,
    Digest32 order,
    Digest32 statement,
    Instant deadline,
    SortedMap<Long, BigInteger> masks) {
  private static final Digest32 TYPE =
      Keccak.hash("VoidOrder(bytes32 order,bytes32 statement,uint256 deadline,bytes words)");
  private static final byte[] VOID =
      Abi.selector("voidLeaves(bytes32,bytes32,uint256,bytes,bytes)");

  public VoidOrder {
    masks = Collections.unmodifiableSortedMap(new TreeMap<>(masks));
    if (masks.isEmpty()) {
      throw new IllegalArgumentException("a void order names a leaf or more");
    }
  }

  /** An order over leaf numbers. */
  public static VoidOrder of(
      AccountId treasury,
      Digest32 order,
      Digest32 statement,
      Instant deadline,
      List<Integer> numbers) {
    var masks = new TreeMap<Long, BigInteger>();
    for (int number : numbers) {
      masks.merge((long) number >> 8, BigInteger.ONE.shiftLeft(number & 0xff), BigInteger::or);
    }
    return new VoidOrder(treasury, order, statement, deadline, masks);
  }

  /** What custody signs (EIP-712). */
  public Digest32 digest() {
    var struct = Keccak.hash(TYPE.bytes(), fixedWords(), Keccak.hash(encodedWords()).bytes());
    return ExecutorDomain.digest(treasury, struct);
  }

  /** The call that anybody may send to the treasury. */
  public byte[] calldata(EcdsaSignature signature) {
    byte[] words = Abi.tail(encodedWords());
    return Abi.concat(
        VOID,
        fixedWords(),
        Abi.word(5 * 32L),
        Abi.word(5 * 32L + words.length),
        words,
        Abi.tail(signature.forContract()));
  }

  private byte[] fixedWords() {
    return Abi.concat(order.bytes(), statement.bytes(), Abi.word(deadline.getEpochSecond()));
  }

  private byte[] encodedWords() {
    return Abi.concat(
        masks.entrySet().stream()
            .map(each -> Abi.concat(Segment.wordNumber(each.getKey()), Abi.word(each.getValue())))
            .toArray(byte[][]::new));
  }
}
