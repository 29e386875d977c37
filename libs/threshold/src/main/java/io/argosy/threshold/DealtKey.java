package io.argosy.threshold;

import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a dealing makes in public, which everybody computes from all openings: the key, and the
 * transcript of all that was said.
 *
 * @param publicKey 65 bytes
 * @param sum of all dealt polynomials
 */
record DealtKey(
    Plan plan, byte[] publicKey, byte[] chainCode, ProvenPolynomial sum, byte[] transcript) {

  /** Throws where points cancel out. */
  static DealtKey of(Plan plan, Openings openings, PerParty<ProvenPolynomial> polynomials) {
    var all = new ArrayList<ProvenPolynomial>();
    polynomials.forEach((dealer, proven) -> all.add(proven));
    var sum = ProvenPolynomial.sum(all);
    byte[] publicKey =
        plan.old().map(SharedKey::publicPoint).orElseGet(() -> sum.points().getFirst());
    byte[] chainCode = plan.old().map(SharedKey::chainCode).orElseGet(openings::chainCode);
    byte[] transcript =
        Hash.tagged("dkg transcript")
            .bytes(plan.sid())
            .number(plan.threshold())
            .number(plan.holders().size())
            .bytes(openings.secondEcho())
            .bytes(Points.compress(publicKey))
            .bytes(chainCode)
            .digest();
    return new DealtKey(plan, publicKey, chainCode, sum, transcript);
  }

  /** What the proof of a holder's share is bound to. */
  byte[] shareContext(int holder) {
    return Hash.tagged("share proof").bytes(transcript).number(holder).digest();
  }

  /** With every holder's share as it must be in public; throws where points cancel out. */
  SharedKey key() {
    return new SharedKey(plan.threshold(), publicKey, chainCode, publicShares());
  }

  /** Of what all dealt, on top of what a holder had. */
  private Map<Integer, byte[]> publicShares() {
    var all = new TreeMap<Integer, byte[]>();
    for (int holder : plan.holders()) {
      var terms = new ArrayList<byte[]>();
      sum.at(holder).ifPresent(terms::add);
      plan.base(holder).ifPresent(terms::add);
      all.put(holder, Points.add(terms.toArray(byte[][]::new)));
    }
    return all;
  }
}
