package io.argosy.api.custody;

/** What a daemon said to a request. */
public sealed interface DaemonAnswer<T> {
  /** It gave what was asked for; whether that holds is for the asker to check. */
  record Given<T>(T value) implements DaemonAnswer<T> {}

  /**
   * It refused.
   *
   * @param reason of the catalogue, without its prefix
   * @param detail where it applies, for people
   */
  record Refused<T>(String reason, String detail) implements DaemonAnswer<T> {}

  /** It did not answer, or not in time, or nothing that can be read. */
  record Silent<T>(String detail) implements DaemonAnswer<T> {}
}
