package io.argosy.reconcile;

import io.argosy.chain.Abi;
import io.argosy.chain.Delegation;
import io.argosy.chain.LaneKey;
import io.argosy.chain.Transaction;
import io.argosy.chain.executor.Authorization;
import io.argosy.chain.executor.Segment;
import io.argosy.chainclient.ChainClient;
import io.argosy.chainclient.Receipt;
import io.argosy.contracts.Deployer;
import io.argosy.model.AccountId;
import io.argosy.model.Address;
import io.argosy.model.AssetId;
import io.argosy.model.BatchId;
import io.argosy.model.ChainId;
import io.argosy.model.ClientId;
import io.argosy.model.Digest32;
import io.argosy.model.ExternalId;
import io.argosy.model.FundId;
import io.argosy.model.FundStatement;
import io.argosy.model.KeyId;
import io.argosy.model.Leaf;
import io.argosy.model.MerkleTree;
import io.argosy.model.Route;
import io.argosy.model.Statement;
import io.argosy.stack.Anvil;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * A real chain with a treasury that runs the executor. Its key is a whole one, so that a test can
 * also be the thief that threshold custody rules out.
 */
final class TreasuryOnChain implements AutoCloseable {
  static final ChainId CHAIN = new ChainId(Anvil.CHAIN);
  static final AssetId COIN = AssetId.coin(CHAIN);
  private static final BigInteger MUCH = BigInteger.TEN.pow(20);
  private static final Transaction.Fees FEES =
      new Transaction.Fees(BigInteger.ONE, BigInteger.valueOf(50_000_000_000L));
  private final SecureRandom random = new SecureRandom();
  private final LaneKey key = LaneKey.make(random);
  final LaneKey lane = LaneKey.make(random);
  final Anvil anvil;
  final ChainClient chain;
  final Deployer deployer;
  final AccountId treasury;
  final AssetId token;
  final long startBlock;

  /** A statement and all its leaves. */
  record Signed(Statement statement, List<Leaf> leaves) {}

  TreasuryOnChain(Path tools, Path folder) throws IOException {
    anvil = Anvil.start(tools, folder);
    chain = ChainClient.open(anvil.url(), CHAIN);
    deployer = Deployer.of(chain, LaneKey.parse(Anvil.RICH_KEY));
    treasury = new AccountId(CHAIN, key.address());
    var delegation = new Delegation(CHAIN, deployer.executor(), 0);
    deployer.delegate(
        new Transaction.SignedDelegation(delegation, key.sign(delegation.digest())), key.address());
    Address contract = deployer.token("Demo dollar", "DUSD", 6);
    token = AssetId.token(CHAIN, contract);
    deployer.await(deployer.mint(contract, key.address(), MUCH));
    deployer.await(deployer.coin(lane.address(), MUCH));
    startBlock = chain.head() + 1;
    // Money that comes in later is an inflow that the watcher must know how to explain.
    deployer.await(deployer.coin(key.address(), MUCH));
    deployer.await(deployer.mint(contract, key.address(), MUCH));
  }

  Address someone() {
    byte[] bytes = new byte[20];
    random.nextBytes(bytes);
    return Address.of(bytes);
  }

  private Leaf leaf(AssetId asset, long units) {
    return new Leaf(
        treasury,
        asset,
        someone(),
        BigInteger.valueOf(units),
        Route.BATCH,
        new ClientId("payroll"),
        new ExternalId(UUID.randomUUID().toString()));
  }

  /** A statement over so many token leaves and then one of coin, each of another amount. */
  Signed signed(Digest32 genesis, int tokens) {
    var now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    var leaves = new ArrayList<Leaf>();
    for (int i = 1; i <= tokens; i++) {
      leaves.add(leaf(token, i));
    }
    leaves.add(leaf(COIN, 7));
    var statement =
        new Statement(
            Statement.Kind.PAY,
            genesis,
            new BatchId(UUID.randomUUID().toString()),
            new KeyId("maker"),
            treasury,
            1,
            Statement.Mode.BEST_EFFORT,
            1,
            leaves.size(),
            List.of(
                new Statement.Total(token, BigInteger.valueOf(tokens * (tokens + 1L) / 2), 6),
                new Statement.Total(COIN, BigInteger.valueOf(7), 18)),
            new MerkleTree(leaves.stream().map(Leaf::encoded).toList()).root(),
            BigInteger.TEN,
            now,
            now.plusSeconds(7_200));
    return new Signed(statement, leaves);
  }

  /** Pays the leaves of one asset by a lane's transaction. */
  Receipt pay(Signed signed, AssetId asset) throws IOException {
    var numbers =
        IntStream.range(0, signed.leaves().size())
            .filter(i -> signed.leaves().get(i).asset().equals(asset))
            .boxed()
            .toList();
    var authorization =
        new Authorization(
            treasury,
            signed.statement().hash(),
            asset,
            signed.statement().expiry(),
            100_000,
            Statement.Mode.BEST_EFFORT,
            Segment.of(numbers, signed.leaves()));
    return pay(authorization);
  }

  /** The lane's gas money: five wei at a time, twice a day. */
  FundStatement fund(Digest32 genesis) {
    var now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    return new FundStatement(
        genesis,
        new FundId("fund-1"),
        treasury,
        COIN,
        1,
        1,
        List.of(lane.address()),
        BigInteger.valueOf(5),
        2,
        BigInteger.TEN,
        now,
        now.plusSeconds(7_200));
  }

  /** Pays one refill by the lane's own transaction. */
  Receipt refill(FundStatement fund, FundStatement.Refill refill) throws IOException {
    return pay(Authorization.of(fund, refill, 50_000).orElseThrow());
  }

  /** Pays somebody under a leaf that the fund statement does not have. */
  Receipt payBeyond(FundStatement fund) throws IOException {
    var leaf =
        new Segment(9, BigInteger.ONE, List.of(new Segment.Item(someone(), BigInteger.valueOf(5))));
    return pay(
        new Authorization(
            treasury,
            fund.hash(),
            COIN,
            fund.expiry(),
            50_000,
            Statement.Mode.BEST_EFFORT,
            List.of(leaf)));
  }

  private Receipt pay(Authorization authorization) throws IOException {
    byte[] data = authorization.calldata(key.sign(authorization.digest()));
    return send(lane, key.address(), BigInteger.ZERO, data);
  }

  private Receipt send(LaneKey from, Address to, BigInteger wei, byte[] data) throws IOException {
    long nonce = chain.nonce(from.address());
    var signed =
        from.sign(
            new Transaction(CHAIN, nonce, FEES, 15_000_000, Optional.of(to), wei, data, List.of()));
    var _ = chain.submit(signed.bytes());
    return deployer.await(new Deployer.Sent(signed));
  }

  /** The treasury's own key sends a token away, past executor and custody. */
  Receipt stealToken(long units) throws IOException {
    byte[] call =
        Abi.concat(Abi.selector("transfer(address,uint256)"), Abi.word(someone()), Abi.word(units));
    return send(key, token.token().orElseThrow(), BigInteger.ZERO, call);
  }

  /** Waits until a block is final. */
  void awaitFinal(long block, long depth) throws IOException, InterruptedException {
    while (chain.head() < block + depth) {
      Thread.sleep(100);
    }
  }

  /** Replaces so many of the newest blocks by empty ones. */
  void replace(long blocks) throws IOException, InterruptedException {
    String call =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"anvil_reorg\",\"params\":[%d,[]]}"
            .formatted(blocks);
    var request =
        HttpRequest.newBuilder(URI.create(anvil.url()))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(call))
            .build();
    try (var http = HttpClient.newHttpClient()) {
      var answer = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
      if (answer.contains("error")) {
        throw new IOException(answer);
      }
    }
  }

  @Override
  public void close() {
    anvil.close();
  }
}
