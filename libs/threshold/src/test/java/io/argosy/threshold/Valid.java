package io.argosy.threshold;

import static org.assertj.core.api.Assertions.assertThat;

import fr.acinq.secp256k1.Secp256k1;
import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;

/** What every signature in every test is asked. */
final class Valid {
  private Valid() {}

  /** libsecp256k1, BouncyCastle, a low s, and the key that the recovery id leads to. */
  static void require(byte[] signature, byte[] digest, byte[] publicKey) {
    byte[] compact = Arrays.copyOf(signature, 64);
    assertThat(Secp256k1.get().verify(compact, digest, publicKey)).isTrue();
    byte[] recovered = Secp256k1.get().ecdsaRecover(compact, digest, signature[64]);
    assertThat(Secp256k1.get().pubKeyCompress(recovered)).isEqualTo(publicKey);
    var curve = SECNamedCurves.getByName("secp256k1");
    var domain = new ECDomainParameters(curve.getCurve(), curve.getG(), curve.getN());
    var verifier = new ECDSASigner();
    verifier.init(
        false, new ECPublicKeyParameters(curve.getCurve().decodePoint(publicKey), domain));
    var r = new BigInteger(1, Arrays.copyOfRange(signature, 0, 32));
    var s = new BigInteger(1, Arrays.copyOfRange(signature, 32, 64));
    assertThat(verifier.verifySignature(digest, r, s)).isTrue();
    assertThat(s).isLessThanOrEqualTo(curve.getN().shiftRight(1));
  }
}
