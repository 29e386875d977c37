package io.argosy.custodycore;

import io.argosy.model.DaemonId;
import io.argosy.model.Digest32;
import io.argosy.model.KeyId;
import io.argosy.model.StrictText;
import java.util.List;
import java.util.Optional;

/**
 * One page of what a daemon agreed to until a key was handed over; its identity key signs the text.
 * Rows of a journal are added and never removed, so the pages together hold all that stood there
 * when the first was asked for.
 *
 * @param daemon whose journal it is
 * @param to the version whose daemons hold the key now
 * @param epoch the first one of theirs that is meant
 * @param generation of the journal
 * @param policy the highest one that it knows officers to have signed
 * @param from where the page begins
 * @param next where the next one begins; empty for the last page
 */
public record Checkpoint(
    Digest32 genesis,
    DaemonId daemon,
    KeyId key,
    int epoch,
    Version to,
    long generation,
    Optional<Tell.PolicyHash> policy,
    Place from,
    Optional<Place> next,
    List<CheckpointEntry> entries) {
  private static final String TITLE = "argosy checkpoint 1";
  private static final String END = "end";

  /** Entries of one page; so it stays below the 64 KiB of a signed text. */
  public static final int MOST_ENTRIES = 128;

  /** The text with its signature, and the policy that it names, where it does. */
  public record Signed(byte[] text, byte[] signature, Optional<Policy.Signed> policy) {
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

  /** A version of the roster. */
  public record Version(int number, Digest32 hash) {
    /** That of a roster. */
    public static Version of(Roster roster) {
      return new Version(roster.version(), roster.hash());
    }

    @Override
    public String toString() {
      return number + " " + hash;
    }
  }

  /**
   * Where a page begins, for the daemon that wrote it.
   *
   * @param part one of its tables
   * @param position of the last row before
   * @param number of the last row before within its position
   */
  public record Place(int part, long position, long number) implements Comparable<Place> {
    /** Before everything. */
    public static final Place START = new Place(0, 0, 0);

    public Place {
      if (part < 0 || position < 0 || number < 0) {
        throw new IllegalArgumentException("a place is three numbers from 0");
      }
    }

    @Override
    public int compareTo(Place other) {
      int byPart = Integer.compare(part, other.part);
      int byPosition = Long.compare(position, other.position);
      return byPart != 0
          ? byPart
          : byPosition != 0 ? byPosition : Long.compare(number, other.number);
    }

    @Override
    public String toString() {
      return part + " " + position + " " + number;
    }

    private static Place parse(String text) {
      String[] words = text.split(" ", -1);
      return new Place(
          Integer.parseInt(TextLines.word(words, 0)),
          Long.parseLong(TextLines.word(words, 1)),
          Long.parseLong(TextLines.word(words, 2)));
    }
  }

  public Checkpoint {
    entries = List.copyOf(entries);
    if (epoch < 0 || to.number() < 0 || generation < 0) {
      throw new IllegalArgumentException("epoch, roster or generation out of range");
    }
    if (entries.size() > MOST_ENTRIES) {
      throw new IllegalArgumentException("a page has at most " + MOST_ENTRIES + " entries");
    }
    if (next.filter(each -> each.compareTo(from) <= 0).isPresent()) {
      throw new IllegalArgumentException("the next page begins behind this one");
    }
  }

  /** The one encoding. */
  public byte[] encoded() {
    var text =
        new TextLines(TITLE)
            .line("genesis", genesis)
            .line("daemon", daemon)
            .line("key", key)
            .line("epoch", epoch)
            .line("roster", to)
            .line("generation", generation)
            .line("policy", policy.map(Tell.PolicyHash::toString).orElse("none"))
            .line("from", from)
            .line("next", next.map(Place::toString).orElse(END));
    entries.forEach(entry -> text.line(entry.line(), entry));
    return text.bytes();
  }

  /** Reads the one encoding. */
  public static Checkpoint decode(byte[] bytes) {
    return TextLines.canonical(bytes, read(StrictText.open(bytes, TITLE)), Checkpoint::encoded);
  }

  private static Checkpoint read(StrictText in) {
    var genesis = Digest32.parse(in.field("genesis"));
    var daemon = new DaemonId(in.field("daemon"));
    var key = new KeyId(in.field("key"));
    int epoch = Integer.parseInt(in.field("epoch"));
    String[] roster = in.field("roster").split(" ", -1);
    long generation = Long.parseLong(in.field("generation"));
    var policy = Tell.policy(in.field("policy"));
    var from = Place.parse(in.field("from"));
    String next = in.field("next");
    var entries = CheckpointEntry.all(in);
    in.end();
    return new Checkpoint(
        genesis,
        daemon,
        key,
        epoch,
        new Version(
            Integer.parseInt(TextLines.word(roster, 0)), Digest32.parse(TextLines.word(roster, 1))),
        generation,
        policy,
        from,
        next.equals(END) ? Optional.empty() : Optional.of(Place.parse(next)),
        entries);
  }
}
