package io.argosy.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.chain.Abi;
import io.argosy.chain.Delegation;
import io.argosy.chain.LaneKey;
import io.argosy.chain.Transaction;
import io.argosy.chain.executor.Authorization;
import io.argosy.chain.executor.ExecutorEvent;
import io.argosy.chain.executor.Segment;
import io.argosy.chain.executor.Segment.Item;
import io.argosy.chainclient.ChainClient;
import io.argosy.chainclient.Receipt;
import io.argosy.model.AccountId;
import io.argosy.model.Address;
import io.argosy.model.AssetId;
import io.argosy.model.ChainId;
import io.argosy.model.Digest32;
import io.argosy.model.Statement.Mode;
import io.argosy.stack.Anvil;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A treasury on a real chain that delegated to the executor, with money in it. */
final class DelegatedTreasury implements AutoCloseable {
  static final Instant LATER = Instant.ofEpochSecond(4_000_000_000L);
  static final BigInteger MUCH = BigInteger.TEN.pow(24);
  static final long ITEM_GAS = 100_000;
  private static final ChainId CHAIN = new ChainId(Anvil.CHAIN);
  private static final SecureRandom RANDOM = new SecureRandom();
  final ChainClient chain;
  final Deployer deployer;
  final LaneKey key = LaneKey.make(RANDOM);
  final AccountId id = new AccountId(CHAIN, key.address());
  final AssetId coin = AssetId.coin(CHAIN);
  final Address token;
  private final Anvil anvil;

  private DelegatedTreasury(Anvil anvil) throws IOException {
    this.anvil = anvil;
    chain = ChainClient.open(anvil.url(), CHAIN);
    deployer = Deployer.of(chain, LaneKey.parse(Anvil.RICH_KEY));
    var delegation = new Delegation(CHAIN, deployer.executor(), 0);
    deployer.delegate(
        new Transaction.SignedDelegation(delegation, key.sign(delegation.digest())), key.address());
    token = deployer.token("Demo dollar", "DUSD", 6);
    deployer.await(deployer.mint(token, key.address(), MUCH));
    deployer.await(deployer.coin(key.address(), BigInteger.TEN.pow(20)));
  }

  static DelegatedTreasury start(Path folder) throws IOException {
    return new DelegatedTreasury(Anvil.start(Path.of(System.getProperty("argosy.tools")), folder));
  }

  @Override
  public void close() {
    anvil.close();
  }

  /** An account that nobody knows; its address is even. */
  static Address someone() {
    byte[] bytes = new byte[20];
    RANDOM.nextBytes(bytes);
    bytes[19] &= (byte) 0xfe;
    return Address.of(bytes);
  }

  /** Another one, odd: what some hostile tokens misbehave for. */
  static Address someoneOdd() {
    byte[] bytes = someone().bytes();
    bytes[19] |= 1;
    return Address.of(bytes);
  }

  static Digest32 statement() {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return Digest32.of(bytes);
  }

  static Item item(Address to, long amount) {
    return new Item(to, BigInteger.valueOf(amount));
  }

  /** A word's first leaves. */
  static Segment word(long number, Item... items) {
    return new Segment(
        number, BigInteger.ONE.shiftLeft(items.length).subtract(BigInteger.ONE), List.of(items));
  }

  AssetId asset(Address of) {
    return AssetId.token(CHAIN, of);
  }

  Authorization pay(Digest32 statement, Address of, Segment... segments) {
    return pay(statement, asset(of), ITEM_GAS, segments);
  }

  Authorization coin(Digest32 statement, Segment... segments) {
    return pay(statement, coin, ITEM_GAS, segments);
  }

  Authorization pay(Digest32 statement, AssetId asset, long itemGas, Segment... segments) {
    return new Authorization(
        id, statement, asset, LATER, itemGas, Mode.BEST_EFFORT, List.of(segments));
  }

  Receipt send(byte[] calldata) throws IOException {
    return deployer.awaitAny(deployer.call(key.address(), calldata));
  }

  Receipt send(Authorization authorization) throws IOException {
    return send(authorization.calldata(key.sign(authorization.digest())));
  }

  /** Sends from a new account that gives this gas and no more. */
  Receipt send(Authorization authorization, long gas) throws IOException {
    var lane = LaneKey.make(RANDOM);
    deployer.await(deployer.coin(lane.address(), BigInteger.TEN.pow(18)));
    var fees = new Transaction.Fees(BigInteger.ONE, BigInteger.valueOf(50_000_000_000L));
    byte[] data = authorization.calldata(key.sign(authorization.digest()));
    var signed = lane.sign(Transaction.call(CHAIN, 0, fees, gas, key.address(), data));
    chain.submit(signed.bytes());
    return deployer.awaitAny(new Deployer.Sent(signed));
  }

  /** The executor's account of a transaction's first word. */
  ExecutorEvent.Paid paid(Receipt receipt) {
    assertThat(receipt.succeeded()).isTrue();
    return receipt.logs().stream()
        .filter(log -> log.address().equals(key.address()))
        .map(log -> ExecutorEvent.decode(log.topics(), log.data()))
        .flatMap(Optional::stream)
        .map(ExecutorEvent.Paid.class::cast)
        .findFirst()
        .orElseThrow();
  }

  BigInteger held(Address of, Address account) throws IOException {
    byte[] call = Abi.concat(Abi.selector("balanceOf(address)"), Abi.word(account));
    return Abi.number(chain.call(of, call, chain.head()), 0);
  }

  /** Deploys a contract that misbehaves in a way of its own enumeration. */
  Address hostile(String contract, int vice) throws IOException {
    Address hostile = deployer.created(Abi.concat(CreationCode.of(contract), Abi.word(vice)));
    if (contract.equals("HostileToken")) {
      deployer.await(deployer.mint(hostile, key.address(), MUCH));
    }
    return hostile;
  }
}
