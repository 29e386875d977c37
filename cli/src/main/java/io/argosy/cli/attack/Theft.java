package io.argosy.cli.attack;

import java.util.SortedMap;

/**
 * One attempt to take money.
 *
 * @param name what is tried, as people say it
 * @param expected the reason that must be given, by everybody who is asked
 */
record Theft(String name, String expected, Attempt attempt) {
  /** Tries it, and answers what each one said: a reason, or what it gave. */
  interface Attempt {
    SortedMap<String, String> run() throws Exception;
  }
}
