package io.argosy.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class MerkleTreeTest {
  /** The well-known inputs and roots of Certificate Transparency's reference tests for RFC 6962. */
  private static final List<byte[]> LEAVES =
      Stream.of(
              "",
              "00",
              "10",
              "2021",
              "3031",
              "40414243",
              "5051525354555657",
              "606162636465666768696a6b6c6d6e6f")
          .map(HexFormat.of()::parseHex)
          .toList();

  private static final List<String> ROOTS =
      List.of(
          "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
          "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
          "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
          "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
          "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
          "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
          "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

  @Test
  void aTreeWithoutALeafIsRefused() {
    assertThatThrownBy(() -> new MerkleTree(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theRootsAreThoseOfTheReference() {
    for (int count = 1; count <= LEAVES.size(); count++) {
      assertThat(new MerkleTree(LEAVES.subList(0, count)).root()).hasToString(ROOTS.get(count - 1));
    }
  }

  @Test
  void aProofHoldsForItsLeafAtItsPlaceAndForNothingElse() {
    for (int count = 1; count <= LEAVES.size(); count++) {
      var tree = new MerkleTree(LEAVES.subList(0, count));
      for (int leaf = 0; leaf < count; leaf++) {
        var path = tree.proof(leaf);
        assertThat(MerkleTree.proves(tree.root(), LEAVES.get(leaf), leaf, count, path)).isTrue();

        var longer = new ArrayList<>(path);
        longer.add(tree.root());
        assertThat(MerkleTree.proves(tree.root(), LEAVES.get(leaf), leaf, count, longer)).isFalse();
        assertThat(MerkleTree.proves(tree.root(), new byte[] {9}, leaf, count, path)).isFalse();
        assertThat(MerkleTree.proves(tree.root(), LEAVES.get(leaf), count, count, path)).isFalse();
        assertThat(MerkleTree.proves(tree.root(), LEAVES.get(leaf), -1, count, path)).isFalse();
        if (!path.isEmpty()) {
          var shorter = path.subList(1, path.size());
          assertThat(MerkleTree.proves(tree.root(), LEAVES.get(leaf), leaf, count, shorter))
              .isFalse();
        }
      }
    }
  }
}
