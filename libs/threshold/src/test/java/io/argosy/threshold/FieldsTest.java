package io.argosy.threshold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.acinq.secp256k1.Secp256k1;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How a message is written field by field, and how strictly it is read. */
class FieldsTest {
  private final byte[] point = Points.generator(Scalars.of(3));

  private static Fields affine(byte[] coordinates) throws ProtocolFault {
    return Faults.fields(new Message(Points.AFFINE).affine(coordinates).build());
  }

  @Test
  void whatIsWrittenIsReadInItsOrder() throws ProtocolFault {
    var out = new Message(2 + 32 + 33 + 64 + 3).bytes(new byte[] {1, 2}).scalar(Scalars.of(7));
    int room = out.point(point).affine(point).skip(3);
    out.array()[room + 2] = 9;

    var in = Faults.fields(out.build());

    assertThat(in.from()).isEqualTo(Faults.PEER);
    assertThat(in.bytes(2)).containsExactly(1, 2);
    assertThat(in.scalar()).isEqualTo(Scalars.of(7));
    assertThat(in.point()).isEqualTo(point);
    assertThat(in.affine()).isEqualTo(point);
    assertThat(in.array()[in.skip(3) + 2]).isEqualTo((byte) 9);
  }

  @Test
  void aMessageThatIsMissingOrOfAnotherLengthIsItsSendersFault() {
    for (var received :
        List.of(
            Map.<Integer, byte[]>of(),
            Map.of(8, new byte[4]),
            Map.of(Faults.PEER, new byte[0]),
            Map.of(Faults.PEER, new byte[3]),
            Map.of(Faults.PEER, new byte[5]))) {
      Faults.requireMalformed("a message of 4 bytes", () -> Fields.of(received, Faults.PEER, 4));
    }
  }

  @Test
  void aScalarAtOrAboveTheOrderIsMalformedWhereverItStands() throws ProtocolFault {
    byte[] below = Order.value();
    below[31]--;
    byte[] all = new byte[32];
    Arrays.fill(all, (byte) 0xff);
    for (byte[] above : new byte[][] {Order.value(), all}) {
      Faults.requireMalformed("a scalar below the order", () -> Faults.fields(above).scalar());
      byte[] later = new Message(33).bytes(new byte[1]).bytes(above).build();
      Faults.requireMalformed(
          "a scalar below the order", () -> Faults.fields(later).requireScalar(1));
    }
    assertThat(Faults.fields(below).scalar()).isEqualTo(Scalars.parse(below));
  }

  /** The curve has no point with x = 5; infinity has no encoding of these lengths. */
  @Test
  void whatIsNotOnTheCurveIsMalformed() {
    byte[] noX = new byte[33];
    noX[0] = 2;
    noX[32] = 5;
    byte[] hybrid = Points.compress(point);
    hybrid[0] = 6;
    for (byte[] wrong : new byte[][] {noX, hybrid, new byte[33]}) {
      Faults.requireMalformed("not a point of the curve", () -> Faults.fields(wrong).point());
    }
    byte[] offTheCurve = Faults.flipped(point, 64);
    for (byte[] wrong : new byte[][] {offTheCurve, new byte[65]}) {
      Faults.requireMalformed("not a point of the curve", () -> affine(wrong).affine());
    }
  }

  /** 65 bytes are a point of the library, but none that travels. */
  @Test
  void aPointOfAnotherLengthIsMalformed() throws ProtocolFault {
    byte[] good = Points.compress(point);

    assertThat(Points.parse(good, Faults.PEER)).isEqualTo(point);
    for (byte[] wrong : new byte[][] {point, new byte[0], Arrays.copyOf(good, 32)}) {
      Faults.requireMalformed("a point has 33 bytes", () -> Points.parse(wrong, Faults.PEER));
    }
  }

  @Test
  void aMessageThatIsNotFullIsNotSent() {
    assertThatThrownBy(() -> new Message(5).bytes(new byte[4]).build())
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aWipedMessageHoldsNothing() {
    var out = new Message(32).scalar(Scalars.of(7));

    out.wipe();

    assertThat(out.array()).hasSize(32).containsOnly(0);
  }

  @Test
  void sumsOfPointsThatCancelOutAreNothing() {
    byte[] minus = Points.generator(Scalars.negate(Scalars.of(3)));

    assertThat(Points.sum(point, minus)).isEmpty();
    assertThat(Points.sum(point, point)).contains(Points.generator(Scalars.of(6)));
    assertThat(Points.subtract(Points.generator(Scalars.of(4)), point))
        .isEqualTo(Points.generator(Scalars.of(1)));
  }

  /** Compared with each other where a secret must meet no variable time. */
  @Test
  void aHashedProductIsTheHashOfTheProduct() {
    byte[] scalar = Scalars.bytes(Scalars.random(new Seeded("scalar")));

    assertThat(Points.hashedProduct(scalar, point))
        .isEqualTo(Points.hashed(Points.publicProduct(scalar, point)));
    assertThat(Points.compress(point)[0]).isIn((byte) 2, (byte) 3);
  }

  @Test
  void onlyTheSignersSignatureOfTheDigestVerifies() {
    var curve = Secp256k1.get();
    byte[] digest = Seeded.sha256(new byte[] {3});
    byte[] signature = curve.sign(digest, Scalars.bytes(Scalars.of(3)), null);

    assertThat(Points.verifies(signature, digest, point)).isTrue();
    assertThat(Points.verifies(signature, Faults.flipped(digest, 0), point)).isFalse();
    assertThat(Points.verifies(signature, digest, Points.generator(Scalars.of(4)))).isFalse();
  }
}
