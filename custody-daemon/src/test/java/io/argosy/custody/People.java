package io.argosy.custody;

import io.argosy.custody.session.IdentityKey;
import io.argosy.custodycore.PublicKeyText;
import io.argosy.model.Digest32;
import io.argosy.model.KeyId;
import io.argosy.model.PersonSignature;
import io.argosy.model.PersonSignature.Algorithm;
import io.argosy.model.PersonSignature.Role;
import io.argosy.model.PersonSignature.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Real keys of the people, daemons and watchers of a test, by name. */
public final class People {
  private static final Map<String, KeyPair> KEYS = new ConcurrentHashMap<>();

  private People() {}

  public static KeyPair pair(String name) {
    return KEYS.computeIfAbsent(
        name,
        _ -> {
          try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
          } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  public static PublicKeyText publicKey(String name) {
    return PublicKeyText.of(pair(name).getPublic());
  }

  /** A daemon's identity key, from a file as its host has it. */
  public static IdentityKey identity(Path folder, String name) throws IOException {
    Path file = folder.resolve(name + ".identity");
    var owner = PosixFilePermissions.fromString("rw-------");
    var _ = Files.createFile(file, PosixFilePermissions.asFileAttribute(owner));
    var _ =
        Files.writeString(
            file,
            "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
                .formatted(
                    Base64.getMimeEncoder().encodeToString(pair(name).getPrivate().getEncoded())));
    return IdentityKey.read(file, publicKey(name));
  }

  public static byte[] sign(String name, byte[] text) {
    try {
      var signer = Signature.getInstance("Ed25519");
      signer.initSign(pair(name).getPrivate());
      signer.update(text);
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public static PersonSignature approve(String name, Role role, Digest32 genesis, Digest32 text) {
    byte[] signed = PersonSignature.signed(role, genesis, 0, Verdict.APPROVE, text);
    return new PersonSignature(
        new KeyId(name), role, 0, Verdict.APPROVE, Algorithm.ED25519, sign(name, signed));
  }

  public static List<PersonSignature> officers(Digest32 genesis, Digest32 text) {
    return List.of(
        approve("olga", Role.OFFICER, genesis, text), approve("otto", Role.OFFICER, genesis, text));
  }

  /** Mara makes, Anna and Arno approve. */
  public static List<PersonSignature> makerAndApprovers(Digest32 genesis, Digest32 text) {
    return List.of(
        approve("mara", Role.MAKER, genesis, text),
        approve("anna", Role.APPROVER, genesis, text),
        approve("arno", Role.APPROVER, genesis, text));
  }
}
