package io.argosy.wire;

import com.google.protobuf.ByteString;
import io.argosy.model.KeyId;
import io.argosy.model.PersonSignature;
import io.argosy.proto.common.v1.PersonRole;
import io.argosy.proto.common.v1.SignatureAlgorithm;
import io.argosy.proto.common.v1.Verdict;

/** A person's signature, to and from the wire. */
public final class PersonSignatureWire {
  private PersonSignatureWire() {}

  /** Throws {@link IllegalArgumentException}, whose text names the field, for what is not one. */
  public static PersonSignature parse(io.argosy.proto.common.v1.PersonSignature wire) {
    return new PersonSignature(
        new KeyId(wire.getKeyId()),
        role(wire.getRole()),
        wire.getGeneration(),
        verdict(wire.getVerdict()),
        algorithm(wire.getAlgorithm()),
        wire.getSignature().toByteArray());
  }

  private static PersonSignature.Role role(PersonRole role) {
    return switch (role) {
      case PERSON_ROLE_MAKER -> PersonSignature.Role.MAKER;
      case PERSON_ROLE_APPROVER -> PersonSignature.Role.APPROVER;
      case PERSON_ROLE_OFFICER -> PersonSignature.Role.OFFICER;
      case PERSON_ROLE_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalArgumentException("role: maker, approver or officer");
    };
  }

  private static PersonSignature.Verdict verdict(Verdict verdict) {
    return switch (verdict) {
      case VERDICT_APPROVE -> PersonSignature.Verdict.APPROVE;
      case VERDICT_REJECT -> PersonSignature.Verdict.REJECT;
      case VERDICT_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalArgumentException("verdict: approve or reject");
    };
  }

  private static PersonSignature.Algorithm algorithm(SignatureAlgorithm algorithm) {
    return switch (algorithm) {
      case SIGNATURE_ALGORITHM_ED25519 -> PersonSignature.Algorithm.ED25519;
      case SIGNATURE_ALGORITHM_P256 -> PersonSignature.Algorithm.P256;
      case SIGNATURE_ALGORITHM_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalArgumentException("algorithm: Ed25519 or P-256");
    };
  }

  public static io.argosy.proto.common.v1.PersonSignature wire(PersonSignature signature) {
    return io.argosy.proto.common.v1.PersonSignature.newBuilder()
        .setKeyId(signature.key().text())
        .setRole(
            switch (signature.role()) {
              case MAKER -> PersonRole.PERSON_ROLE_MAKER;
              case APPROVER -> PersonRole.PERSON_ROLE_APPROVER;
              case OFFICER -> PersonRole.PERSON_ROLE_OFFICER;
            })
        .setGeneration(signature.generation())
        .setVerdict(
            switch (signature.verdict()) {
              case APPROVE -> Verdict.VERDICT_APPROVE;
              case REJECT -> Verdict.VERDICT_REJECT;
            })
        .setAlgorithm(
            switch (signature.algorithm()) {
              case ED25519 -> SignatureAlgorithm.SIGNATURE_ALGORITHM_ED25519;
              case P256 -> SignatureAlgorithm.SIGNATURE_ALGORITHM_P256;
            })
        .setSignature(ByteString.copyFrom(signature.bytes()))
        .build();
  }
}
