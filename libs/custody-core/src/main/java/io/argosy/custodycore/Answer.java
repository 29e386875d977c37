package io.argosy.custodycore;

/** What custody says to a request: granted with something, or refused with the first reason. */
public sealed interface Answer<T> {
  /** All checks hold, and what must be durable is. */
  record Granted<T>(T value) implements Answer<T> {}

  /**
   * A check does not hold.
   *
   * @param detail what was found where, for people; never a secret
   */
  record Refused<T>(Why why, String detail) implements Answer<T> {}
}
