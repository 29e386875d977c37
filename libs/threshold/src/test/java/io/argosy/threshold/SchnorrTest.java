package io.argosy.threshold;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SchnorrTest {
  private static final byte[] CONTEXT = Seeded.sha256(new byte[] {1});
  private final long[] secret = Scalars.random(new Seeded("secret"));
  private final byte[] point = Points.generator(secret);
  private final byte[] another = Points.generator(Scalars.of(5));

  private Schnorr proof() {
    return Schnorr.prove(CONTEXT, secret, new Seeded("nonce"));
  }

  private byte[] written() {
    var out = new Message(Schnorr.BYTES);
    proof().write(out);
    return out.build();
  }

  @Test
  void aProofHoldsForItsPointInItsContextAlone() {
    assertThat(proof().holds(CONTEXT, point)).isTrue();
    assertThat(proof().holds(CONTEXT, another)).isFalse();
    assertThat(proof().holds(Seeded.sha256(new byte[] {2}), point)).isFalse();
  }

  @Test
  void aProofWithAnotherCommitmentOrResponseDoesNotHold() {
    var proof = proof();

    assertThat(new Schnorr(another, proof.response()).holds(CONTEXT, point)).isFalse();
    var next = Scalars.add(proof.response(), Scalars.of(1));
    assertThat(new Schnorr(proof.commitment(), next).holds(CONTEXT, point)).isFalse();
    assertThat(new Schnorr(proof.commitment(), Scalars.of(0)).holds(CONTEXT, point)).isFalse();
  }

  /** Were the point or the commitment not hashed, these could be made of any response. */
  @Test
  void aProofThatWasMadeWithoutTheSecretDoesNotHold() {
    long[] response = Scalars.of(9);
    for (long[] guess : new long[][] {Scalars.of(1), guess(CONTEXT), guess(point)}) {
      byte[] product = Points.publicProduct(Scalars.bytes(guess), point);
      byte[] commitment = Points.subtract(Points.generator(response), product);

      assertThat(new Schnorr(commitment, response).holds(CONTEXT, point)).isFalse();
    }
  }

  private static long[] guess(byte[] part) {
    return Scalars.parse(Hash.tagged("schnorr").bytes(part).digest());
  }

  @Test
  void theChallengeIsTheHashOfContextPointAndCommitment() {
    var proof = proof();
    byte[] hash =
        SlowHash.hash(
            "schnorr", CONTEXT, Points.compress(point), Points.compress(proof.commitment()));
    long[] made = Scalars.multiply(Scalars.parse(hash), secret);
    long[] nonce = Scalars.random(new Seeded("nonce"));

    assertThat(proof.response()).isEqualTo(Scalars.add(nonce, made));
    assertThat(proof.commitment()).isEqualTo(Points.generator(nonce));
  }

  @Test
  void aProofIsReadBackStrictly() throws ProtocolFault {
    var back = Schnorr.read(Faults.fields(written()));

    assertThat(back.holds(CONTEXT, point)).isTrue();
    byte[] noPoint = Faults.flipped(written(), 0);
    noPoint[0] = 5;
    Faults.requireMalformed("not a point of the curve", () -> Schnorr.read(Faults.fields(noPoint)));
    byte[] noScalar = written();
    System.arraycopy(Order.value(), 0, noScalar, Points.COMPRESSED, 32);
    Faults.requireMalformed(
        "a scalar below the order", () -> Schnorr.read(Faults.fields(noScalar)));
  }
}
