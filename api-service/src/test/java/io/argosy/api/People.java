package io.argosy.api;

import io.argosy.custodycore.Policy;
import io.argosy.custodycore.PublicKeyText;
import io.argosy.model.Digest32;
import io.argosy.model.KeyId;
import io.argosy.model.PersonSignature;
import io.argosy.model.PersonSignature.Algorithm;
import io.argosy.model.PersonSignature.Role;
import io.argosy.model.PersonSignature.Verdict;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** People with keys of their own: anna makes, ben and cleo approve; anna has an approver's key. */
final class People {
  static final KeyId MAKER = new KeyId("anna-maker");
  static final KeyId ANNA_APPROVER = new KeyId("anna-approver");
  static final KeyId BEN = new KeyId("ben-approver");
  static final KeyId CLEO = new KeyId("cleo-approver");
  static final KeyId STRANGER = new KeyId("stranger");
  private final Map<KeyId, KeyPair> keys = new HashMap<>();

  People() throws GeneralSecurityException {
    for (var key : List.of(MAKER, ANNA_APPROVER, BEN, CLEO, STRANGER)) {
      keys.put(key, KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
    }
  }

  List<Policy.Person> listed() {
    return List.of(
        person("anna", MAKER, Role.MAKER),
        person("anna", ANNA_APPROVER, Role.APPROVER),
        person("ben", BEN, Role.APPROVER),
        person("cleo", CLEO, Role.APPROVER));
  }

  private Policy.Person person(String name, KeyId key, Role role) {
    return new Policy.Person(name, key, role, PublicKeyText.of(keys(key).getPublic()));
  }

  private KeyPair keys(KeyId key) {
    return Objects.requireNonNull(keys.get(key));
  }

  PersonSignature sign(
      KeyId key, Role role, Verdict verdict, Digest32 genesis, long generation, Digest32 text) {
    try {
      var signature = Signature.getInstance("Ed25519");
      signature.initSign(keys(key).getPrivate());
      signature.update(PersonSignature.signed(role, genesis, generation, verdict, text));
      return new PersonSignature(
          key, role, generation, verdict, Algorithm.ED25519, signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
