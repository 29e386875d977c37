package io.argosy.chain;

import io.argosy.model.Digest32;
import java.nio.charset.StandardCharsets;
import org.bouncycastle.crypto.digests.KeccakDigest;

/** Keccak-256 as Ethereum uses it: the padding before FIPS 202. */
public final class Keccak {
  private Keccak() {}

  /** The digest of the parts, one after the other. */
  public static Digest32 hash(byte[]... parts) {
    var keccak = new KeccakDigest(256);
    for (byte[] part : parts) {
      keccak.update(part, 0, part.length);
    }
    byte[] out = new byte[32];
    keccak.doFinal(out, 0);
    return Digest32.of(out);
  }

  /** The digest of a text's ASCII bytes, as of a type or an event's signature. */
  public static Digest32 hash(String text) {
    return hash(text.getBytes(StandardCharsets.US_ASCII));
  }
}
