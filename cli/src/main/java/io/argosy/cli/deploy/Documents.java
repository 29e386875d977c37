package io.argosy.cli.deploy;

import io.argosy.cli.person.KeyFile;
import io.argosy.custodycore.Policy;
import io.argosy.custodycore.PublicKeyText;
import io.argosy.custodycore.Roster;
import io.argosy.model.AccountId;
import io.argosy.model.Address;
import io.argosy.model.AssetId;
import io.argosy.model.Digest32;
import io.argosy.model.FundId;
import io.argosy.model.FundStatement;
import io.argosy.model.PersonSignature.Role;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** The public documents of a deployment on this machine: who custody is, and what it allows. */
final class Documents {
  /** The version that statements name. */
  private static final int EXECUTOR_VERSION = 1;

  private static final int APPROVALS = 2;
  private static final Policy.Range TOKEN_GAS = new Policy.Range(50_000, 200_000);
  private static final Policy.Range COIN_GAS = new Policy.Range(21_000, 100_000);

  private Documents() {}

  /** The genesis: three daemons of which two sign, three officers of whom two decide. */
  static Roster genesis(
      String deployment,
      List<KeyFile.Made> officers,
      List<Roster.Daemon> daemons,
      KeyFile.Made watch) {
    return new Roster(
        0,
        Digest32.of(new byte[32]),
        deployment,
        2,
        2,
        officers.stream()
            .map(made -> new Roster.Officer(made.id(), PublicKeyText.of(made.publicKey())))
            .toList(),
        daemons,
        List.of(new Roster.Watcher(watch.id(), PublicKeyText.of(watch.publicKey()))),
        List.of());
  }

  /** A registered asset of the demo, and how many whole units a payout may have. */
  record Listed(AssetId id, String symbol, int decimals, long payoutLimit) {}

  /** The first policy: one maker, two approvals at every size, limits far above the demo's sums. */
  static Policy policy(
      Digest32 genesis,
      Digest32 checkpoint,
      Address executor,
      Policy.Treasury treasury,
      People people,
      List<Listed> assets) {
    var persons = new ArrayList<Policy.Person>();
    String maker = people.maker().id().text();
    persons.add(person(maker, people.maker(), Role.MAKER));
    persons.add(person(maker, people.makersSecondKey(), Role.APPROVER));
    people.approvers().forEach(made -> persons.add(person(made.id().text(), made, Role.APPROVER)));
    return new Policy(
        1,
        genesis,
        Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(Duration.ofDays(90)),
        treasury.account().chain(),
        checkpoint,
        EXECUTOR_VERSION,
        executor,
        Duration.ofHours(24),
        persons,
        List.of(treasury),
        assets.stream().map(Documents::asset).toList(),
        assets.stream()
            .map(each -> new Policy.Tier(each.id(), asset(each).statementLimit(), APPROVALS))
            .toList());
  }

  /** Lanes' gas money: two ether at a time, four times a day, a hundred ether in all. */
  static FundStatement fund(Policy policy, AccountId treasury, List<Address> lanes) {
    var ether = BigInteger.TEN.pow(18);
    var now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    return new FundStatement(
        policy.genesis(),
        new FundId("fund-1"),
        treasury,
        AssetId.coin(treasury.chain()),
        policy.executorVersion(),
        policy.number(),
        lanes,
        ether.multiply(BigInteger.TWO),
        4,
        ether.multiply(BigInteger.valueOf(100)),
        now,
        now.plus(Duration.ofDays(30)));
  }

  private static Policy.Person person(String name, KeyFile.Made made, Role role) {
    return new Policy.Person(name, made.id(), role, PublicKeyText.of(made.publicKey()));
  }

  private static Policy.Asset asset(Listed listed) {
    var whole = BigInteger.TEN.pow(listed.decimals());
    var payout = whole.multiply(BigInteger.valueOf(listed.payoutLimit()));
    var statement = payout.multiply(BigInteger.valueOf(100_000));
    return new Policy.Asset(
        listed.id(),
        listed.symbol(),
        listed.decimals(),
        payout,
        statement,
        statement.multiply(BigInteger.TEN),
        listed.id().token().isPresent() ? TOKEN_GAS : COIN_GAS);
  }
}
