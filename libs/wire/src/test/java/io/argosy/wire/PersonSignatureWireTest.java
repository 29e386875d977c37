package io.argosy.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.argosy.model.KeyId;
import io.argosy.model.PersonSignature;
import io.argosy.proto.common.v1.PersonRole;
import io.argosy.proto.common.v1.SignatureAlgorithm;
import io.argosy.proto.common.v1.Verdict;
import org.junit.jupiter.api.Test;

class PersonSignatureWireTest {
  private static final PersonSignature SIGNATURE =
      new PersonSignature(
          new KeyId("anna"),
          PersonSignature.Role.APPROVER,
          3,
          PersonSignature.Verdict.REJECT,
          PersonSignature.Algorithm.P256,
          new byte[] {1, 2, 3});

  @Test
  void whatNamesNoRoleVerdictOrAlgorithmIsNoSignature() {
    var wire = PersonSignatureWire.wire(SIGNATURE).toBuilder();

    assertThatThrownBy(
            () ->
                PersonSignatureWire.parse(
                    wire.clone().setRole(PersonRole.PERSON_ROLE_UNSPECIFIED).build()))
        .hasMessageContaining("role");
    assertThatThrownBy(
            () ->
                PersonSignatureWire.parse(
                    wire.clone().setVerdict(Verdict.VERDICT_UNSPECIFIED).build()))
        .hasMessageContaining("verdict");
    assertThatThrownBy(
            () ->
                PersonSignatureWire.parse(
                    wire.clone()
                        .setAlgorithm(SignatureAlgorithm.SIGNATURE_ALGORITHM_UNSPECIFIED)
                        .build()))
        .hasMessageContaining("algorithm");
  }

  @Test
  void everyFieldComesBackFromTheWire() {
    var read = PersonSignatureWire.parse(PersonSignatureWire.wire(SIGNATURE));

    assertThat(read).usingRecursiveComparison().isEqualTo(SIGNATURE);
  }
}
