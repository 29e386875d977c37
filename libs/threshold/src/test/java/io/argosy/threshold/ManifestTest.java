package io.argosy.threshold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ManifestTest {
  private static final byte[] DIGEST = new byte[32];
  private final KeyShare one = Vectors.shares(2, 3).getFirst();

  private static ManifestEntry at(Integer... steps) {
    return new ManifestEntry(new DerivationPath(List.of(steps)), DIGEST);
  }

  @Test
  void onlyExactlyTRisingHoldersWithThisPartyAreAQuorum() {
    var entries = List.of(at());
    var wrong =
        List.of(
            List.<Integer>of(),
            List.of(1),
            List.of(1, 1),
            List.of(2, 1),
            List.of(2, 3),
            List.of(1, 4),
            List.of(0, 1),
            List.of(1, 2, 3));
    for (var quorum : wrong) {
      assertThatThrownBy(() -> Manifest.of(one, quorum, entries))
          .as(quorum.toString())
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(Manifest.of(one, List.of(1, 2), entries).others(1)).containsExactly(2);
  }

  /** Two sessions that differ in any of it have no session id, and so no coin, in common. */
  @Test
  void theDigestBindsQuorumPathsAndDigestsInTheirOrder() {
    byte[] other = new byte[32];
    other[31] = 1;
    var quorum = List.of(1, 2);
    var all =
        Stream.of(
                Manifest.of(one, quorum, List.of(at())),
                Manifest.of(one, List.of(1, 3), List.of(at())),
                Manifest.of(one, quorum, List.of(ManifestEntry.ofKeyItself(other))),
                Manifest.of(one, quorum, List.of(at(0))),
                Manifest.of(one, quorum, List.of(at(1))),
                Manifest.of(one, quorum, List.of(at(0, 0))),
                Manifest.of(one, quorum, List.of(at(), at())),
                Manifest.of(one, quorum, List.of(at(0), at(1))),
                Manifest.of(one, quorum, List.of(at(1), at(0))))
            .map(manifest -> Arrays.toString(manifest.digest()))
            .toList();

    assertThat(all).hasSize(9).doesNotHaveDuplicates();
  }
}
