package io.argosy.servicekit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** A private key as PKCS#8 PEM (RFC 7468, section 10), read by the JDK alone. */
public final class PemKey {
  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String END = "-----END PRIVATE KEY-----";
  private static final List<String> OF_CERTIFICATES = List.of("EC", "Ed25519", "RSA");

  private PemKey() {}

  /** The key of a certificate: EC, Ed25519 or RSA. */
  static PrivateKey ofCertificate(Path file) throws IOException {
    return parse(file, Files.readAllBytes(file), OF_CERTIFICATES);
  }

  /**
   * An Ed25519 key, as people, daemons and watchers have.
   *
   * @param file for the message of a fault
   * @param pem its content, which is wiped here
   */
  public static PrivateKey ed25519(Path file, byte[] pem) throws IOException {
    return parse(file, pem, List.of("Ed25519"));
  }

  private static PrivateKey parse(Path file, byte[] pem, List<String> algorithms)
      throws IOException {
    byte[] encoded = decode(file, pem);
    try {
      var spec = new PKCS8EncodedKeySpec(encoded);
      for (String algorithm : algorithms) {
        try {
          return KeyFactory.getInstance(algorithm).generatePrivate(spec);
        } catch (InvalidKeySpecException e) {
          // a key of another kind
        }
      }
      throw new IOException(file + " holds no key of " + String.join(", ", algorithms));
    } catch (GeneralSecurityException e) {
      throw new IOException(file + " cannot be read as a key", e);
    } finally {
      Arrays.fill(encoded, (byte) 0);
    }
  }

  private static byte[] decode(Path file, byte[] pem) throws IOException {
    String text = new String(pem, StandardCharsets.US_ASCII).strip();
    Arrays.fill(pem, (byte) 0);
    if (!text.startsWith(BEGIN) || !text.endsWith(END)) {
      throw new IOException(file + " is not a PKCS#8 PEM file (" + BEGIN + ")");
    }
    String body = text.substring(BEGIN.length(), text.length() - END.length());
    try {
      return Base64.getMimeDecoder().decode(body);
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " holds no base64 between its lines", e);
    }
  }
}
