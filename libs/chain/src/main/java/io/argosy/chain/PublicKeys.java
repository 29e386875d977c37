package io.argosy.chain;

import fr.acinq.secp256k1.Secp256k1;
import io.argosy.model.Address;
import java.util.Arrays;

/** secp256k1 public keys as accounts. */
public final class PublicKeys {
  private PublicKeys() {}

  /** The account of a public key, compressed (33 bytes) or not (65). */
  public static Address address(byte[] publicKey) {
    byte[] point = Secp256k1.get().pubkeyParse(publicKey);
    byte[] hash = Keccak.hash(Arrays.copyOfRange(point, 1, 65)).bytes();
    return Address.of(Arrays.copyOfRange(hash, 12, 32));
  }
}
