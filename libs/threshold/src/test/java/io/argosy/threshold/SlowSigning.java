package io.argosy.threshold;

import static io.argosy.threshold.SlowHash.Q;
import static io.argosy.threshold.SlowHash.compressed;
import static io.argosy.threshold.SlowHash.hash;
import static io.argosy.threshold.SlowHash.number;
import static io.argosy.threshold.SlowHash.scalar;
import static io.argosy.threshold.SlowHash.times;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.math.ec.ECPoint;

/**
 * A signing session of parties 1 and 2 with BigIntegers and BouncyCastle, from the specification's
 * text alone: every message of both, and what they sign.
 */
final class SlowSigning {
  private final int count;
  private final byte[] sid;
  private final List<ManifestEntry> entries;
  private final BigInteger[] tweaks;
  private final Side[] sides = new Side[3];

  private final class Side {
    final int self;
    final KeyShare share;
    final SlowCoins coins;
    final byte[] salt;
    final BigInteger[] r = new BigInteger[count];
    final BigInteger[] phi = new BigInteger[count];
    final BigInteger[] sk = new BigInteger[count];
    final ECPoint[] points = new ECPoint[count];
    final BigInteger choices;
    byte[] commitment = new byte[0];
    BigInteger[][] summands = new BigInteger[count][];

    Side(int self, KeyShare share, Randomness local) {
      this.self = self;
      this.share = share;
      this.coins = new SlowCoins(secret(), sid, self, local);
      this.salt = coins.bytes(32);
      for (int i = 0; i < count; i++) {
        r[i] = number(coins.bytes(32));
        phi[i] = number(coins.bytes(32));
        points[i] = times(r[i]);
        sk[i] = secret().multiply(lagrange(self)).add(zeroShare(i)).mod(Q);
        sk[i] = self == 1 ? sk[i].add(tweaks[i]).mod(Q) : sk[i];
      }
      var parts = new ArrayList<Object>(List.of(sid, self, salt));
      for (var point : points) {
        parts.add(compressed(point));
      }
      commitment = hash("nonce commitment", parts.toArray());
      choices = choices(coins.bytes(received().bitsOfRow() / 8));
    }

    private BigInteger secret() {
      return Numbers.value(share.secret());
    }

    private BigInteger zeroShare(int i) {
      var part = number(hash("zero share", share.zeroSeed(3 - self), sid, i));
      return self == 1 ? part : part.negate();
    }

    /** Transfers in which this side is the receiver, Bob. */
    SlowTransfers received() {
      return new SlowTransfers(hash("pair", sid, 3 - self, self), count);
    }

    byte[] first() {
      var out = new ByteArrayOutputStream();
      out.writeBytes(commitment);
      out.writeBytes(received().extension(Pairs.of(share, 3 - self).whole(), choices));
      return out.toByteArray();
    }

    byte[] second(Side peer) {
      var out = new ByteArrayOutputStream();
      out.writeBytes(hash("signing echo", sid, 1, sides[1].commitment, 2, sides[2].commitment));
      out.writeBytes(salt);
      var transfers = peer.received();
      byte[] places = share.places(peer.self);
      var v = transfers.receiverRows(Pairs.of(peer.share, self).whole());
      var q = SlowTransfers.senderRows(v, peer.choices, places);
      for (int i = 0; i < count; i++) {
        var inputs = new BigInteger[] {r[i], sk[i], number(coins.bytes(32))};
        var product = transfers.alice(q, places, i, inputs);
        summands[i] = product.summands();
        out.writeBytes(product.message());
        out.writeBytes(compressed(times(summands[i][0])));
        out.writeBytes(compressed(times(summands[i][1])));
        out.writeBytes(scalar(phi[i].subtract(SlowTransfers.chosen(choices, i))));
        out.writeBytes(compressed(times(sk[i])));
        out.writeBytes(compressed(points[i]));
      }
      return out.toByteArray();
    }

    /** u, then w, of one digest: Bob's summand is the product less Alice's. */
    BigInteger[] share(Side peer, int i) {
      var chi = SlowTransfers.chosen(choices, i);
      var mask = phi[i].add(peer.phi[i]).subtract(SlowTransfers.chosen(peer.choices, i));
      var u = r[i].multiply(mask).add(summands[i][0]);
      u = u.add(peer.r[i].multiply(chi)).subtract(peer.summands[i][0]);
      var v = sk[i].multiply(mask).add(summands[i][1]);
      v = v.add(peer.sk[i].multiply(chi)).subtract(peer.summands[i][1]);
      var w = number(entries.get(i).digest()).multiply(phi[i]).add(rx(i).multiply(v));
      return new BigInteger[] {u.mod(Q), w.mod(Q)};
    }

    byte[] third(Side peer) {
      var out = new ByteArrayOutputStream();
      for (int i = 0; i < count; i++) {
        for (var value : share(peer, i)) {
          out.writeBytes(scalar(value));
        }
      }
      return out.toByteArray();
    }
  }

  SlowSigning(
      List<KeyShare> shares, byte[] sid, List<ManifestEntry> entries, List<Randomness> local) {
    this.count = entries.size();
    this.entries = entries;
    this.tweaks = new BigInteger[count];
    var parts = new ArrayList<Object>(List.of(2, count, 1, 2));
    var whole =
        Numbers.value(shares.get(0).secret())
            .multiply(lagrange(1))
            .add(Numbers.value(shares.get(1).secret()).multiply(lagrange(2)));
    for (int i = 0; i < count; i++) {
      var steps = entries.get(i).path().steps();
      tweaks[i] = SlowDerivation.tweak(whole.mod(Q), shares.get(0).chainCode(), steps);
      parts.add(steps.size());
      parts.addAll(steps);
      parts.add(entries.get(i).digest());
    }
    this.sid = hash("signing", sid, hash("manifest", parts.toArray()));
    for (int self = 1; self <= 2; self++) {
      sides[self] = new Side(self, shares.get(self - 1), local.get(self - 1));
    }
  }

  /** Each group of eight bytes is a word, its highest byte first. */
  private static BigInteger choices(byte[] random) {
    byte[] littleEndian = new byte[random.length];
    for (int i = 0; i < random.length; i++) {
      littleEndian[i] = random[i / 8 * 8 + 7 - i % 8];
    }
    return SlowHash.bits(littleEndian);
  }

  /** Of the quorum 1, 2: 2 / (2 - 1) and 1 / (1 - 2). */
  private static BigInteger lagrange(int self) {
    return self == 1 ? BigInteger.TWO : BigInteger.ONE.negate();
  }

  private BigInteger rx(int i) {
    var sum = sides[1].points[i].add(sides[2].points[i]).normalize();
    return sum.getAffineXCoord().toBigInteger().mod(Q);
  }

  /** The message of a round from one to the other. */
  byte[] message(int round, int from) {
    var peer = sides[3 - from];
    return switch (round) {
      case 1 -> sides[from].first();
      case 2 -> sides[from].second(peer);
      case 3 -> sides[from].third(peer);
      default -> throw new IllegalArgumentException("round " + round);
    };
  }

  /** r and s, low: without masks and products, from the whole key and the whole nonce. */
  byte[] signature(int i) {
    var nonce = sides[1].r[i].add(sides[2].r[i]);
    var key = sides[1].sk[i].add(sides[2].sk[i]);
    var s =
        number(entries.get(i).digest())
            .add(rx(i).multiply(key))
            .multiply(nonce.modInverse(Q))
            .mod(Q);
    var low = s.compareTo(Q.shiftRight(1)) > 0 ? Q.subtract(s) : s;
    var out = new ByteArrayOutputStream();
    out.writeBytes(scalar(rx(i)));
    out.writeBytes(scalar(low));
    return out.toByteArray();
  }
}
