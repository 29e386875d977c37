package io.argosy.threshold;

import static io.argosy.threshold.SlowHash.hex;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The files below vectors/, and what they begin from. */
final class Vectors {
  static final byte[] SID = Seeded.sha256(new byte[] {1});
  private static final Path FOLDER = Path.of("vectors");

  private Vectors() {}

  static Map<String, String> file(String name) throws IOException {
    var all = new TreeMap<String, String>();
    for (var line : Files.readAllLines(FOLDER.resolve(name))) {
      if (!line.startsWith("#")) {
        String[] parts = line.split(" = ", 2);
        all.put(parts[0], parts[1]);
      }
    }
    return all;
  }

  static Table.Way recording(Map<String, String> said, Map<String, byte[]> messages) {
    return (round, from, to, message) -> {
      String name = "round %d, %d to %d".formatted(round, from, to);
      messages.put(name, message);
      said.put(name, message.length + " bytes " + hex(Seeded.sha256(message)));
      return message;
    };
  }

  /** Two shares of a key with transfers between them, dealt by one seed. */
  static List<KeyShare> shares() {
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
}
