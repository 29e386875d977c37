package io.argosy.cli.person;

import io.argosy.model.Digest32;
import io.argosy.model.KeyId;
import io.argosy.model.PersonSignature;
import io.argosy.model.PersonSignature.Algorithm;
import io.argosy.model.PersonSignature.Role;
import io.argosy.model.PersonSignature.Verdict;
import io.argosy.servicekit.PemKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;

/**
 * A person's Ed25519 key in a PKCS#8 PEM file that only its owner can read. The key's id is the
 * file's name without {@code .key}.
 */
public final class KeyFile {
  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String END = "-----END PRIVATE KEY-----";
  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rw-------");
  private final KeyId id;
  private final PrivateKey key;

  private KeyFile(KeyId id, PrivateKey key) {
    this.id = id;
    this.key = key;
  }

  /** What others need of a new key. */
  public record Made(KeyId id, Path file, PublicKey publicKey) {}

  /** Makes a key of this name; an existing file is never overwritten. */
  public static Made make(Path folder, String name, SecureRandom random)
      throws IOException, GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("Ed25519");
    generator.initialize(255, random);
    var pair = generator.generateKeyPair();
    Path file = Files.createDirectories(folder).resolve(name + ".key");
    Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER));
    byte[] encoded = pair.getPrivate().getEncoded();
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
    Arrays.fill(encoded, (byte) 0);
    Files.writeString(file, BEGIN + "\n" + body + "\n" + END + "\n");
    return new Made(new KeyId(name), file, pair.getPublic());
  }

  /** Reads a key; one that others can read is refused. */
  public static KeyFile read(Path file) throws IOException {
    if (!OWNER.containsAll(Files.getPosixFilePermissions(file))) {
      throw new IOException(file + " can be read by others; run: chmod 600 " + file);
    }
    return new KeyFile(idOf(file), PemKey.ed25519(file, Files.readAllBytes(file)));
  }

  private static KeyId idOf(Path file) throws IOException {
    String name = String.valueOf(file.getFileName());
    if (!name.endsWith(".key")) {
      throw new IOException(file + ": a key's file is named after the key, like alice.key");
    }
    return new KeyId(name.substring(0, name.length() - ".key".length()));
  }

  public KeyId id() {
    return id;
  }

  /** Signs a text's hash as one role, with one verdict. */
  public PersonSignature sign(
      Role role, Digest32 genesis, long generation, Verdict verdict, Digest32 text)
      throws GeneralSecurityException {
    byte[] bytes = sign(PersonSignature.signed(role, genesis, generation, verdict, text));
    return new PersonSignature(id, role, generation, verdict, Algorithm.ED25519, bytes);
  }

  private byte[] sign(byte[] text) throws GeneralSecurityException {
    var signer = Signature.getInstance("Ed25519");
    signer.initSign(key);
    signer.update(text);
    return signer.sign();
  }

  @Override
  public String toString() {
    return "KeyFile[" + id + "]";
  }
}
