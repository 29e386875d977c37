package io.argosy.api;

import io.argosy.api.fund.SignedFund;
import io.argosy.custodycore.Policy;
import io.argosy.custodycore.Roster;
import io.argosy.custodycore.Rosters;
import io.argosy.custodycore.SignatureLines;
import io.argosy.model.AccountId;
import io.argosy.model.DaemonId;
import io.argosy.model.FundStatement;
import io.argosy.servicekit.EdgeConfig;
import io.argosy.servicekit.GrpcServer.Listen;
import io.argosy.servicekit.GrpcServer.Reflection;
import io.argosy.servicekit.StrictConfig;
import io.argosy.servicekit.Tls;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * The configuration of this service, read whole.
 *
 * @param rosters this zone's copy of the genesis and of the versions after it
 * @param policy this zone's copy; what it says is advice here and law in custody
 * @param lanes files of the lanes' keys
 * @param fund what officers signed so that lanes are refilled; without it nobody refills them
 */
record ApiSettings(
    String deployment,
    Path portsFile,
    Listen listen,
    Database database,
    Rosters rosters,
    Policy policy,
    AccountId treasury,
    Custody custody,
    Chain chain,
    List<Path> lanes,
    Shard shard,
    Duration statementLife,
    Market market,
    Fiat fiat,
    Optional<SignedFund> fund,
    OptionalInt prometheusPort) {

  /** Where the rows are. */
  record Database(String url, String user, String password) {}

  /** How custody is reached. */
  record Custody(Tls tls, List<Daemon> daemons) {}

  /** One daemon's client port, as host:port. */
  record Daemon(DaemonId id, String address) {}

  /** The chain's endpoint, and how many blocks make a block final. */
  record Chain(String url, int finalityDepth) {}

  /** What one transaction may hold and spend. */
  record Shard(int mostPayouts, int itemGasToken, int itemGasCoin, BigInteger maxNetworkFee) {}

  /** Where quotes come from. */
  record Market(String address, Tls tls) {}

  /**
   * The rule about what a payout is worth.
   *
   * @param pairs the pair that prices each symbol
   */
  record Fiat(
      String currency, BigDecimal holdAbove, Duration maxQuoteAge, Map<String, String> pairs) {}

  /** Reads and checks a file; the fault that stops the start names key and remedy. */
  static ApiSettings read(Path file) throws IOException {
    var config = StrictConfig.read(file);
    var deployment = config.text("deployment");
    var rosters = rosters(config);
    var policy = document(config, "policy", Policy::decode);
    var settings =
        new ApiSettings(
            deployment,
            config.path("ports-file"),
            EdgeConfig.listen(config.section("listen"), deployment, Reflection.ON),
            database(config.section("database")),
            rosters,
            policy,
            value(config, "treasury", AccountId::parse),
            custody(config.section("custody")),
            chain(config.section("chain")),
            config.texts("lanes").stream().map(file.toAbsolutePath()::resolveSibling).toList(),
            shard(config.section("shard")),
            config.duration("statement-life"),
            market(config.section("market")),
            fiat(config.section("fiat"), policy),
            fund(config),
            EdgeConfig.prometheusPort(config));
    settings.check(config);
    config.finish();
    return settings;
  }

  private void check(StrictConfig config) {
    if (!rosters.inForce().deployment().equals(deployment)) {
      throw config.fault("roster", "is not the genesis of " + deployment);
    }
    if (!policy.genesis().equals(rosters.genesis())) {
      throw config.fault("policy", "belongs to another genesis than the roster's");
    }
    if (policy.treasury(treasury).isEmpty()) {
      throw config.fault("treasury", "is not listed by the policy");
    }
    if (!treasury.chain().equals(policy.chain())) {
      throw config.fault("treasury", "is on another chain than the policy's");
    }
    if (fund.filter(f -> !f.statement().treasury().equals(treasury)).isPresent()) {
      throw config.fault("fund-statement", "is about another treasury");
    }
    var listed = rosters.inForce().daemons().stream().map(Roster.Daemon::id).toList();
    if (!custody.daemons().stream().map(Daemon::id).toList().equals(listed)) {
      throw config.fault("custody", "does not name the daemons of the roster in force: " + listed);
    }
  }

  private static Rosters rosters(StrictConfig config) throws IOException {
    try {
      return Rosters.read(config.path("roster"), config.optionalPaths("next-rosters"));
    } catch (IllegalArgumentException e) {
      throw config.fault("roster", "cannot be read: " + e.getMessage());
    }
  }

  private static <T> T document(StrictConfig config, String key, Function<byte[], T> decode)
      throws IOException {
    var path = config.path(key);
    try {
      return decode.apply(Files.readAllBytes(path));
    } catch (IllegalArgumentException e) {
      throw config.fault(key, "cannot be read from " + path + ": " + e.getMessage());
    }
  }

  private static Optional<SignedFund> fund(StrictConfig config) throws IOException {
    if (config.optionalText("fund-statement").isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new SignedFund(
            document(config, "fund-statement", FundStatement::decode),
            document(config, "fund-signatures", SignatureLines::decode)));
  }

  private static <T> T value(StrictConfig config, String key, Function<String, T> parse) {
    var text = config.text(key);
    try {
      return parse.apply(text);
    } catch (IllegalArgumentException e) {
      throw config.fault(key, "cannot be read: " + e.getMessage());
    }
  }

  private static Database database(StrictConfig section) throws IOException {
    var password = Files.readString(section.path("password-file")).strip();
    return new Database(section.text("url"), section.text("user"), password);
  }

  private static Custody custody(StrictConfig section) {
    var daemons =
        section.sections("daemons").stream()
            .map(each -> new Daemon(value(each, "id", DaemonId::new), each.text("address")))
            .toList();
    return new Custody(EdgeConfig.tls(section), daemons);
  }

  private static Chain chain(StrictConfig section) {
    return new Chain(section.text("url"), section.number("finality-depth"));
  }

  private static Shard shard(StrictConfig section) {
    return new Shard(
        section.number("most-payouts"),
        section.number("item-gas-token"),
        section.number("item-gas-coin"),
        value(section, "max-network-fee-wei", BigInteger::new));
  }

  private static Market market(StrictConfig section) {
    return new Market(section.text("address"), EdgeConfig.tls(section));
  }

  /** Every asset of the policy needs a pair: what cannot be priced cannot be judged. */
  private static Fiat fiat(StrictConfig section, Policy policy) {
    var currency = section.text("currency");
    var pairs = new LinkedHashMap<String, String>();
    var named = section.section("pairs");
    for (var asset : policy.assets()) {
      Optional<String> pair = named.optionalText(asset.symbol());
      if (pair.filter(text -> text.endsWith("-" + currency)).isEmpty()) {
        throw named.fault(asset.symbol(), "is a pair such as ETH-" + currency + "; add it");
      }
      pairs.put(asset.symbol(), pair.get());
    }
    var holdAbove = value(section, "hold-payout-above", BigDecimal::new);
    return new Fiat(currency, holdAbove, section.duration("max-quote-age"), pairs);
  }
}
