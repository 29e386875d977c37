package io.argosy.threshold;

import java.security.MessageDigest;
import java.util.Arrays;

/**
 * What all dealers committed to in round 1 of a dealing and opened in round 2, and the echoes by
 * which parties find that somebody told them different things. Confined to one thread.
 */
final class Openings {
  private final byte[] sid;
  private final PerParty<byte[]> commitments = new PerParty<>();
  private final PerParty<byte[]> openings = new PerParty<>();

  Openings(byte[] sid) {
    this.sid = sid;
  }

  /** The commitment to an own opening. */
  byte[] commit(int self, byte[] opening) {
    byte[] commitment = commitment(self, opening);
    openings.put(self, opening);
    commitments.put(self, commitment);
    return commitment;
  }

  void takeCommitment(int dealer, byte[] commitment) {
    commitments.put(dealer, commitment);
  }

  void take(int dealer, byte[] opening) throws ProtocolFault {
    if (!MessageDigest.isEqual(commitment(dealer, opening), commitments.get(dealer))) {
      throw ProtocolFault.malformed(dealer, "the opening of the commitment");
    }
    openings.put(dealer, opening);
  }

  byte[] of(int dealer) {
    return openings.get(dealer);
  }

  private byte[] commitment(int party, byte[] opening) {
    return Hash.tagged("dkg commitment").bytes(sid).number(party).bytes(opening).digest();
  }

  byte[] firstEcho() {
    return digest("dkg echo 1", commitments);
  }

  byte[] secondEcho() {
    return digest("dkg echo 2", openings);
  }

  private byte[] digest(String use, PerParty<byte[]> all) {
    var hash = Hash.tagged(use).bytes(sid);
    all.forEach((party, bytes) -> hash.number(party).bytes(bytes));
    return hash.digest();
  }

  /** Of a new key: all dealers' parts, which stand before the salts. */
  byte[] chainCode() {
    var hash = Hash.tagged("chain code").bytes(sid);
    openings.forEach(
        (party, opening) ->
            hash.bytes(Arrays.copyOfRange(opening, opening.length - 64, opening.length - 32)));
    return hash.digest();
  }
}
