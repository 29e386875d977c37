package io.argosy.chain.executor;

import io.argosy.chain.Abi;
import io.argosy.chain.EcdsaSignature;
import io.argosy.chain.Keccak;
import io.argosy.model.AccountId;
import io.argosy.model.Address;
import io.argosy.model.AssetId;
import io.argosy.model.Digest32;
import io.argosy.model.FundStatement;
import io.argosy.model.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What custody signs for a shard: pay these leaves of a statement from a treasury.
 *
 * @param deadline last second of validity
 * @param itemGas what every item's call is given
 */
public record Authorization(
    AccountId treasury,
    Digest32 statement,
    AssetId asset,
    Instant deadline,
    long itemGas,
    Statement.Mode mode,
    List<Segment> segments) {
  private static final Address COIN = Address.of(new byte[20]);
  private static final Digest32 TYPE =
      Keccak.hash(
          "Authorization(bytes32 statement,address token,uint256 deadline,uint256 itemGas,"
              + "uint8 mode,bytes segments)");
  private static final byte[] PAY =
      Abi.selector("pay(bytes32,address,uint256,uint256,uint8,bytes,bytes)");

  public Authorization {
    segments = List.copyOf(segments);
    if (!asset.chain().equals(treasury.chain()) || itemGas < 1 || segments.isEmpty()) {
      throw new IllegalArgumentException("another chain, no item gas or no segment");
    }
  }

  /**
   * One refill of one lane, as its fund statement says; empty when it allows no such refill. The
   * deadline is the end of the refill's day.
   */
  public static Optional<Authorization> of(
      FundStatement statement, FundStatement.Refill refill, long itemGas) {
    return statement
        .leaf(refill)
        .map(
            leaf ->
                new Authorization(
                    statement.treasury(),
                    statement.hash(),
                    statement.asset(),
                    statement.deadline(refill.day()),
                    itemGas,
                    Statement.Mode.BEST_EFFORT,
                    List.of(
                        Segment.one(
                            leaf, statement.lanes().get(refill.lane()), statement.amount()))));
  }

  /** What custody signs (EIP-712). */
  public Digest32 digest() {
    var struct = Keccak.hash(TYPE.bytes(), fixedWords(), Keccak.hash(encodedSegments()).bytes());
    return ExecutorDomain.digest(treasury, struct);
  }

  /** The call that anybody may send to the treasury. */
  public byte[] calldata(EcdsaSignature signature) {
    byte[] segmentsTail = Abi.tail(encodedSegments());
    long head = 7 * 32L;
    return Abi.concat(
        PAY,
        fixedWords(),
        Abi.word(head),
        Abi.word(head + segmentsTail.length),
        segmentsTail,
        Abi.tail(signature.forContract()));
  }

  private byte[] fixedWords() {
    return Abi.concat(
        statement.bytes(),
        Abi.word(asset.token().orElse(COIN)),
        Abi.word(deadline.getEpochSecond()),
        Abi.word(itemGas),
        Abi.word(mode == Statement.Mode.STRICT ? 1 : 0));
  }

  private byte[] encodedSegments() {
    return Abi.concat(segments.stream().map(Segment::encoded).toArray(byte[][]::new));
  }
}
