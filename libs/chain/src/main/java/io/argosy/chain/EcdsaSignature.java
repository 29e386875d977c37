package io.argosy.chain;

import fr.acinq.secp256k1.Secp256k1;
import fr.acinq.secp256k1.Secp256k1Exception;
import io.argosy.model.Address;
import io.argosy.model.Digest32;
import java.util.Arrays;
import java.util.Optional;

/**
 * A secp256k1 signature of 65 bytes: r, s and the recovery id.
 *
 * @param bytes r (32, big-endian), s (32, big-endian, at most half the order), recovery id 0 or 1
 */
public record EcdsaSignature(byte[] bytes) {
  public EcdsaSignature {
    if (bytes.length != 65 || bytes[64] < 0 || bytes[64] > 1) {
      throw new IllegalArgumentException("a signature is r, s and a recovery id of 0 or 1");
    }
    bytes = bytes.clone();
  }

  @Override
  public byte[] bytes() {
    return bytes.clone();
  }

  byte[] r() {
    return Arrays.copyOfRange(bytes, 0, 32);
  }

  byte[] s() {
    return Arrays.copyOfRange(bytes, 32, 64);
  }

  int recoveryId() {
    return bytes[64];
  }

  /** For ecrecover: the last byte is 27 or 28. */
  public byte[] forContract() {
    byte[] out = bytes.clone();
    out[64] = (byte) (out[64] + 27);
    return out;
  }

  /** Who signed a digest; empty for no valid signature. */
  public Optional<Address> signer(Digest32 digest) {
    try {
      byte[] compact = Arrays.copyOf(bytes, 64);
      byte[] key = Secp256k1.get().ecdsaRecover(compact, digest.bytes(), recoveryId());
      return Optional.of(PublicKeys.address(key));
    } catch (Secp256k1Exception e) {
      return Optional.empty();
    }
  }
}
