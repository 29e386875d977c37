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
    return shares(2, 2);
  }

  /** The share of party i stands at place i - 1; nothing of them was made by the protocol. */
  static List<KeyShare> shares(int threshold, int n) {
    var seed = new Seeded("shares");
    long[][] polynomial = new long[threshold][];
    Arrays.setAll(polynomial, k -> Scalars.random(seed));
    var pairs = new TreeMap<Integer, Map<Integer, PairSecrets>>();
    for (int low = 1; low <= n; low++) {
      for (int high = low + 1; high <= n; high++) {
        pair(low, high, seed, pairs);
      }
    }
    var key = key(polynomial, n);
    var shares = new ArrayList<KeyShare>();
    pairs.forEach(
        (self, own) ->
            shares.add(new KeyShare(self, key, Scalars.evaluate(polynomial, self), own)));
    return shares;
  }

  private static void pair(
      int low, int high, Seeded seed, Map<Integer, Map<Integer, PairSecrets>> pairs) {
    byte[] zeroSeed = seed.bytes(32);
    byte[][][][] whole = {keys(seed), keys(seed)};
    byte[][] places = {seed.bytes(Puncture.BLOCKS), seed.bytes(Puncture.BLOCKS)};
    for (int side = 0; side < 2; side++) {
      byte[][][] punctured = new byte[Puncture.BLOCKS][][];
      for (int block = 0; block < Puncture.BLOCKS; block++) {
        places[side][block] &= 15;
        punctured[block] = whole[1 - side][block].clone();
        punctured[block][places[side][block]] = new byte[32];
      }
      pairs
          .computeIfAbsent(side == 0 ? low : high, party -> new TreeMap<>())
          .put(
              side == 0 ? high : low,
              new PairSecrets(zeroSeed, places[side], punctured, whole[side]));
    }
  }

  private static SharedKey key(long[][] polynomial, int n) {
    var publicShares = new TreeMap<Integer, byte[]>();
    for (int holder = 1; holder <= n; holder++) {
      long[] secret = Scalars.evaluate(polynomial, holder);
      publicShares.put(holder, Points.generator(Scalars.bytes(secret)));
    }
    byte[] publicKey = Points.generator(Scalars.bytes(polynomial[0]));
    return new SharedKey(polynomial.length, publicKey, new byte[32], publicShares);
  }

  private static byte[][][] keys(Seeded seed) {
    byte[][][] keys = new byte[Puncture.BLOCKS][Puncture.LEAVES][];
    for (byte[][] block : keys) {
      Arrays.setAll(block, leaf -> seed.bytes(32));
    }
    return keys;
  }
}
