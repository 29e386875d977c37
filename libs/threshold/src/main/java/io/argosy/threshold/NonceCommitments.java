package io.argosy.threshold;

import java.security.MessageDigest;
import java.util.List;

/**
 * What the members of a quorum committed to in round 1 of a session, before any saw another's
 * nonces' points. Confined to one thread.
 */
final class NonceCommitments {
  private final byte[] sid;
  private final PerParty<byte[]> all = new PerParty<>();

  NonceCommitments(byte[] sid) {
    this.sid = sid;
  }

  /** The commitment to an own opening. */
  byte[] commit(int self, byte[] salt, byte[][] points) {
    byte[] commitment = commitment(self, salt, points);
    all.put(self, commitment);
    return commitment;
  }

  private byte[] commitment(int party, byte[] salt, byte[][] points) {
    var hash = Hash.tagged("nonce commitment").bytes(sid).number(party).bytes(salt);
    List.of(points).forEach(point -> hash.bytes(Points.compress(point)));
    return hash.digest();
  }

  void take(int party, byte[] commitment) {
    all.put(party, commitment);
  }

  byte[] echo() {
    var hash = Hash.tagged("signing echo").bytes(sid);
    all.forEach((party, commitment) -> hash.number(party).bytes(commitment));
    return hash.digest();
  }

  void requireOpening(int party, byte[] salt, byte[][] points) throws ProtocolFault {
    if (!MessageDigest.isEqual(commitment(party, salt, points), all.get(party))) {
      throw ProtocolFault.malformed(party, "the opening of the nonces");
    }
  }
}
