package io.argosy.threshold;

/** Keys of 32 bytes by block and leaf, read one at a time from where they are kept. */
@FunctionalInterface
interface BlockKeys {
  void read(int block, int leaf, byte[] out);
}
