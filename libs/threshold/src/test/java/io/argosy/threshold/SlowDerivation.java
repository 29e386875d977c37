package io.argosy.threshold;

import static io.argosy.threshold.SlowHash.Q;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.List;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;

/** BIP-32's private derivation of a non-hardened child, from the whole private key. */
final class SlowDerivation {
  private SlowDerivation() {}

  /** The child's private key less the parent's. */
  static BigInteger tweak(BigInteger key, byte[] chainCode, List<Integer> steps) {
    var child = key;
    byte[] code = chainCode;
    for (int step : steps) {
      var data = new ByteArrayOutputStream();
      data.writeBytes(SlowHash.compressed(SlowHash.times(child)));
      data.writeBytes(ByteBuffer.allocate(4).putInt(step).array());
      byte[] both = hmac(code, data.toByteArray());
      child = child.add(new BigInteger(1, SlowHash.slice(both, 0, 32))).mod(Q);
      code = SlowHash.slice(both, 32, 32);
    }
    return child.subtract(key).mod(Q);
  }

  private static byte[] hmac(byte[] key, byte[] data) {
    var mac = new HMac(new SHA512Digest());
    mac.init(new KeyParameter(key));
    mac.update(data, 0, data.length);
    byte[] out = new byte[64];
    mac.doFinal(out, 0);
    return out;
  }
}
