package io.argosy.custodycore;

/** Leaves a chain of checks at the first one that does not hold; never leaves this package. */
final class Denial extends Exception {
  private static final long serialVersionUID = 1L;

  /** The check's reason. */
  private final Why why;

  Denial(Why why, String detail) {
    super(detail, null, false, false);
    this.why = why;
  }

  static void unless(boolean holds, Why why, String detail) throws Denial {
    if (!holds) {
      throw new Denial(why, detail);
    }
  }

  <T> Answer.Refused<T> answer() {
    return new Answer.Refused<>(why, String.valueOf(getMessage()));
  }
}
