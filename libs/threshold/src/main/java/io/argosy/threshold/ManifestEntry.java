package io.argosy.threshold;

/**
 * One thing to sign: a digest, and the child key that signs it.
 *
 * @param path empty for the key itself
 * @param digest 32 bytes
 */
public record ManifestEntry(DerivationPath path, byte[] digest) {
  public ManifestEntry {
    if (digest.length != 32) {
      throw new IllegalArgumentException("a digest of 32 bytes");
    }
    digest = digest.clone();
  }

  /** A digest that the key itself signs. */
  public static ManifestEntry ofKeyItself(byte[] digest) {
    return new ManifestEntry(DerivationPath.NONE, digest);
  }

  @Override
  public byte[] digest() {
    return digest.clone();
  }
}
