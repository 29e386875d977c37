package io.argosy.threshold;

import static io.argosy.threshold.SlowHash.Q;
import static io.argosy.threshold.SlowHash.compressed;
import static io.argosy.threshold.SlowHash.hash;
import static io.argosy.threshold.SlowHash.number;
import static io.argosy.threshold.SlowHash.scalar;
import static io.argosy.threshold.SlowHash.times;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** One party of a dealing in the slow model: its coins in their order, and what it says of them. */
final class SlowDealer {
  /**
   * What all parties agreed on.
   *
   * @param sid with everything bound into it
   * @param first the lowest coefficient that is dealt
   * @param old the key that stays, if it does
   */
  record Terms(
      byte[] sid,
      int threshold,
      int first,
      List<Integer> dealers,
      List<Integer> holders,
      Optional<SharedKey> old) {}

  /**
   * One party's own.
   *
   * @param base what is added to what it is dealt
   */
  record Own(Randomness coins, BigInteger constant, BigInteger base) {}

  private final Terms terms;
  final int self;
  final Own own;
  final BigInteger[] coefficients;
  final byte[] salt;
  final byte[] chainPart;
  byte[] opening = new byte[0];
  final Map<Integer, byte[]> seedParts = new TreeMap<>();
  final Map<Integer, byte[]> seedSalts = new TreeMap<>();
  final Map<Integer, SlowSetup> received = new TreeMap<>();

  SlowDealer(Terms terms, int self, Own own) {
    this.terms = terms;
    this.coefficients = new BigInteger[terms.threshold()];
    this.self = self;
    this.own = own;
    coefficients[0] = own.constant();
    for (int k = 1; k < terms.threshold() && deals(); k++) {
      coefficients[k] = number(own.coins().bytes(32));
    }
    salt = own.coins().bytes(32);
    chainPart = own.coins().bytes(terms.old().isPresent() ? 0 : 32);
  }

  boolean deals() {
    return terms.dealers().contains(self);
  }

  boolean holds() {
    return terms.holders().contains(self);
  }

  boolean pairsWith(SlowDealer peer) {
    return holds() && peer.holds();
  }

  void open() {
    var out = new ByteArrayOutputStream();
    for (int k = terms.first(); k < terms.threshold(); k++) {
      byte[] context = hash("proof", terms.sid(), self, k);
      out.writeBytes(compressed(times(coefficients[k])));
      out.writeBytes(proof(context, coefficients[k]));
    }
    out.writeBytes(chainPart);
    out.writeBytes(salt);
    opening = out.toByteArray();
  }

  byte[] proof(byte[] context, BigInteger secret) {
    var nonce = number(own.coins().bytes(32));
    byte[] point = compressed(times(nonce));
    var challenge = number(hash("schnorr", context, compressed(times(secret)), point));
    return joined(point, scalar(nonce.add(challenge.multiply(secret))));
  }

  byte[] commitment() {
    return hash("dkg commitment", terms.sid(), self, opening);
  }

  byte[] seedCommitment(SlowDealer peer) {
    byte[] part = own.coins().bytes(32);
    byte[] partSalt = own.coins().bytes(32);
    seedParts.put(peer.self, part);
    seedSalts.put(peer.self, partSalt);
    return hash("seed commitment", terms.sid(), self, peer.self, part, partSalt);
  }

  BigInteger at(int place) {
    var sum = BigInteger.ZERO;
    for (int k = terms.threshold() - 1; k >= 0; k--) {
      sum = sum.multiply(BigInteger.valueOf(place)).add(coefficients[k]);
    }
    return sum.mod(Q);
  }

  byte[] transfers(SlowDealer peer) {
    var setup = new SlowSetup(hash("ot", terms.sid(), peer.self, self), own.coins());
    received.put(peer.self, setup);
    return joined(entry(seedParts, peer.self), entry(seedSalts, peer.self), setup.request());
  }

  static <T> T entry(Map<Integer, T> all, int party) {
    return Objects.requireNonNull(all.get(party));
  }

  static byte[] joined(byte[]... parts) {
    var out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
