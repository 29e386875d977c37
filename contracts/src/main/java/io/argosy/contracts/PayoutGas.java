package io.argosy.contracts;

import io.argosy.chain.Abi;
import io.argosy.chain.Delegation;
import io.argosy.chain.Keccak;
import io.argosy.chain.LaneKey;
import io.argosy.chain.Transaction;
import io.argosy.chain.executor.Authorization;
import io.argosy.chain.executor.Segment;
import io.argosy.chain.executor.Segment.Item;
import io.argosy.chainclient.ChainClient;
import io.argosy.model.AccountId;
import io.argosy.model.Address;
import io.argosy.model.AssetId;
import io.argosy.model.Digest32;
import io.argosy.model.Statement.Mode;
import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a payout costs on a real chain, whole transaction, one kind of recipient at a time, by the
 * executor and by the least that a batch can cost. The treasury is an ordinary account here: who
 * signs does not change the gas. Recipients are hashes of numbers, so that figures repeat; it takes
 * a chain that never paid them. Confined to one thread.
 */
public final class PayoutGas {
  public static final int TOKEN_ITEMS = 500;

  /** A transaction has 2^24 gas at most (EIP-7825), and new accounts cost more. */
  public static final int COIN_ITEMS = 400;

  /** Gas a payout. */
  public record Costs(
      double erc20New, double erc20Existing, double nativeNew, double nativeExisting) {}

  /** One way to pay all of these in one transaction. */
  private interface Way {
    Deployer.Sent pay(AssetId asset, List<Item> items) throws IOException;
  }

  private static final Instant LATER = Instant.ofEpochSecond(4_000_000_000L);
  private static final BigInteger AMOUNT = BigInteger.valueOf(1_234_567);
  private static final BigInteger COIN = BigInteger.TEN.pow(20);
  private static final BigInteger UNITS = BigInteger.TEN.pow(24);
  private static final long ITEM_GAS = 100_000;
  private static final int WORD = 256;
  private final ChainClient chain;
  private final Deployer deployer;
  private final LaneKey key = LaneKey.make(new SecureRandom());
  private final Address token;
  private final Address plain;
  private long numbers;

  private PayoutGas(ChainClient chain, LaneKey rich) throws IOException {
    this.chain = chain;
    this.deployer = Deployer.of(chain, rich);
    var delegation = new Delegation(chain.chain(), deployer.executor(), 0);
    var signed = new Transaction.SignedDelegation(delegation, key.sign(delegation.digest()));
    var _ = deployer.delegate(signed, key.address());
    this.token = deployer.token("Bench Dollar", "BUSD", 6);
    this.plain = deployer.created(CreationCode.of("PlainBatch"));
    for (Address payer : List.of(key.address(), plain)) {
      var _ = deployer.await(deployer.mint(token, payer, UNITS));
      var _ = deployer.await(deployer.coin(payer, COIN));
    }
  }

  /** Prepares a treasury, a token and the other batch, paid by an account that has coin. */
  public static PayoutGas on(ChainClient chain, LaneKey rich) throws IOException {
    return new PayoutGas(chain, rich);
  }

  /** By the executor, with everything that it checks and records. */
  public Costs executor() throws IOException {
    return costs(this::authorized);
  }

  /** By a loop that neither checks nor records anything: no batch costs less. */
  public Costs plain() throws IOException {
    return costs(this::unchecked);
  }

  private Costs costs(Way way) throws IOException {
    var erc20 = AssetId.token(chain.chain(), token);
    var coin = AssetId.coin(chain.chain());
    var holders = items(TOKEN_ITEMS);
    var accounts = items(COIN_ITEMS);
    var costs =
        new Costs(
            perPayout(way, erc20, holders),
            perPayout(way, erc20, holders),
            perPayout(way, coin, accounts),
            perPayout(way, coin, accounts));
    requirePaidTwice(holders.getLast().recipient(), accounts.getLast().recipient());
    return costs;
  }

  private double perPayout(Way way, AssetId asset, List<Item> items) throws IOException {
    return (double) deployer.await(way.pay(asset, items)).gasUsed() / items.size();
  }

  /** The plain loop ignores what fails, and a failure is cheap. */
  private void requirePaidTwice(Address holder, Address account) throws IOException {
    long head = chain.head();
    byte[] call = Abi.concat(Abi.selector("balanceOf(address)"), Abi.word(holder));
    BigInteger twice = AMOUNT.add(AMOUNT);
    if (!Abi.number(chain.call(token, call, head), 0).equals(twice)
        || !chain.balance(account, head).equals(twice)) {
      throw new IOException("not everybody was paid twice");
    }
  }

  private Deployer.Sent authorized(AssetId asset, List<Item> items) throws IOException {
    var segments = new ArrayList<Segment>();
    for (int from = 0; from < items.size(); from += WORD) {
      var some = items.subList(from, Math.min(items.size(), from + WORD));
      var mask = BigInteger.ONE.shiftLeft(some.size()).subtract(BigInteger.ONE);
      segments.add(new Segment(from / WORD, mask, some));
    }
    var treasury = new AccountId(chain.chain(), key.address());
    var authorization =
        new Authorization(treasury, next(), asset, LATER, ITEM_GAS, Mode.BEST_EFFORT, segments);
    byte[] call = authorization.calldata(key.sign(authorization.digest()));
    return deployer.call(key.address(), call);
  }

  private Deployer.Sent unchecked(AssetId asset, List<Item> items) throws IOException {
    var packed = new ArrayList<byte[]>();
    for (Item item : items) {
      packed.add(item.recipient().bytes());
      packed.add(Arrays.copyOfRange(Abi.word(item.amount()), 20, 32));
    }
    return deployer.call(
        plain,
        Abi.concat(
            Abi.selector("pay(address,bytes)"),
            Abi.word(asset.token().orElse(Address.of(new byte[20]))),
            Abi.word(64),
            Abi.tail(Abi.concat(packed.toArray(byte[][]::new)))));
  }

  private List<Item> items(int count) {
    var items = new ArrayList<Item>();
    for (int i = 0; i < count; i++) {
      items.add(new Item(Address.of(Arrays.copyOf(next().bytes(), 20)), AMOUNT));
    }
    return items;
  }

  private Digest32 next() {
    return Keccak.hash(Abi.word(numbers++));
  }
}
