package io.argosy.threshold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.acinq.secp256k1.Secp256k1;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SigningTest {
  private static List<KeyShare> twoOfThree = List.of();

  @BeforeAll
  static void aKey() {
    twoOfThree = Table.key(2, 3);
  }

  private static List<byte[]> digests(int count) {
    return IntStream.range(0, count).mapToObj(i -> Table.fresh()).toList();
  }

  private static SortedMap<Integer, Outcome<List<Signature>>> sign(
      List<KeyShare> shares, int[] quorum, List<byte[]> digests, Table.Way way) {
    byte[] sid = Table.fresh();
    var members = IntStream.of(quorum).boxed().toList();
    var parties = new TreeMap<Integer, Signing>();
    for (int i : quorum) {
      parties.put(i, new Signing(shares.get(i - 1), sid, members, digests, Table.random()));
    }
    return Table.run(parties, way);
  }

  /** libsecp256k1, BouncyCastle, a low s, and the key that the recovery id leads to. */
  private static void requireValid(byte[] signature, byte[] digest, byte[] publicKey) {
    byte[] compact = Arrays.copyOf(signature, 64);
    assertThat(Secp256k1.get().verify(compact, digest, publicKey)).isTrue();
    byte[] recovered = Secp256k1.get().ecdsaRecover(compact, digest, signature[64]);
    assertThat(Secp256k1.get().pubKeyCompress(recovered)).isEqualTo(publicKey);
    var curve = SECNamedCurves.getByName("secp256k1");
    var domain = new ECDomainParameters(curve.getCurve(), curve.getG(), curve.getN());
    var verifier = new ECDSASigner();
    verifier.init(
        false, new ECPublicKeyParameters(curve.getCurve().decodePoint(publicKey), domain));
    var r = new BigInteger(1, Arrays.copyOfRange(signature, 0, 32));
    var s = new BigInteger(1, Arrays.copyOfRange(signature, 32, 64));
    assertThat(verifier.verifySignature(digest, r, s)).isTrue();
    assertThat(s).isLessThanOrEqualTo(curve.getN().shiftRight(1));
  }

  private static void requireAllValid(List<KeyShare> shares, int[] quorum, int count) {
    var digests = digests(count);
    byte[] publicKey = shares.getFirst().publicKey();
    var outcomes = sign(shares, quorum, digests, Table.HONEST);
    assertThat(outcomes).hasSize(quorum.length);
    for (var outcome : outcomes.values()) {
      var signatures = Table.done(outcome);
      assertThat(signatures).hasSize(count);
      for (int i = 0; i < count; i++) {
        requireValid(signatures.get(i).bytes(), digests.get(i), publicKey);
      }
    }
  }

  /** A bit at each place of the message is flipped on the way from 1 to 2. */
  @ParameterizedTest
  @CsvSource({
    "1, 0, RETRY, the echo of commitments",
    "1, 40, QUARANTINE, the consistency of the OT extension",
    "1, -1, QUARANTINE, the consistency of the OT extension",
    "1, -4100, QUARANTINE, the consistency of the OT extension",
    "2, 0, RETRY, the echo of commitments",
    "2, 40, RETRY, the opening of the nonces",
    "2, 95, QUARANTINE, the consistency of the product",
    "2, 191, QUARANTINE, the consistency of the product",
    "2, 49247, QUARANTINE, the consistency of the product",
    "2, 49279, QUARANTINE, the consistency of the product",
    "2, 49280, QUARANTINE, the product against its points",
    "2, 49313, QUARANTINE, the product against its points",
    "2, -66, QUARANTINE, the product against its points",
    "2, -33, QUARANTINE, the product against its points",
    "2, -70, RETRY, the signature itself",
    "3, 31, RETRY, the signature itself",
    "3, 63, RETRY, the signature itself"
  })
  void aChangedFieldHasItsTypedOutcome(int round, int place, Abort.Kind kind, String check) {
    var outcomes =
        sign(
            twoOfThree,
            new int[] {1, 2},
            digests(1),
            (r, from, to, message) -> {
              if (r != round || from != 1) {
                return message;
              }
              byte[] changed = message.clone();
              changed[place < 0 ? changed.length + place : place] ^= 1;
              return changed;
            });

    assertThat(outcomes.get(2))
        .isInstanceOfSatisfying(
            Outcome.Aborted.class,
            aborted -> {
              var abort = aborted.abort();
              assertThat(abort.check()).isEqualTo(check);
              assertThat(abort.kind()).isEqualTo(kind);
              assertThat(abort.culprits())
                  .isEqualTo(
                      kind == Abort.Kind.QUARANTINE || check.contains("opening")
                          ? Set.of(1)
                          : Set.of());
            });
  }

  @Test
  void aMessageOfAnotherLengthOrWithAForeignScalarIsMalformed() {
    Table.Way longer = (r, from, to, m) -> r == 2 && from == 1 ? Arrays.copyOf(m, m.length + 1) : m;
    Table.Way foreign =
        (r, from, to, m) -> {
          byte[] changed = m.clone();
          if (r == 3 && from == 1) {
            Arrays.fill(changed, 0, 32, (byte) 0xff);
          }
          return changed;
        };
    for (var way : List.of(longer, foreign)) {
      assertThat(sign(twoOfThree, new int[] {1, 2}, digests(1), way).get(2))
          .isInstanceOfSatisfying(
              Outcome.Aborted.class, a -> assertThat(a.abort().culprits()).isEqualTo(Set.of(1)));
    }
  }

  @Test
  void membersWhoSeeDifferentDigestsOrQuorumsNeverSign() {
    byte[] sid = Table.fresh();
    var parties = new TreeMap<Integer, Signing>();
    for (int i = 1; i <= 2; i++) {
      var share = twoOfThree.get(i - 1);
      parties.put(i, new Signing(share, sid, List.of(1, 2), digests(1), Table.random()));
    }
    assertThat(Table.run(parties, Table.HONEST).values())
        .allMatch(outcome -> outcome instanceof Outcome.Aborted);

    for (var quorum : List.of(List.of(1), List.of(2, 1), List.of(2, 3), List.of(1, 4))) {
      var share = twoOfThree.getFirst();
      assertThatThrownBy(() -> new Signing(share, sid, quorum, digests(1), Table.random()))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void theSameLocalRandomnessInAnotherSessionGivesAnotherNonce() {
    Randomness broken = out -> Arrays.fill(out, (byte) 7);
    var rs = new ArrayList<String>();
    for (int session = 0; session < 2; session++) {
      byte[] sid = Table.fresh();
      var digests = digests(1);
      var parties = new TreeMap<Integer, Signing>();
      for (int i = 1; i <= 2; i++) {
        parties.put(i, new Signing(twoOfThree.get(i - 1), sid, List.of(1, 2), digests, broken));
      }
      var signature = Table.done(Table.run(parties, Table.HONEST).values().iterator().next());
      rs.add(Arrays.toString(Arrays.copyOf(signature.getFirst().bytes(), 32)));
    }
    assertThat(rs).doesNotHaveDuplicates();
  }

  @Test
  void everyPairOfThreeSignsABatch() {
    for (int[] quorum : Quorums.of(2, 3)) {
      requireAllValid(twoOfThree, quorum, 5);
    }
  }

  @Test
  void everyThreeOfFiveSign() {
    var shares = Table.key(3, 5);
    for (int[] quorum : Quorums.of(3, 5)) {
      requireAllValid(shares, quorum, 1);
    }
  }

  @Test
  void noRoundFollowsOnAnAbandonedSession() {
    var shares = Table.key(2, 3);
    var mine =
        new Signing(shares.getFirst(), Table.fresh(), List.of(1, 2), digests(1), Table.random());
    assertThat(mine.start()).isInstanceOf(Outcome.Continue.class);

    mine.abandon();

    assertThatThrownBy(() -> mine.next(java.util.Map.of()))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void everyFourOfSevenSign() {
    var shares = Table.key(4, 7);
    for (int[] quorum : Quorums.of(4, 7)) {
      requireAllValid(shares, quorum, 1);
    }
  }

  /** A signer whose share is not the one that was dealt proves everything, but for another key. */
  @Test
  void aShareOfAnotherKeyNeverSigns() {
    var own = twoOfThree.getFirst();
    var other =
        new KeyShare(
            1,
            2,
            3,
            own.publicPoint(),
            own.chainCode(),
            Scalars.add(own.secret(), Scalars.of(1)),
            Map.of(2, Pairs.of(own, 2), 3, Pairs.of(own, 3)));

    var outcomes =
        sign(List.of(other, twoOfThree.get(1)), new int[] {1, 2}, digests(1), Table.HONEST);

    assertThat(outcomes.values())
        .allSatisfy(
            outcome ->
                assertThat(outcome)
                    .isEqualTo(
                        new Outcome.Aborted<>(
                            new Abort(Abort.Kind.RETRY, Set.of(), "the parts of the public key"))));
  }
}
