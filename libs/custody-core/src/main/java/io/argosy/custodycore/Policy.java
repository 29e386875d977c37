package io.argosy.custodycore;

import io.argosy.model.AccountId;
import io.argosy.model.Address;
import io.argosy.model.AssetId;
import io.argosy.model.ChainId;
import io.argosy.model.Digest32;
import io.argosy.model.KeyId;
import io.argosy.model.PersonSignature;
import io.argosy.model.PersonSignature.Role;
import io.argosy.model.StrictText;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * What people may order, until when, within which limits. Numbered, signed by an officers' quorum,
 * and never changed: a new one has a higher number. All limits are base units. What it does not
 * list is denied.
 *
 * @param checkpoint hash of a block of the chain, so that another chain of the same number is none
 * @param executorVersion the version that statements name
 * @param life what a statement may live at most, from not-before to expiry
 * @param tiers approvals by size; a total above every tier of its asset is denied
 */
public record Policy(
    long number,
    Digest32 genesis,
    Instant ends,
    ChainId chain,
    Digest32 checkpoint,
    int executorVersion,
    Address executor,
    Duration life,
    List<Person> people,
    List<Treasury> treasuries,
    List<Asset> assets,
    List<Tier> tiers) {
  private static final String TITLE = "argosy policy 1";

  /** The text with what officers signed it with. */
  public record Signed(byte[] text, List<PersonSignature> officers) {
    public Signed {
      text = text.clone();
      officers = List.copyOf(officers);
    }

    @Override
    public byte[] text() {
      return text.clone();
    }
  }

  /** One key of one person, in one role; maker and approvers are different people. */
  public record Person(String name, KeyId key, Role role, PublicKeyText publicKey) {
    @Override
    public String toString() {
      String word = role == Role.MAKER ? "maker" : "approver";
      return name + " " + key + " " + word + " " + publicKey;
    }
  }

  /** An address that holds funds, under a threshold key. */
  public record Treasury(AccountId account, KeyId key) {
    @Override
    public String toString() {
      return account + " " + key;
    }
  }

  /**
   * A registered asset and its limits: of one payout, of one statement, of all statements that are
   * registered on one UTC day.
   *
   * @param itemGas bounds of what an item's call is given, both included
   */
  public record Asset(
      AssetId id,
      String symbol,
      int decimals,
      BigInteger payoutLimit,
      BigInteger statementLimit,
      BigInteger dayLimit,
      Range itemGas) {
    @Override
    public String toString() {
      return String.join(
          " ",
          id.toString(),
          symbol,
          Integer.toString(decimals),
          payoutLimit.toString(),
          statementLimit.toString(),
          dayLimit.toString(),
          Long.toString(itemGas.from()),
          Long.toString(itemGas.to()));
    }
  }

  /** Whole numbers from and to, both included. */
  public record Range(long from, long to) {
    boolean holds(long value) {
      return from <= value && value <= to;
    }
  }

  /** Totals of an asset up to a size need so many approvals. */
  public record Tier(AssetId asset, BigInteger upTo, int approvals) {
    @Override
    public String toString() {
      return asset + " " + upTo + " " + approvals;
    }
  }

  public Policy {
    people = List.copyOf(people);
    treasuries = List.copyOf(treasuries);
    assets = List.copyOf(assets);
    tiers = List.copyOf(tiers);
    if (number < 1 || executorVersion < 1 || life.isNegative() || life.isZero()) {
      throw new IllegalArgumentException("policy: number, executor or life out of range");
    }
    if (people.stream().anyMatch(person -> person.role() == Role.OFFICER)) {
      throw new IllegalArgumentException("officers stand in the roster");
    }
    if (new HashSet<>(people.stream().map(Person::key).toList()).size() != people.size()) {
      throw new IllegalArgumentException("each key stands once, in one role");
    }
    if (tiers.stream().anyMatch(tier -> tier.approvals() < 1)) {
      throw new IllegalArgumentException("a tier asks for one approval or more");
    }
  }

  /** The one encoding. */
  public byte[] encoded() {
    return new TextLines(TITLE)
        .line("number", number)
        .line("genesis", genesis)
        .line("ends", ends)
        .line("chain", chain)
        .line("checkpoint", checkpoint)
        .line("executor", executorVersion, executor)
        .line("statement-life", life.toSeconds())
        .lines("person", people)
        .lines("treasury", treasuries)
        .lines("asset", assets)
        .lines("tier", tiers)
        .bytes();
  }

  /** SHA-256 of {@link #encoded}; what officers sign. */
  public Digest32 hash() {
    return Digest32.sha256(encoded());
  }

  /** Reads the one encoding. */
  public static Policy decode(byte[] bytes) {
    return TextLines.canonical(bytes, read(StrictText.open(bytes, TITLE)), Policy::encoded);
  }

  private static Policy read(StrictText in) {
    long number = Long.parseLong(in.field("number"));
    var genesis = Digest32.parse(in.field("genesis"));
    var ends = instant(in.field("ends"));
    var chain = ChainId.parse(in.field("chain"));
    var checkpoint = Digest32.parse(in.field("checkpoint"));
    String[] executor = in.field("executor").split(" ", -1);
    var life = Duration.ofSeconds(Long.parseLong(in.field("statement-life")));
    var people = TextLines.all(in, "person", Policy::person);
    var treasuries =
        TextLines.all(
            in,
            "treasury",
            w ->
                new Treasury(
                    AccountId.parse(TextLines.word(w, 0)), new KeyId(TextLines.word(w, 1))));
    var assets = TextLines.all(in, "asset", Policy::asset);
    var tiers =
        TextLines.all(
            in,
            "tier",
            w ->
                new Tier(
                    AssetId.parse(TextLines.word(w, 0)),
                    new BigInteger(TextLines.word(w, 1)),
                    Integer.parseInt(TextLines.word(w, 2))));
    in.end();
    return new Policy(
        number,
        genesis,
        ends,
        chain,
        checkpoint,
        Integer.parseInt(TextLines.word(executor, 0)),
        Address.parse(TextLines.word(executor, 1)),
        life,
        people,
        treasuries,
        assets,
        tiers);
  }

  static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("a time is written 2026-01-31T23:59:59Z", e);
    }
  }

  private static Person person(String[] words) {
    var role =
        switch (TextLines.word(words, 2)) {
          case "maker" -> Role.MAKER;
          case "approver" -> Role.APPROVER;
          default -> throw new IllegalArgumentException("a person is maker or approver");
        };
    var publicKey = PublicKeyText.parse(TextLines.word(words, 3), TextLines.word(words, 4));
    return new Person(
        TextLines.word(words, 0), new KeyId(TextLines.word(words, 1)), role, publicKey);
  }

  private static Asset asset(String[] words) {
    return new Asset(
        AssetId.parse(TextLines.word(words, 0)),
        TextLines.word(words, 1),
        Integer.parseInt(TextLines.word(words, 2)),
        new BigInteger(TextLines.word(words, 3)),
        new BigInteger(TextLines.word(words, 4)),
        new BigInteger(TextLines.word(words, 5)),
        new Range(
            Long.parseLong(TextLines.word(words, 6)), Long.parseLong(TextLines.word(words, 7))));
  }

  public Optional<Person> person(KeyId key, Role role) {
    return people.stream().filter(p -> p.key().equals(key) && p.role() == role).findFirst();
  }

  public Optional<Asset> asset(AssetId id) {
    return assets.stream().filter(asset -> asset.id().equals(id)).findFirst();
  }

  public Optional<Treasury> treasury(AccountId account) {
    return treasuries.stream().filter(each -> each.account().equals(account)).findFirst();
  }

  /** Approvals that a total needs; empty when no tier allows it. */
  public Optional<Integer> approvalsFor(AssetId asset, BigInteger units) {
    return tiers.stream()
        .filter(tier -> tier.asset().equals(asset) && tier.upTo().compareTo(units) >= 0)
        .min((a, b) -> a.upTo().compareTo(b.upTo()))
        .map(Tier::approvals);
  }
}
