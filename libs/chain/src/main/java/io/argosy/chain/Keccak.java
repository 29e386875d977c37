package io.argosy.chain;

import io.argosy.model.Digest32;
import java.nio.charset.StandardCharsets;

/** Keccak-256 as Ethereum uses it: the padding before FIPS 202. */
public final class Keccak {
  private Keccak() {}

  /** The digest of the parts, one after the other. */
  public static Digest32 hash(byte[]... parts) {
    // BouncyCastle's takes 0.3 s of each start: its jar is signed, so no start cache may hold it
    var keccak = new com.joemelsha.crypto.hash.Keccak(256);
    for (byte[] part : parts) {
      keccak.update(part);
    }
    return Digest32.of(keccak.digest());
  }

  /** The digest of a text's ASCII bytes, as of a type or an event's signature. */
  public static Digest32 hash(String text) {
    return hash(text.getBytes(StandardCharsets.US_ASCII));
  }
}
