package io.argosy.threshold;

/** Where fresh random bytes come from; a deterministic one gives a deterministic protocol. */
@FunctionalInterface
public interface Randomness {
  /** Fills the array. */
  void fill(byte[] out);

  /** So many fresh bytes. */
  default byte[] bytes(int length) {
    byte[] out = new byte[length];
    fill(out);
    return out;
  }
}
