package io.argosy.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.model.PersonSignature.Role;
import io.argosy.model.PersonSignature.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class PersonSignatureTest {
  private static final Digest32 GENESIS = Digest32.sha256(new byte[] {1});
  private static final Digest32 TEXT = Digest32.sha256(new byte[] {2});

  @Test
  void noTwoRolesVerdictsGenerationsOrTextsAreSignedAlike() {
    var seen = new HashSet<String>();
    int signed = 0;
    for (var role : Role.values()) {
      for (var verdict : Verdict.values()) {
        for (long generation : new long[] {0, 1}) {
          for (var text : new Digest32[] {TEXT, GENESIS}) {
            for (var genesis : new Digest32[] {GENESIS, TEXT}) {
              var bytes = PersonSignature.signed(role, genesis, generation, verdict, text);
              seen.add(new String(bytes, StandardCharsets.US_ASCII));
              signed++;
            }
          }
        }
      }
    }
    assertThat(seen).hasSize(signed).hasSize(48);
  }

  @Test
  void aPersonSignsATextThatCanBeRead() {
    var bytes = PersonSignature.signed(Role.APPROVER, GENESIS, 0, Verdict.APPROVE, TEXT);

    assertThat(new String(bytes, StandardCharsets.US_ASCII))
        .isEqualTo(
            "argosy approver 1\ngenesis "
                + GENESIS
                + "\ngeneration 0\nverdict approve\ntext "
                + TEXT
                + "\n");
  }
}
