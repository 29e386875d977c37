package io.argosy.cli.deploy;

import io.argosy.chain.LaneKey;
import io.argosy.chainclient.ChainClient;
import io.argosy.contracts.Deployer;
import io.argosy.model.Address;
import io.argosy.model.AssetId;
import io.argosy.model.ChainId;
import io.argosy.stack.Anvil;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** The development chain with the contracts that a deployment on this machine needs. */
public final class DevChain implements AutoCloseable {
  private static final BigInteger ETHER = BigInteger.TEN.pow(18);
  private static final ChainId CHAIN = new ChainId(Anvil.CHAIN);

  /** Token sums that the treasury starts with, in whole units. */
  private static final BigInteger STOCK = BigInteger.valueOf(1_000_000_000);

  /** 0.05 ether. */
  private static final BigInteger FIRST_GAS = ETHER.divide(BigInteger.valueOf(20));

  private final Anvil node;
  private final ChainClient client;
  private final Deployer deployer;
  private final Address executor;
  private final Address dusd;
  private final Address deur;

  private DevChain(
      Anvil node, ChainClient client, Deployer deployer, Address executor, List<Address> tokens) {
    this.node = node;
    this.client = client;
    this.deployer = deployer;
    this.executor = executor;
    this.dusd = tokens.get(0);
    this.deur = tokens.get(1);
  }

  static DevChain start(RunFolder run) throws IOException {
    var node = Anvil.start(RunFolder.tools(), run.of("chain"));
    try {
      var client = ChainClient.open(node.url(), CHAIN);
      var deployer = Deployer.of(client, LaneKey.parse(Anvil.RICH_KEY));
      var executor = deployer.executor();
      var dusd = deployer.token("Demo Dollar", "DUSD", 6);
      var deur = deployer.token("Demo Euro", "DEUR", 18);
      return new DevChain(node, client, deployer, executor, List.of(dusd, deur));
    } catch (IOException | RuntimeException e) {
      node.close();
      throw e;
    }
  }

  /** The registry of the demo. */
  List<Documents.Listed> assets() {
    return List.of(
        new Documents.Listed(AssetId.token(CHAIN, dusd), "DUSD", 6, 10_000),
        new Documents.Listed(AssetId.token(CHAIN, deur), "DEUR", 18, 10_000),
        new Documents.Listed(AssetId.coin(CHAIN), "ETH", 18, 10));
  }

  /**
   * Fills the treasury, and gives each lane gas money for its first transactions; all that comes
   * after is custody's to give.
   */
  void fund(Address treasury, List<Address> lanes) throws IOException {
    var sent = new ArrayList<Deployer.Sent>();
    sent.add(deployer.mint(dusd, treasury, STOCK.multiply(BigInteger.TEN.pow(6))));
    sent.add(deployer.mint(deur, treasury, STOCK.multiply(ETHER)));
    sent.add(deployer.coin(treasury, ETHER.multiply(BigInteger.valueOf(5_000))));
    for (Address lane : lanes) {
      sent.add(deployer.coin(lane, FIRST_GAS));
    }
    for (var each : sent) {
      deployer.await(each);
    }
  }

  /** The registered token of a symbol; empty for the coin. */
  public AssetId asset(String symbol) {
    return assets().stream()
        .filter(listed -> listed.symbol().equals(symbol))
        .findFirst()
        .orElseThrow()
        .id();
  }

  /** The symbol of a registered asset. */
  public String symbol(AssetId asset) {
    return listed(asset).symbol();
  }

  /** Places after the point of a registered asset. */
  public int decimals(AssetId asset) {
    return listed(asset).decimals();
  }

  private Documents.Listed listed(AssetId asset) {
    return assets().stream().filter(each -> each.id().equals(asset)).findFirst().orElseThrow();
  }

  public Anvil node() {
    return node;
  }

  public ChainClient client() {
    return client;
  }

  public Deployer deployer() {
    return deployer;
  }

  public Address executor() {
    return executor;
  }

  @Override
  public void close() {
    node.close();
  }
}
