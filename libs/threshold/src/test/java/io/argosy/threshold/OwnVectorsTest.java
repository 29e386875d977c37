package io.argosy.threshold;

import static io.argosy.threshold.SlowHash.Q;
import static io.argosy.threshold.SlowHash.hash;
import static io.argosy.threshold.SlowHash.hex;
import static io.argosy.threshold.SlowHash.number;
import static io.argosy.threshold.SlowHash.scalar;
import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.threshold.KeyGeneration.Made;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The files below vectors/: what seeded parties say, which the slow model says as well. */
class OwnVectorsTest {
  private static final Path VECTORS = Path.of("vectors");
  private static final byte[] SID = Seeded.sha256(new byte[] {1});

  private static Map<String, String> file(String name) throws IOException {
    var all = new TreeMap<String, String>();
    for (var line : Files.readAllLines(VECTORS.resolve(name))) {
      if (!line.startsWith("#")) {
        String[] parts = line.split(" = ", 2);
        all.put(parts[0], parts[1]);
      }
    }
    return all;
  }

  private static Table.Way recording(Map<String, String> said, Map<String, byte[]> messages) {
    return (round, from, to, message) -> {
      String name = "round %d, %d to %d".formatted(round, from, to);
      messages.put(name, message);
      said.put(name, message.length + " bytes " + hex(Seeded.sha256(message)));
      return message;
    };
  }

  /** Two shares of a key with transfers between them, dealt by one seed. */
  private static List<KeyShare> dealt() {
    var seed = new Seeded("shares");
    long[][] polynomial = {Scalars.random(seed), Scalars.random(seed)};
    var key = key(polynomial);
    byte[] zeroSeed = seed.bytes(32);
    byte[][][][] whole = {keys(seed), keys(seed)};
    byte[][] places = {seed.bytes(Puncture.BLOCKS), seed.bytes(Puncture.BLOCKS)};
    var shares = new ArrayList<KeyShare>();
    for (int self = 1; self <= 2; self++) {
      byte[][][] punctured = new byte[Puncture.BLOCKS][][];
      for (int block = 0; block < Puncture.BLOCKS; block++) {
        places[self - 1][block] &= 15;
        punctured[block] = whole[2 - self][block].clone();
        punctured[block][places[self - 1][block]] = new byte[32];
      }
      var pair = new PairSecrets(zeroSeed, places[self - 1], punctured, whole[self - 1]);
      long[] secret = Scalars.evaluate(polynomial, self);
      shares.add(new KeyShare(self, key, secret, Map.of(3 - self, pair)));
    }
    return shares;
  }

  private static SharedKey key(long[][] polynomial) {
    var publicShares = new TreeMap<Integer, byte[]>();
    for (int holder = 1; holder <= 2; holder++) {
      long[] secret = Scalars.evaluate(polynomial, holder);
      publicShares.put(holder, Points.generator(Scalars.bytes(secret)));
    }
    byte[] publicKey = Points.generator(Scalars.bytes(polynomial[0]));
    return new SharedKey(2, publicKey, new byte[32], publicShares);
  }

  private static byte[][][] keys(Seeded seed) {
    byte[][][] keys = new byte[Puncture.BLOCKS][Puncture.LEAVES][];
    for (byte[][] block : keys) {
      Arrays.setAll(block, leaf -> seed.bytes(32));
    }
    return keys;
  }

  @Test
  void aSeededSessionSaysWhatTheSlowModelAndTheVectorsSay() throws IOException {
    var shares = dealt();
    var entries =
        List.of(
            ManifestEntry.ofKeyItself(Seeded.sha256(new byte[] {2})),
            new ManifestEntry(new DerivationPath(List.of(0, 7)), Seeded.sha256(new byte[] {3})));
    var said = new TreeMap<String, String>();
    var messages = new TreeMap<String, byte[]>();
    var parties = new TreeMap<Integer, Signing>();
    var local = new ArrayList<byte[]>();
    for (int i = 1; i <= 2; i++) {
      local.add(new Seeded("signer " + i).bytes(32));
      var coins = new Seeded("signer " + i);
      parties.put(i, new Signing(shares.get(i - 1), SID, List.of(1, 2), entries, coins));
    }

    var outcomes = Table.run(parties, recording(said, messages));

    var slow = new SlowSigning(shares, SID, entries, local);
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
    assertThat(said).isEqualTo(file("signing-2-of-2.txt"));
  }

  @Test
  void seededDealersMakeTheKeyThatBigIntegersAndTheVectorsSay() throws IOException {
    var said = new TreeMap<String, String>();
    var parties = new TreeMap<Integer, KeyGeneration>();
    for (int i = 1; i <= 3; i++) {
      parties.put(i, new KeyGeneration(SID, 2, 3, i, new Seeded("dealer " + i)));
    }

    var made = Table.run(parties, recording(said, new TreeMap<>()));

    var chainParts = new ArrayList<Object>(List.of(SID));
    var constant = BigInteger.ZERO;
    var slope = BigInteger.ZERO;
    for (int i = 1; i <= 3; i++) {
      var coins = new Seeded("dealer " + i);
      constant = constant.add(number(coins.bytes(32)));
      slope = slope.add(number(coins.bytes(32)));
      coins.bytes(32);
      chainParts.add(coins.bytes(32));
    }
    for (int i = 1; i <= 3; i++) {
      Made of = Table.done(Objects.requireNonNull(made.get(i)));
      var share = of.share();
      assertThat(Scalars.bytes(share.secret()))
          .isEqualTo(scalar(constant.add(slope.multiply(BigInteger.valueOf(i)))));
      assertThat(share.publicKey()).isEqualTo(SlowHash.compressed(SlowHash.times(constant.mod(Q))));
      assertThat(share.chainCode()).isEqualTo(hash("chain code", chainParts.toArray()));
      said.put("transcript", hex(of.transcript()));
      said.put("public key", hex(share.publicKey()));
      said.put("chain code", hex(share.chainCode()));
      said.put("share " + i, hex(Scalars.bytes(share.secret())));
      said.put("sealed share " + i, hex(Seeded.sha256(share.encodeSecret())));
    }
    assertThat(said).isEqualTo(file("key-generation-2-of-3.txt"));
  }
}
