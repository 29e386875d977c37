package io.argosy.threshold;

import java.util.Arrays;
import java.util.List;

/**
 * One party's own numbers of a signing session, of each kind one for every digest: the nonce, the
 * mask under which the nonces are inverted, and its part of the key; of the first and the last the
 * points. Confined to one thread.
 */
final class OwnNumbers {
  final long[][] nonces;
  final long[][] inverseMasks;
  final long[][] keyParts;
  final byte[][] noncePoints;
  final byte[][] keyPoints;

  OwnNumbers(int count) {
    nonces = new long[count][];
    inverseMasks = new long[count][];
    keyParts = new long[count][];
    noncePoints = new byte[count][];
    keyPoints = new byte[count][];
  }

  void draw(Randomness random) {
    for (int i = 0; i < nonces.length; i++) {
      nonces[i] = Scalars.random(random);
      inverseMasks[i] = Scalars.random(random);
      noncePoints[i] = Points.generator(nonces[i]);
    }
  }

  /** The weighted share, hidden by a zero share; the quorum's first adds the child key's tweak. */
  void divide(KeyShare share, byte[] sid, Manifest manifest) {
    long[] weighted = weighted(share, manifest);
    for (int i = 0; i < keyParts.length; i++) {
      keyParts[i] = Scalars.add(weighted, zeroShare(share, sid, manifest, i));
      if (share.self() == manifest.quorum().getFirst()) {
        keyParts[i] = Scalars.add(keyParts[i], manifest.keys().get(i).tweak());
      }
      keyPoints[i] = Points.generator(keyParts[i]);
    }
    Arrays.fill(weighted, 0);
  }

  private static long[] weighted(KeyShare share, Manifest manifest) {
    long[] secret = share.secret();
    try {
      return Scalars.multiply(manifest.weight(share.self()), secret);
    } finally {
      Arrays.fill(secret, 0);
    }
  }

  /** Numbers of the quorum's members that add up to zero, other ones for each signature. */
  private static long[] zeroShare(KeyShare share, byte[] sid, Manifest manifest, int number) {
    long[] sum = Scalars.of(0);
    for (int peer : manifest.others(share.self())) {
      byte[] seed = share.zeroSeed(peer);
      long[] part =
          Scalars.parse(Hash.tagged("zero share").bytes(seed).bytes(sid).number(number).digest());
      Arrays.fill(seed, (byte) 0);
      sum = share.self() < peer ? Scalars.add(sum, part) : Scalars.subtract(sum, part);
    }
    return sum;
  }

  void wipe() {
    List.of(nonces, inverseMasks, keyParts).forEach(OwnNumbers::wipe);
  }

  static void wipe(long[][] secrets) {
    for (long[] secret : secrets) {
      if (secret != null) {
        Arrays.fill(secret, 0);
      }
    }
  }
}
