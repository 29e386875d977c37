package io.argosy.threshold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.bouncycastle.math.ec.ECPoint;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DerivationTest {
  private static final DerivationPath PATH = new DerivationPath(List.of(3, 1_000_000_000));
  private static List<KeyShare> shares = List.of();

  @BeforeAll
  static void aKey() {
    shares = Table.key(2, 3);
  }

  @Test
  void aHardenedStepIsRefusedForItNeedsThePrivateKey() {
    assertThatThrownBy(() -> new DerivationPath(List.of(0, 0x8000_0000)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new DerivationPath(Collections.nCopies(256, 0)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** From BIP-32's test vectors: parent and child of each non-hardened step, version bytes cut. */
  @ParameterizedTest
  @CsvSource({
    // Vector 1, m/0' to m/0'/1
    "xpub68Gmy5EdvgibQVfPdqkBBCHxA5htiqg55crXYuXoQRKfDBFA1WEjWgP6LHhwBZeNK1VTsfTFUHCdrfp1bgwQ9xv5ski8PX9rL2dZXvgGDnw,"
        + " 1, xpub6ASuArnXKPbfEwhqN6e3mwBcDTgzisQN1wXN9BJcM47sSikHjJf3UFHKkNAWbWMiGj7Wf5uMash7SyYq527Hqck2AxYysAA7xmALppuCkwQ",
    // Vector 1, m/0'/1/2' to m/0'/1/2'/2 and on to 1000000000
    "xpub6D4BDPcP2GT577Vvch3R8wDkScZWzQzMMUm3PWbmWvVJrZwQY4VUNgqFJPMM3No2dFDFGTsxxpG5uJh7n7epu4trkrX7x7DogT5Uv6fcLW5,"
        + " 2, xpub6FHa3pjLCk84BayeJxFW2SP4XRrFd1JYnxeLeU8EqN3vDfZmbqBqaGJAyiLjTAwm6ZLRQUMv1ZACTj37sR62cfN7fe5JnJ7dh8zL4fiyLHV",
    "xpub6FHa3pjLCk84BayeJxFW2SP4XRrFd1JYnxeLeU8EqN3vDfZmbqBqaGJAyiLjTAwm6ZLRQUMv1ZACTj37sR62cfN7fe5JnJ7dh8zL4fiyLHV,"
        + " 1000000000, xpub6H1LXWLaKsWFhvm6RVpEL9P4KfRZSW7abD2ttkWP3SSQvnyA8FSVqNTEcYFgJS2UaFcxupHiYkro49S8yGasTvXEYBVPamhGW6cFJodrTHy",
    // Vector 2, m to m/0
    "xpub661MyMwAqRbcFW31YEwpkMuc5THy2PSt5bDMsktWQcFF8syAmRUapSCGu8ED9W6oDMSgv6Zz8idoc4a6mr8BDzTJY47LJhkJ8UB7WEGuduB,"
        + " 0, xpub69H7F5d8KSRgmmdJg2KhpAK8SR3DjMwAdkxj3ZuxV27CprR9LgpeyGmXUbC6wb7ERfvrnKZjXoUmmDznezpbZb7ap6r1D3tgFxHmwMkQTPH"
  })
  void everyPublicStepOfBip32GivesThePublishedChild(String parent, int step, String child) {
    byte[] from = Base58.decode(parent);
    byte[] to = Base58.decode(child);

    var made =
        Derivation.of(
            uncompressed(Arrays.copyOfRange(from, 45, 78)),
            Arrays.copyOfRange(from, 13, 45),
            new DerivationPath(List.of(step)));

    assertThat(made.publicKey()).isEqualTo(Arrays.copyOfRange(to, 45, 78));
    assertThat(made.chainCode()).isEqualTo(Arrays.copyOfRange(to, 13, 45));
  }

  private static byte[] uncompressed(byte[] compressed) {
    ECPoint point =
        org.bouncycastle.asn1.sec.SECNamedCurves.getByName("secp256k1")
            .getCurve()
            .decodePoint(compressed);
    return point.getEncoded(false);
  }

  @Test
  void theTweakIsWhatPrivateDerivationAdds() {
    var key = Numbers.value(Scalars.random(Table.random()));
    byte[] point = Points.generator(SlowHash.scalar(key));
    byte[] chainCode = Table.fresh();

    var made = Derivation.of(point, chainCode, PATH);

    var tweak = SlowDerivation.tweak(key, chainCode, PATH.steps());
    assertThat(Numbers.value(made.tweak())).isEqualTo(tweak);
    assertThat(made.publicKey())
        .isEqualTo(SlowHash.compressed(SlowHash.times(key.add(tweak).mod(SlowHash.Q))));
  }

  @Test
  void membersWhoMeanOtherChildrenNeverSign() {
    byte[] sid = Table.fresh();
    byte[] digest = Table.fresh();
    var parties = new TreeMap<Integer, Signing>();
    for (int i = 1; i <= 2; i++) {
      var entry = new ManifestEntry(new DerivationPath(List.of(i)), digest);
      parties.put(
          i, new Signing(shares.get(i - 1), sid, List.of(1, 2), List.of(entry), Table.random()));
    }

    var outcomes = Table.run(parties, Table.HONEST);

    assertThat(outcomes.values())
        .hasSize(2)
        .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Outcome.Aborted.class));
  }

  /** The manifest is in every hash of the session, so that no path is changed after a nonce. */
  @Test
  void anotherPathMakesAnotherSession() {
    byte[] sid = Table.fresh();
    byte[] digest = Table.fresh();
    var commitments = new java.util.HashSet<String>();
    for (var path : List.of(DerivationPath.NONE, PATH, new DerivationPath(List.of(3)))) {
      var signing =
          new Signing(
              shares.getFirst(),
              sid,
              List.of(1, 2),
              List.of(new ManifestEntry(path, digest)),
              out -> Arrays.fill(out, (byte) 7));
      var first = (Outcome.Continue<List<Signature>>) signing.start();
      byte[] message = first.toEachPeer().get(2);
      commitments.add(HexFormat.of().formatHex(message, 0, 32));
    }
    assertThat(commitments).hasSize(3);
  }

  @Test
  void everyQuorumSignsForTheKeyAndForItsChildrenInOneSession() {
    byte[] own = Table.fresh();
    byte[] below = Table.fresh();
    var entries = List.of(ManifestEntry.ofKeyItself(own), new ManifestEntry(PATH, below));
    var child = Derivation.of(shares.getFirst().key(), PATH);
    for (int[] quorum : Quorums.of(2, 3)) {
      byte[] sid = Table.fresh();
      var members = Arrays.stream(quorum).boxed().toList();
      var parties = new TreeMap<Integer, Signing>();
      for (int i : quorum) {
        parties.put(i, new Signing(shares.get(i - 1), sid, members, entries, Table.random()));
      }
      for (var outcome : Table.run(parties, Table.HONEST).values()) {
        var signatures = Table.done(outcome);
        Valid.require(signatures.get(0).bytes(), own, shares.getFirst().publicKey());
        Valid.require(signatures.get(1).bytes(), below, child.publicKey());
      }
    }
    assertThat(Set.of(own, below)).hasSize(2);
  }
}
