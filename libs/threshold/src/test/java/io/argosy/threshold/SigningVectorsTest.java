package io.argosy.threshold;

import static io.argosy.threshold.SlowHash.hex;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What seeded signers say, which the slow model says as well. */
class SigningVectorsTest {
  @Test
  void aSeededSessionSaysWhatTheSlowModelAndTheVectorsSay() throws IOException {
    var shares = Vectors.shares();
    var entries =
        List.of(
            ManifestEntry.ofKeyItself(Seeded.sha256(new byte[] {2})),
            new ManifestEntry(new DerivationPath(List.of(0, 7)), Seeded.sha256(new byte[] {3})));
    var said = new TreeMap<String, String>();
    var messages = new TreeMap<String, byte[]>();
    var parties = new TreeMap<Integer, Signing>();
    var local = new ArrayList<Randomness>();
    for (int i = 1; i <= 2; i++) {
      local.add(new Seeded("signer " + i));
      var coins = new Seeded("signer " + i);
      parties.put(i, new Signing(shares.get(i - 1), Vectors.SID, List.of(1, 2), entries, coins));
    }

    var outcomes = Table.run(parties, Vectors.recording(said, messages));

    var slow = new SlowSigning(shares, Vectors.SID, entries, local);
    for (int round = 1; round <= 3; round++) {
      for (int from = 1; from <= 2; from++) {
        String name = "round %d, %d to %d".formatted(round, from, 3 - from);
        assertThat(slow.message(round, from)).as(name).isEqualTo(messages.get(name));
      }
    }
    said.put("public key", hex(shares.getFirst().publicKey()));
    for (int i = 0; i < 2; i++) {
      for (var outcome : outcomes.values()) {
        byte[] signature = Table.done(outcome).get(i).bytes();
        assertThat(Arrays.copyOf(signature, 64)).isEqualTo(slow.signature(i));
        said.put("signature " + (i + 1), hex(signature));
      }
    }
    assertThat(said).isEqualTo(Vectors.file("signing-2-of-2.txt"));
  }
}
