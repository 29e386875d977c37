package io.argosy.custody.share;

import io.argosy.custodycore.Roster;
import io.argosy.model.DaemonId;
import io.argosy.model.Digest32;
import io.argosy.model.KeyId;
import io.argosy.model.StrictText;
import io.argosy.threshold.SharedKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What all daemons say of a key that they made together, each with its identity key: the same
 * transcript gave the same public key, and my share of it is durable. A key signs only where this
 * stands complete.
 *
 * @param roster hash of the version whose daemons hold the shares
 * @param shared what everybody may know of the key, the public half of every share too
 * @param transcript digest of everything public that was said at the generation
 * @param signatures by daemon, each over {@link #text}
 */
public record KeyCertificate(
    Digest32 genesis,
    Digest32 roster,
    KeyId key,
    int epoch,
    SharedKey shared,
    Digest32 transcript,
    SortedMap<String, byte[]> signatures) {
  private static final HexFormat HEX = HexFormat.of();
  private static final String TITLE = "argosy key 3";

  public KeyCertificate {
    if (epoch < 0) {
      throw new IllegalArgumentException("an epoch from 0");
    }
    signatures = new TreeMap<>(signatures);
  }

  /** Names what belongs to this key and epoch. */
  String name() {
    return key + "-" + epoch;
  }

  /** Whether a name is of an earlier epoch of this key. */
  boolean isAfter(String name) {
    String before = key + "-";
    String number = name.startsWith(before) ? name.substring(before.length()) : "";
    return number.matches("[0-9]{1,10}") && Long.parseLong(number) < epoch;
  }

  /** The text that every daemon signs. */
  public byte[] text() {
    return """
        %s
        genesis: %s
        roster: %s
        key: %s
        epoch: %d
        threshold: %d
        public-key: %s
        chain-code: %s
        %stranscript: %s
        """
        .formatted(
            TITLE,
            genesis,
            roster,
            key,
            epoch,
            shared.threshold(),
            HEX.formatHex(shared.publicKey()),
            HEX.formatHex(shared.chainCode()),
            shares(),
            transcript)
        .getBytes(StandardCharsets.US_ASCII);
  }

  private String shares() {
    var lines = new StringBuilder();
    shared
        .publicShares()
        .forEach(
            (holder, point) ->
                lines.append("share: %d %s\n".formatted(holder, HEX.formatHex(point))));
    return lines.toString();
  }

  /** The same with one more signature. */
  public KeyCertificate with(DaemonId daemon, byte[] signature) {
    var more = new TreeMap<>(signatures);
    more.put(daemon.text(), signature.clone());
    return new KeyCertificate(genesis, roster, key, epoch, shared, transcript, more);
  }

  /** Whether a daemon of the roster signed it so. */
  public boolean holds(Roster.Daemon daemon, byte[] signature) {
    return daemon.identity().verifies(text(), signature);
  }

  /** Whether it is of this version of the roster, and every daemon of that signed it. */
  public boolean complete(Roster of) {
    return of.hash().equals(roster)
        && of.threshold() == shared.threshold()
        && of.indexes().equals(shared.holders())
        && of.daemons().stream()
            .allMatch(
                daemon -> {
                  byte[] signature = signatures.get(daemon.id().text());
                  return signature != null && holds(daemon, signature);
                });
  }

  /** Whether another is of the same key, whoever holds it. */
  boolean ofTheSameKey(KeyCertificate other) {
    return Arrays.equals(shared.publicKey(), other.shared.publicKey())
        && Arrays.equals(shared.chainCode(), other.shared.chainCode());
  }

  /** Compressed, 33 bytes. */
  public byte[] publicKeyBytes() {
    return shared.publicKey();
  }

  /** The one encoding: the text, then a line for each signature. */
  public byte[] encoded() {
    var out = new StringBuilder(new String(text(), StandardCharsets.US_ASCII));
    signatures.forEach(
        (daemon, signature) ->
            out.append("signature: ")
                .append(daemon)
                .append(' ')
                .append(Base64.getEncoder().encodeToString(signature))
                .append('\n'));
    return out.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** Reads the one encoding. */
  public static KeyCertificate decode(byte[] bytes) {
    var in = StrictText.open(bytes, TITLE);
    var read =
        new KeyCertificate(
            Digest32.parse(in.field("genesis")),
            Digest32.parse(in.field("roster")),
            new KeyId(in.field("key")),
            Integer.parseInt(in.field("epoch")),
            shared(in),
            Digest32.parse(in.field("transcript")),
            signatures(in));
    in.end();
    if (!Arrays.equals(bytes, read.encoded())) {
      throw new IllegalArgumentException("not the one encoding of its certificate");
    }
    return read;
  }

  private static SharedKey shared(StrictText in) {
    int threshold = Integer.parseInt(in.field("threshold"));
    byte[] publicKey = HEX.parseHex(in.field("public-key"));
    byte[] chainCode = HEX.parseHex(in.field("chain-code"));
    var shares = new TreeMap<Integer, byte[]>();
    while (in.comes("share")) {
      String[] words = in.field("share").split(" ", -1);
      if (words.length != 2) {
        throw new IllegalArgumentException("a share: holder and point");
      }
      shares.put(Integer.parseInt(words[0]), HEX.parseHex(words[1]));
    }
    return SharedKey.of(threshold, publicKey, chainCode, shares);
  }

  private static SortedMap<String, byte[]> signatures(StrictText in) {
    var all = new TreeMap<String, byte[]>();
    while (in.comes("signature")) {
      String[] words = in.field("signature").split(" ", -1);
      if (words.length != 2) {
        throw new IllegalArgumentException("a signature: daemon and base64");
      }
      all.put(words[0], Base64.getDecoder().decode(words[1]));
    }
    return all;
  }
}
