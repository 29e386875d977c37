package io.argosy.contracts;

import io.argosy.chain.Abi;
import io.argosy.chain.Keccak;
import io.argosy.chain.LaneKey;
import io.argosy.chain.Transaction;
import io.argosy.chainclient.ChainClient;
import io.argosy.chainclient.Receipt;
import io.argosy.chainclient.Submission;
import io.argosy.model.Address;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Puts contracts and first balances on a development chain, from one account that has coin there.
 * Confined to one thread.
 */
public final class Deployer {
  /** The CREATE2 deployer that stands at this address on every chain. */
  private static final Address CREATE2 =
      Address.parse("0x4e59b44847b379578588920ca78fbf26c0b4956c");

  private static final byte[] SALT = new byte[32];
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long GAS = 15_000_000;
  private static final BigInteger GWEI = BigInteger.valueOf(1_000_000_000);
  private static final Transaction.Fees FEES =
      new Transaction.Fees(GWEI, GWEI.multiply(BigInteger.valueOf(50)));
  private final ChainClient chain;
  private final LaneKey account;
  private long nonce;

  private Deployer(ChainClient chain, LaneKey account, long nonce) {
    this.chain = chain;
    this.account = account;
    this.nonce = nonce;
  }

  /** Takes an account that nobody else sends from meanwhile. */
  public static Deployer of(ChainClient chain, LaneKey account) throws IOException {
    return new Deployer(chain, account, chain.nonce(account.address()));
  }

  /**
   * Where {@link #executor} puts the contract: known without any chain, so that a policy can pin
   * it.
   *
   * @param signer zero: the account that runs the code signs for itself (EIP-7702)
   */
  public static Address executorAddress(Address signer) {
    byte[] hash =
        Keccak.hash(
                new byte[] {(byte) 0xff},
                CREATE2.bytes(),
                SALT,
                Keccak.hash(executorCode(signer)).bytes())
            .bytes();
    return Address.of(Arrays.copyOfRange(hash, 12, 32));
  }

  private static byte[] executorCode(Address signer) {
    return Abi.concat(CreationCode.of("Executor"), Abi.word(signer));
  }

  /** Deploys the executor for treasuries that delegate to it, once. */
  public Address executor() throws IOException {
    Address none = Address.of(new byte[20]);
    Address there = executorAddress(none);
    if (chain.code(there).length == 0) {
      await(call(CREATE2, Abi.concat(SALT, executorCode(none))));
    }
    return there;
  }

  /** Deploys an ordinary token; this account mints. */
  public Address token(String name, String symbol, int decimals) throws IOException {
    return created(
        Abi.concat(
            CreationCode.of("TestToken"),
            Abi.word(96),
            Abi.word(160),
            Abi.word(decimals),
            Abi.tail(name.getBytes(StandardCharsets.US_ASCII)),
            Abi.tail(symbol.getBytes(StandardCharsets.US_ASCII))));
  }

  /** Deploys any contract of this module. */
  public Address created(byte[] creationCode) throws IOException {
    var receipt = await(send(Optional.empty(), BigInteger.ZERO, creationCode));
    return receipt.created().orElseThrow(() -> new IOException("no contract was made"));
  }

  /** Gives coin to an account. */
  public Sent coin(Address to, BigInteger wei) throws IOException {
    return send(Optional.of(to), wei, new byte[0]);
  }

  /** Mints a token to an account. */
  public Sent mint(Address token, Address to, BigInteger units) throws IOException {
    return call(
        token, Abi.concat(Abi.selector("mint(address,uint256)"), Abi.word(to), Abi.word(units)));
  }

  /** Mints the same sum of a token to each account. */
  public Sent mintAll(Address token, List<Address> to, BigInteger units) throws IOException {
    var parts = new ArrayList<byte[]>();
    parts.add(Abi.selector("mintAll(address[],uint256)"));
    parts.add(Abi.word(64));
    parts.add(Abi.word(units));
    parts.add(Abi.word(to.size()));
    to.forEach(address -> parts.add(Abi.word(address)));
    return call(token, Abi.concat(parts.toArray(byte[][]::new)));
  }

  /** A transaction that was accepted, and may stand in a block soon. */
  public record Sent(Transaction.Signed transaction) {}

  /** Calls a contract. */
  public Sent call(Address to, byte[] data) throws IOException {
    return send(Optional.of(to), BigInteger.ZERO, data);
  }

  private Sent send(Optional<Address> to, BigInteger wei, byte[] data) throws IOException {
    return submit(new Transaction(chain.chain(), nonce, FEES, GAS, to, wei, data, List.of()));
  }

  /** Sends a call that carries a delegation of another account (EIP-7702). */
  public Receipt delegate(Transaction.SignedDelegation delegation, Address account)
      throws IOException {
    return await(
        submit(
            new Transaction(
                chain.chain(),
                nonce,
                FEES,
                500_000,
                Optional.of(account),
                BigInteger.ZERO,
                new byte[0],
                List.of(delegation))));
  }

  private Sent submit(Transaction transaction) throws IOException {
    var signed = account.sign(transaction);
    nonce++;
    if (chain.submit(signed.bytes()) instanceof Submission.Accepted) {
      return new Sent(signed);
    }
    throw new IOException("the chain did not take a transaction: " + chain.submit(signed.bytes()));
  }

  /** Waits until a transaction stands in a block; throws when it reverted. */
  public Receipt await(Sent sent) throws IOException {
    Receipt receipt = awaitAny(sent);
    if (!receipt.succeeded()) {
      throw new IOException("the transaction " + receipt.transaction() + " reverted");
    }
    return receipt;
  }

  /** Waits until a transaction stands in a block, whatever became of it. */
  public Receipt awaitAny(Sent sent) throws IOException {
    Instant end = Instant.now().plus(PATIENCE);
    while (Instant.now().isBefore(end)) {
      var receipt = chain.receipt(sent.transaction().hash());
      if (receipt.isPresent()) {
        return receipt.get();
      }
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
    throw new IOException("the chain stands still");
  }
}
