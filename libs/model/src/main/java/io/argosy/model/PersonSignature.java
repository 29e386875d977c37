package io.argosy.model;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * What one person said about one signed text, under a key of their own. Whether the key is listed,
 * and the bytes hold, is for the reader to check.
 *
 * @param generation of the journals that the signer knew of; a signature of an older one is dead
 * @param bytes 64 for Ed25519, DER for P-256
 */
public record PersonSignature(
    KeyId key, Role role, long generation, Verdict verdict, Algorithm algorithm, byte[] bytes) {
  /** As whom a person signs; each has a domain of its own. */
  public enum Role {
    MAKER,
    APPROVER,
    OFFICER
  }

  /** What a person says. */
  public enum Verdict {
    APPROVE,
    REJECT
  }

  /** How a person signs: EdDSA (RFC 8032), or ECDSA over P-256 with SHA-256. */
  public enum Algorithm {
    ED25519,
    P256
  }

  public PersonSignature {
    if (generation < 0) {
      throw new IllegalArgumentException("a generation is not negative");
    }
    if (bytes.length == 0 || bytes.length > 80) {
      throw new IllegalArgumentException("a signature has 1 to 80 bytes");
    }
    bytes = bytes.clone();
  }

  @Override
  public byte[] bytes() {
    return bytes.clone();
  }

  /**
   * The bytes that a person signs: a tag of the role, then genesis, generation, verdict and the
   * text's hash, each on a line of its own.
   *
   * @param text SHA-256 of the statement, policy, roster or order
   */
  public static byte[] signed(
      Role role, Digest32 genesis, long generation, Verdict verdict, Digest32 text) {
    return "argosy %s 1\ngenesis %s\ngeneration %d\nverdict %s\ntext %s\n"
        .formatted(word(role), genesis, generation, word(verdict), text)
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
