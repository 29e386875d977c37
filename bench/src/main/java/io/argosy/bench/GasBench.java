package io.argosy.bench;

import io.argosy.chain.Delegation;
import io.argosy.chain.LaneKey;
import io.argosy.chain.Transaction;
import io.argosy.chain.executor.Authorization;
import io.argosy.chain.executor.Segment;
import io.argosy.chain.executor.Segment.Item;
import io.argosy.chainclient.ChainClient;
import io.argosy.chainclient.Receipt;
import io.argosy.contracts.Deployer;
import io.argosy.model.AccountId;
import io.argosy.model.Address;
import io.argosy.model.AssetId;
import io.argosy.model.ChainId;
import io.argosy.model.Digest32;
import io.argosy.model.Statement.Mode;
import io.argosy.stack.Anvil;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a payout costs on a real chain, whole transaction, one kind of recipient at a time. The
 * treasury is an ordinary account here: who signs does not change the gas.
 */
final class GasBench {
  private static final ChainId CHAIN = new ChainId(Anvil.CHAIN);
  private static final Instant LATER = Instant.ofEpochSecond(4_000_000_000L);
  private static final int TOKEN_ITEMS = 500;

  /** A transaction has 2^24 gas at most (EIP-7825), and new accounts cost more. */
  private static final int COIN_ITEMS = 400;

  private static final int WORD = 256;
  private final SecureRandom random = new SecureRandom();
  private final Deployer deployer;
  private final LaneKey key = LaneKey.make(random);
  private final Address token;

  private GasBench(ChainClient chain) throws IOException {
    this.deployer = Deployer.of(chain, LaneKey.parse(Anvil.RICH_KEY));
    var delegation = new Delegation(CHAIN, deployer.executor(), 0);
    var _ =
        deployer.delegate(
            new Transaction.SignedDelegation(delegation, key.sign(delegation.digest())),
            key.address());
    this.token = deployer.token("Bench Dollar", "BUSD", 6);
    var _ = deployer.await(deployer.mint(token, key.address(), BigInteger.TEN.pow(24)));
    var _ = deployer.await(deployer.coin(key.address(), BigInteger.TEN.pow(20)));
  }

  static Figures run() throws IOException {
    Path folder = Files.createTempDirectory("argosy-bench");
    Path tools = Path.of(System.getProperty("argosy.home", "")).resolve(".argosy");
    try (var node = Anvil.start(tools, folder)) {
      var bench = new GasBench(ChainClient.open(node.url(), CHAIN));
      var tokens = bench.someone(TOKEN_ITEMS);
      var coins = bench.someone(COIN_ITEMS);
      var erc20 = AssetId.token(CHAIN, bench.token);
      var coin = AssetId.coin(CHAIN);
      return new Figures("gas")
          .add("items_erc20", TOKEN_ITEMS)
          .add("items_native", COIN_ITEMS)
          .add("erc20_new", bench.perPayout(erc20, tokens))
          .add("erc20_existing", bench.perPayout(erc20, tokens))
          .add("native_new", bench.perPayout(coin, coins))
          .add("native_existing", bench.perPayout(coin, coins));
    }
  }

  private List<Address> someone(int count) {
    var all = new ArrayList<Address>();
    for (int i = 0; i < count; i++) {
      all.add(Address.of(bytes(20)));
    }
    return all;
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private double perPayout(AssetId asset, List<Address> recipients) throws IOException {
    var segments = new ArrayList<Segment>();
    for (int from = 0; from < recipients.size(); from += WORD) {
      var some = recipients.subList(from, Math.min(recipients.size(), from + WORD));
      var mask = BigInteger.ONE.shiftLeft(some.size()).subtract(BigInteger.ONE);
      var items = some.stream().map(to -> new Item(to, BigInteger.valueOf(1_234_567))).toList();
      segments.add(new Segment(from / WORD, mask, items));
    }
    var treasury = new AccountId(CHAIN, key.address());
    var authorization =
        new Authorization(
            treasury, Digest32.of(bytes(32)), asset, LATER, 100_000, Mode.BEST_EFFORT, segments);
    byte[] call = authorization.calldata(key.sign(authorization.digest()));
    Receipt receipt = deployer.await(deployer.call(key.address(), call));
    return (double) receipt.gasUsed() / recipients.size();
  }
}
