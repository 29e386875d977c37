package io.argosy.threshold;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;

/**
 * What one party does with one peer in a signing session: a product in each direction for every
 * digest. As Bob it chooses transfers, which are its random number chi; as Alice it answers with
 * its nonce and its part of the key. Confined to one thread.
 */
final class SigningPair {
  private static final int PRODUCT_BYTES = Vole.MESSAGE_BYTES + 4 * Points.COMPRESSED + 32;

  /**
   * What the peer opened, by digest.
   *
   * @param bob this party's summands of the products in which it is Bob
   */
  record Opened(byte[][] noncePoints, byte[][] keyPoints, long[][] psi, long[][][] bob) {
    static Opened of(int count) {
      return new Opened(
          new byte[count][], new byte[count][], new long[count][], new long[count][][]);
    }
  }

  private final KeyShare share;
  private final byte[] sid;
  private final int peer;
  private final int count;
  private OtExtension.Received received = new OtExtension.Received(new long[0], new long[0][]);
  private long[][] rows = new long[0][];
  private long[][][] alice = new long[0][][];
  private Opened opened = Opened.of(0);

  SigningPair(KeyShare share, byte[] sid, int peer, int count) {
    this.share = share;
    this.sid = sid;
    this.peer = peer;
    this.count = count;
  }

  private byte[] direction(int sender, int receiver) {
    return Hash.tagged("pair").bytes(sid).number(sender).number(receiver).digest();
  }

  private int transfers() {
    return count * Vole.WIDTH;
  }

  int firstBytes() {
    return 32 + OtExtension.messageBytes(transfers());
  }

  int secondBytes() {
    return 64 + count * PRODUCT_BYTES;
  }

  /** Round 1: the commitment to our nonces, and the choices of our products. */
  byte[] choose(byte[] commitment, Randomness random) {
    var out = new Message(firstBytes()).bytes(commitment);
    byte[] pair = direction(peer, share.self());
    received = OtExtension.receive(pair, share.whole(peer), transfers(), random, out);
    return out.build();
  }

  /** Round 2: the peer's choices. */
  void takeChoices(Fields in) throws ProtocolFault {
    byte[] places = share.places(peer);
    try {
      byte[] pair = direction(share.self(), peer);
      rows = OtExtension.send(pair, places, share.punctured(peer), transfers(), in);
    } finally {
      Arrays.fill(places, (byte) 0);
    }
  }

  /** Our side of the peer's products, after the echo and the salt. */
  byte[] answer(OwnNumbers own, byte[] echo, byte[] salt, Randomness random) {
    var out = new Message(secondBytes()).bytes(echo).bytes(salt);
    var vole = new Vole(direction(share.self(), peer));
    byte[] places = share.places(peer);
    long[] difference = OtExtension.difference(places);
    Arrays.fill(places, (byte) 0);
    alice = new long[count][][];
    for (int i = 0; i < count; i++) {
      long[][] inputs = {own.nonces[i], own.keyParts[i]};
      alice[i] = vole.alice(rows, difference, i, inputs, random, out);
      out.point(Points.generator(alice[i][0]));
      out.point(Points.generator(alice[i][1]));
      out.scalar(Scalars.subtract(own.inverseMasks[i], vole.chosen(received.choices(), i)));
      out.point(own.keyPoints[i]);
      out.point(own.noncePoints[i]);
    }
    vole.wipe();
    Arrays.fill(difference, 0);
    OwnNumbers.wipe(rows);
    return out.build();
  }

  /** Round 3: our products, and the peer's points that they must fit. */
  void open(Fields in, byte[] echo, NonceCommitments commitments) throws ProtocolFault {
    if (!MessageDigest.isEqual(in.bytes(32), echo)) {
      throw ProtocolFault.unblamed("the echo of commitments");
    }
    byte[] salt = in.bytes(32);
    var vole = new Vole(direction(peer, share.self()));
    opened = Opened.of(count);
    for (int i = 0; i < count; i++) {
      open(in, vole, i);
    }
    vole.wipe();
    commitments.requireOpening(peer, salt, opened.noncePoints);
  }

  private void open(Fields in, Vole vole, int i) throws ProtocolFault {
    byte[] chi = Scalars.bytes(vole.chosen(received.choices(), i));
    opened.bob[i] = vole.bob(received.rows(), received.choices(), i, in);
    byte[] gammaU = in.point();
    byte[] gammaV = in.point();
    opened.psi[i] = in.scalar();
    opened.keyPoints[i] = in.point();
    opened.noncePoints[i] = in.point();
    requireProduct(chi, opened.noncePoints[i], opened.bob[i][0], gammaU);
    requireProduct(chi, opened.keyPoints[i], opened.bob[i][1], gammaV);
    Arrays.fill(chi, (byte) 0);
  }

  /** chi * point = d * G + gamma, compared by hashes so that chi meets no variable time. */
  private void requireProduct(byte[] chi, byte[] point, long[] summand, byte[] gamma)
      throws ProtocolFault {
    byte[] left = Points.hashedProduct(chi, point);
    var right = Points.sum(Points.generator(summand), gamma).map(Points::hashed);
    if (right.filter(hash -> MessageDigest.isEqual(left, hash)).isEmpty()) {
      throw ProtocolFault.cheated(peer, "the product against its points");
    }
  }

  Opened opened() {
    return opened;
  }

  /** The sum of our summands of both products with one of Alice's inputs: 0 nonce, 1 key. */
  long[] summands(int i, int input) {
    return Scalars.add(alice[i][input], opened.bob[i][input]);
  }

  void wipe() {
    received.wipe();
    OwnNumbers.wipe(rows);
    for (long[][][] summands : List.of(alice, opened.bob)) {
      for (long[][] each : summands) {
        if (each != null) {
          OwnNumbers.wipe(each);
        }
      }
    }
  }
}
