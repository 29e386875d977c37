package io.argosy.chain;

import io.argosy.model.Address;
import io.argosy.model.ChainId;
import io.argosy.model.Digest32;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A transaction with a priority fee: type 2 (EIP-1559), or type 4 (EIP-7702) when it carries
 * delegations. Fees in wei a gas.
 *
 * @param to empty to create a contract
 */
public record Transaction(
    ChainId chain,
    long nonce,
    Fees fees,
    long gasLimit,
    Optional<Address> to,
    BigInteger value,
    byte[] data,
    List<SignedDelegation> delegations) {
  /** What a gas may cost at most, and how much of it goes to the block's builder. */
  public record Fees(BigInteger maxPriority, BigInteger max) {
    public Fees {
      if (maxPriority.signum() < 0 || maxPriority.compareTo(max) > 0) {
        throw new IllegalArgumentException("fees: 0 <= priority <= max");
      }
    }
  }

  /** A delegation with its account's signature. */
  public record SignedDelegation(Delegation delegation, EcdsaSignature signature) {}

  /** A signed transaction as nodes take it, with its hash. */
  public record Signed(byte[] bytes, Digest32 hash) {}

  public Transaction {
    data = data.clone();
    delegations = List.copyOf(delegations);
    if (nonce < 0 || gasLimit < 21_000 || value.signum() < 0) {
      throw new IllegalArgumentException("nonce, gas limit or value out of range");
    }
    if (!delegations.isEmpty() && to.isEmpty()) {
      throw new IllegalArgumentException("a type 4 transaction creates no contract (EIP-7702)");
    }
  }

  @Override
  public byte[] data() {
    return data.clone();
  }

  /** A call of one address. */
  public static Transaction call(
      ChainId chain, long nonce, Fees fees, long gasLimit, Address to, byte[] data) {
    return new Transaction(
        chain, nonce, fees, gasLimit, Optional.of(to), BigInteger.ZERO, data, List.of());
  }

  /** What the sender signs. */
  public Digest32 signingHash() {
    return Keccak.hash(type(), Rlp.list(fields()));
  }

  /** The bytes for a node. */
  public Signed signed(EcdsaSignature signature) {
    var fields = fields();
    fields.add(Rlp.number(signature.recoveryId()));
    fields.add(Rlp.number(new BigInteger(1, signature.r())));
    fields.add(Rlp.number(new BigInteger(1, signature.s())));
    byte[] body = Rlp.list(fields);
    byte[] bytes = new byte[body.length + 1];
    bytes[0] = type()[0];
    System.arraycopy(body, 0, bytes, 1, body.length);
    return new Signed(bytes, Keccak.hash(bytes));
  }

  private byte[] type() {
    return new byte[] {(byte) (delegations.isEmpty() ? 2 : 4)};
  }

  private List<byte[]> fields() {
    var fields = new ArrayList<byte[]>();
    fields.add(Rlp.number(chain.number()));
    fields.add(Rlp.number(nonce));
    fields.add(Rlp.number(fees.maxPriority()));
    fields.add(Rlp.number(fees.max()));
    fields.add(Rlp.number(gasLimit));
    fields.add(to.map(Rlp::address).orElseGet(() -> Rlp.bytes(new byte[0])));
    fields.add(Rlp.number(value));
    fields.add(Rlp.bytes(data));
    fields.add(Rlp.list());
    if (!delegations.isEmpty()) {
      fields.add(Rlp.list(delegations.stream().map(Transaction::encoded).toList()));
    }
    return fields;
  }

  private static byte[] encoded(SignedDelegation signed) {
    var delegation = signed.delegation();
    var signature = signed.signature();
    return Rlp.list(
        Rlp.number(delegation.chain().number()),
        Rlp.address(delegation.code()),
        Rlp.number(delegation.nonce()),
        Rlp.number(signature.recoveryId()),
        Rlp.number(new BigInteger(1, signature.r())),
        Rlp.number(new BigInteger(1, signature.s())));
  }
}
