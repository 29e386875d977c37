package io.argosy.custody.session;

import io.argosy.custodycore.Roster;
import io.argosy.model.Digest32;
import io.argosy.model.KeyId;
import io.argosy.model.StrictText;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a party says in round 0, signed by its identity key: what it believes this session to be,
 * and fresh randomness. All but party and randomness must be the same at everybody.
 *
 * @param roster hash of the version in which the key stands, or is to stand
 * @param subject of the session: a signing's manifest, or a key generation's key
 * @param policy number of the policy that the party decided by; 0 where none counts
 * @param setup transcript of the generation that the pairs' oblivious transfers come from; zeros
 *     where none counts
 * @param pairs what the party holds with each other one: {@code index=hash} in rising order, or
 *     {@code none}
 */
record Opening(
    String session,
    Digest32 genesis,
    Digest32 roster,
    KeyId key,
    int epoch,
    String quorum,
    long policy,
    Digest32 setup,
    String pairs,
    Digest32 subject,
    int party,
    Digest32 fresh) {
  private static final String TITLE = "argosy round 0 3";

  /** The two hold different transfers with each other. */
  static final String PAIR = "the set-up of their transfers";

  byte[] encoded() {
    return """
        %s
        session: %s
        genesis: %s
        roster: %s
        key: %s
        epoch: %d
        quorum: %s
        policy: %d
        setup: %s
        pairs: %s
        subject: %s
        party: %d
        fresh: %s
        """
        .formatted(
            TITLE, session, genesis, roster, key, epoch, quorum, policy, setup, pairs, subject,
            party, fresh)
        .getBytes(StandardCharsets.US_ASCII);
  }

  static Opening decode(byte[] bytes) {
    var in = StrictText.open(bytes, TITLE);
    var read =
        new Opening(
            in.field("session"),
            Digest32.parse(in.field("genesis")),
            Digest32.parse(in.field("roster")),
            new KeyId(in.field("key")),
            Integer.parseInt(in.field("epoch")),
            in.field("quorum"),
            Long.parseLong(in.field("policy")),
            Digest32.parse(in.field("setup")),
            in.field("pairs"),
            Digest32.parse(in.field("subject")),
            Integer.parseInt(in.field("party")),
            Digest32.parse(in.field("fresh")));
    in.end();
    if (!Arrays.equals(bytes, read.encoded())) {
      throw new IllegalArgumentException("not the one encoding of its opening");
    }
    return read;
  }

  /** The text behind its signature of 64 bytes. */
  byte[] signed(IdentityKey key) {
    byte[] text = encoded();
    return ByteBuffer.allocate(64 + text.length).put(key.sign(text)).put(text).array();
  }

  /** Reads what a peer sent; empty when it is not signed by that peer, or not an opening. */
  static Optional<Opening> read(byte[] message, Roster.Daemon sender) {
    if (message.length < 64) {
      return Optional.empty();
    }
    byte[] signature = Arrays.copyOf(message, 64);
    byte[] text = Arrays.copyOfRange(message, 64, message.length);
    if (!sender.identity().verifies(text, signature)) {
      return Optional.empty();
    }
    try {
      return Optional.of(decode(text)).filter(opening -> opening.party() == sender.index());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The first thing that two parties see differently; empty when they see the same. */
  Optional<String> difference(Opening other) {
    if (!session.equals(other.session) || !subject.equals(other.subject)) {
      return Optional.of("the request or what it leads to");
    }
    if (!genesis.equals(other.genesis)) {
      return Optional.of("the genesis");
    }
    if (!roster.equals(other.roster)) {
      return Optional.of("the version of the roster");
    }
    if (!key.equals(other.key) || epoch != other.epoch || !setup.equals(other.setup)) {
      return Optional.of("the key, its epoch or its set-up");
    }
    if (policy != other.policy) {
      return Optional.of("the policy: " + policy + " here, " + other.policy + " there");
    }
    if (!quorum.equals(other.quorum)) {
      return Optional.of("the quorum");
    }
    return held(other.party).equals(other.held(party)) ? Optional.empty() : Optional.of(PAIR);
  }

  static String pairs(SortedMap<Integer, Digest32> held) {
    return held.isEmpty()
        ? "none"
        : held.entrySet().stream()
            .map(each -> each.getKey() + "=" + each.getValue())
            .collect(Collectors.joining(" "));
  }

  /** What this party says that it holds with another; empty when it says nothing. */
  private String held(int other) {
    return Stream.of(pairs.split(" ", -1))
        .filter(each -> each.startsWith(other + "="))
        .findFirst()
        .orElse("")
        .replaceFirst("^[0-9]+=", "");
  }
}
