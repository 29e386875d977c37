package io.argosy.custodycore;

import io.argosy.model.PersonSignature.Algorithm;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/**
 * A public key as documents write it: its algorithm, then SubjectPublicKeyInfo (RFC 5280) in
 * base64.
 */
public record PublicKeyText(Algorithm algorithm, String base64) {
  public PublicKeyText {
    if (!Base64.getEncoder().encodeToString(Base64.getDecoder().decode(base64)).equals(base64)) {
      throw new IllegalArgumentException("a key is written in canonical base64");
    }
    var _ = decoded(algorithm, base64);
  }

  /** Writes an Ed25519 key. */
  public static PublicKeyText of(PublicKey ed25519) {
    return new PublicKeyText(
        Algorithm.ED25519, Base64.getEncoder().encodeToString(ed25519.getEncoded()));
  }

  static PublicKeyText parse(String algorithm, String base64) {
    return new PublicKeyText(
        switch (algorithm) {
          case "ed25519" -> Algorithm.ED25519;
          case "p256" -> Algorithm.P256;
          default -> throw new IllegalArgumentException("a key is ed25519 or p256");
        },
        base64);
  }

  private static PublicKey decoded(Algorithm algorithm, String base64) {
    String name =
        switch (algorithm) {
          case ED25519 -> "Ed25519";
          case P256 -> "EC";
        };
    try {
      var spec = new X509EncodedKeySpec(Base64.getDecoder().decode(base64));
      return KeyFactory.getInstance(name).generatePublic(spec);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not a key of " + name, e);
    }
  }

  /** Whether this key made a signature over these bytes. */
  public boolean verifies(byte[] text, byte[] signature) {
    String name =
        switch (algorithm) {
          case ED25519 -> "Ed25519";
          case P256 -> "SHA256withECDSA";
        };
    try {
      var check = Signature.getInstance(name);
      check.initVerify(decoded(algorithm, base64));
      check.update(text);
      return check.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  @Override
  public String toString() {
    return (algorithm == Algorithm.ED25519 ? "ed25519 " : "p256 ") + base64;
  }
}
