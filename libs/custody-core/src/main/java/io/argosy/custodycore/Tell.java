package io.argosy.custodycore;

import io.argosy.model.DaemonId;
import io.argosy.model.Digest32;
import io.argosy.model.StrictText;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a daemon tells another of itself; its identity key signs the text.
 *
 * @param at rises from tell to tell of a daemon, so that an older one is not taken for news
 * @param roster hash of the version that it goes by
 * @param generation of its journal
 * @param policy the one in force there; empty while none is installed
 * @param last number of its latest registration
 * @param after number before the first of these registrations, which follow it without gaps
 */
public record Tell(
    Digest32 genesis,
    DaemonId daemon,
    Instant at,
    int rosterVersion,
    Digest32 roster,
    long generation,
    Optional<PolicyHash> policy,
    long last,
    long after,
    List<Entry> registrations) {
  private static final String TITLE = "argosy tell 1";

  /** Registrations in one tell. */
  public static final int MOST_REGISTRATIONS = 64;

  /** The text with its signature. */
  public record Signed(byte[] text, byte[] signature) {
    public Signed {
      text = text.clone();
      signature = signature.clone();
    }

    @Override
    public byte[] text() {
      return text.clone();
    }

    @Override
    public byte[] signature() {
      return signature.clone();
    }
  }

  /** One policy: its number and the SHA-256 of its text. */
  public record PolicyHash(long number, Digest32 hash) {
    public PolicyHash {
      if (number < 1) {
        throw new IllegalArgumentException("a policy's number is from 1");
      }
    }

    /** That of a policy. */
    public static PolicyHash of(Policy policy) {
      return new PolicyHash(policy.number(), policy.hash());
    }

    @Override
    public String toString() {
      return number + " " + hash;
    }
  }

  /** What a statement orders. */
  public enum Kind {
    PAY,
    VOID,
    FUND
  }

  /**
   * One registration.
   *
   * @param policy number of the policy that decided
   * @param signature of the teller's {@link Acknowledgement}, so that it can be shown to others
   */
  public record Entry(
      Kind kind, Digest32 statement, long generation, long policy, byte[] signature) {
    public Entry {
      signature = signature.clone();
    }

    @Override
    public byte[] signature() {
      return signature.clone();
    }

    @Override
    public String toString() {
      String word = kind.name().toLowerCase(Locale.ROOT);
      String signed = Base64.getEncoder().encodeToString(signature);
      return String.join(" ", word, statement.toString(), generation + "", policy + "", signed);
    }

    private static Entry parse(String[] words) {
      return new Entry(
          Kind.valueOf(TextLines.word(words, 0).toUpperCase(Locale.ROOT)),
          Digest32.parse(TextLines.word(words, 1)),
          Long.parseLong(TextLines.word(words, 2)),
          Long.parseLong(TextLines.word(words, 3)),
          Base64.getDecoder().decode(TextLines.word(words, 4)));
    }
  }

  public Tell {
    registrations = List.copyOf(registrations);
    if (rosterVersion < 0 || generation < 0 || after < 0 || after > last) {
      throw new IllegalArgumentException("roster, generation or registrations out of range");
    }
    if (registrations.size() > Math.min(MOST_REGISTRATIONS, last - after)) {
      throw new IllegalArgumentException("more registrations than there can be");
    }
  }

  /** The teller's word that it registered a statement. */
  public Acknowledgement.Signed acknowledgement(Entry entry) {
    var said =
        new Acknowledgement(genesis, daemon, entry.generation(), entry.policy(), entry.statement());
    return new Acknowledgement.Signed(said, entry.signature());
  }

  /** The one encoding. */
  public byte[] encoded() {
    return new TextLines(TITLE)
        .line("genesis", genesis)
        .line("daemon", daemon)
        .line("at", at)
        .line("roster", rosterVersion, roster)
        .line("generation", generation)
        .line("policy", policy.map(PolicyHash::toString).orElse("none"))
        .line("registrations", last, after)
        .lines("registration", registrations)
        .bytes();
  }

  /** Reads the one encoding. */
  public static Tell decode(byte[] bytes) {
    return TextLines.canonical(bytes, read(StrictText.open(bytes, TITLE)), Tell::encoded);
  }

  private static Tell read(StrictText in) {
    var genesis = Digest32.parse(in.field("genesis"));
    var daemon = new DaemonId(in.field("daemon"));
    var at = Policy.instant(in.field("at"));
    String[] roster = in.field("roster").split(" ", -1);
    long generation = Long.parseLong(in.field("generation"));
    var policy = policy(in.field("policy"));
    String[] numbers = in.field("registrations").split(" ", -1);
    var registrations = TextLines.all(in, "registration", Entry::parse);
    in.end();
    return new Tell(
        genesis,
        daemon,
        at,
        Integer.parseInt(TextLines.word(roster, 0)),
        Digest32.parse(TextLines.word(roster, 1)),
        generation,
        policy,
        Long.parseLong(TextLines.word(numbers, 0)),
        Long.parseLong(TextLines.word(numbers, 1)),
        registrations);
  }

  static Optional<PolicyHash> policy(String text) {
    if (text.equals("none")) {
      return Optional.empty();
    }
    String[] words = text.split(" ", -1);
    long number = Long.parseLong(TextLines.word(words, 0));
    return Optional.of(new PolicyHash(number, Digest32.parse(TextLines.word(words, 1))));
  }
}
