package io.argosy.chainclient;

/** What would become of a call. */
public sealed interface Simulation {
  /** It would not revert; for an account without code that says nothing. */
  record Runs(byte[] answer) implements Simulation {}

  /**
   * It would revert.
   *
   * @param data what the contract says; the first four bytes name its error
   */
  record Reverts(byte[] data) implements Simulation {}
}
