package io.argosy.model;

/** The one rule for names that people choose: clients, external ids, keys, batches. */
final class Name {
  private Name() {}

  /** Printable ASCII without the space, 1 to 64 characters. */
  static void check(String what, String text) {
    if (text.isEmpty() || text.length() > 64 || !text.chars().allMatch(c -> c > 32 && c < 127)) {
      throw new IllegalArgumentException(
          what + ": 1 to 64 printable ASCII characters without a space");
    }
  }
}
