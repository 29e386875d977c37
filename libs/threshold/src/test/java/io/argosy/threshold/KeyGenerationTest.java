package io.argosy.threshold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyGenerationTest {
  private static Map<Integer, Outcome<KeyGeneration.Made>> run(int t, int n, Table.Way way) {
    byte[] sid = Table.fresh();
    var parties = new TreeMap<Integer, KeyGeneration>();
    for (int i = 1; i <= n; i++) {
      parties.put(i, new KeyGeneration(sid, t, n, i, Table.random()));
    }
    return Table.run(parties, way);
  }

  @Test
  void aMessageThatIsShortLongOrMissingIsMalformed() {
    for (int length : new int[] {0, 31, 33}) {
      var outcomes =
          run(2, 3, (r, from, to, m) -> r == 1 && from == 3 ? Arrays.copyOf(m, length) : m);

      assertThat(outcomes.get(1))
          .isInstanceOfSatisfying(
              Outcome.Aborted.class, a -> assertThat(a.abort().culprits()).isEqualTo(Set.of(3)));
    }
  }

  @ParameterizedTest
  @CsvSource({"2,2", "2,3", "3,5"})
  void everyQuorumsSharesAddUpToTheOnePublicKey(int t, int n) {
    var shares = Table.key(t, n);

    byte[] publicKey = shares.getFirst().publicKey();
    for (int[] quorum : Quorums.of(t, n)) {
      long[] sum = Scalars.of(0);
      for (int i : quorum) {
        var part = Scalars.multiply(Scalars.lagrange(i, quorum), shares.get(i - 1).secret());
        sum = Scalars.add(sum, part);
      }
      assertThat(Points.compress(Points.generator(Scalars.bytes(sum)))).isEqualTo(publicKey);
    }
    assertThat(shares).allMatch(s -> Arrays.equals(s.publicKey(), publicKey));
  }

  @Test
  void aShareIsReadBackAndNeverPrintsItself() {
    var share = Table.key(2, 2).getFirst();

    var back = KeyShare.decode(share.encodeSecret());

    assertThat(back.encodeSecret()).isEqualTo(share.encodeSecret());
    assertThat(back.publicKey()).isEqualTo(share.publicKey());
    assertThat(share.toString()).isEqualTo("KeyShare[1 of 2]");
    share.close();
    assertThat(Limbs.isZero(back.secret(), 0)).isFalse();
    org.assertj.core.api.Assertions.assertThatThrownBy(share::encodeSecret)
        .isInstanceOf(IllegalStateException.class);
  }

  /** The transfers of a pair fit: one side lacks exactly the key at its secret place. */
  @Test
  void ofEachSixteenKeysOneSideLacksExactlyOne() {
    var shares = Table.key(2, 2);
    var sender = Pairs.of(shares.get(0), 2);
    var receiver = Pairs.of(shares.get(1), 1);
    for (int block = 0; block < Puncture.BLOCKS; block++) {
      for (int x = 0; x < Puncture.LEAVES; x++) {
        boolean same = Arrays.equals(sender.punctured()[block][x], receiver.whole()[block][x]);
        assertThat(same).isEqualTo(x != sender.places()[block]);
      }
    }
    assertThat(sender.zeroSeed()).isEqualTo(receiver.zeroSeed());
  }

  /** Party 1 commits to a changed opening, and makes its echo fit: only the proofs can tell. */
  @ParameterizedTest
  @CsvSource({
    "1, 1, not a point of the curve",
    "0, 1, the proof of coefficient 0",
    "33, 1, the proof of coefficient 0",
    "97, 1, the proof of coefficient 0",
    "98, 1, the proof of coefficient 1",
    "195, 1, the proof of coefficient 1",
    "66, 255, a scalar below the order"
  })
  void aDealerWhoCannotProveWhatItCommittedToIsNamed(int place, int bits, String check) {
    byte[] sid = Table.fresh();
    var opening = new AtomicReference<byte[]>();
    var _ =
        dealt(
            sid,
            (r, from, to, m) -> {
              if (r == 2 && from == 1) {
                opening.set(Arrays.copyOf(m, 196 + 64));
              }
              return m;
            });
    byte[] changed = opening.get();
    if (place == 1) {
      Arrays.fill(changed, 1, 33, (byte) 0);
      changed[32] = 5; // There is no point with this x.
    } else if (bits == 255) {
      Arrays.fill(changed, place, place + 32, (byte) 0xff);
    } else {
      changed[place] ^= (byte) bits;
    }
    byte[] lie = Hash.tagged("dkg commitment").bytes(sid).number(1).bytes(changed).digest();
    var honest = new AtomicReference<byte[]>();

    var outcomes =
        dealt(
            sid,
            (r, from, to, m) -> {
              if (r == 1 && from == 2) {
                honest.set(m);
              }
              if (r == 1 && from == 1) {
                return lie;
              }
              if (r != 2 || from != 1) {
                return m;
              }
              byte[] echo =
                  Hash.tagged("dkg echo 1")
                      .bytes(sid)
                      .number(1)
                      .bytes(lie)
                      .number(2)
                      .bytes(honest.get())
                      .digest();
              byte[] out = m.clone();
              System.arraycopy(changed, 0, out, 0, changed.length);
              System.arraycopy(echo, 0, out, changed.length, 32);
              return out;
            });

    assertThat(outcomes.get(2))
        .isEqualTo(new Outcome.Aborted<>(new Abort(Abort.Kind.RETRY, Set.of(1), check)));
  }

  /** Two parties, of which the first always takes the same coins. */
  private static Map<Integer, Outcome<KeyGeneration.Made>> dealt(byte[] sid, Table.Way way) {
    var parties = new TreeMap<Integer, KeyGeneration>();
    parties.put(1, new KeyGeneration(sid, 2, 2, 1, new Seeded("dealer")));
    parties.put(2, new KeyGeneration(sid, 2, 2, 2, Table.random()));
    return Table.run(parties, way);
  }
}
