package io.argosy.api;

/**
 * One step of the main job. It takes up what another committed, commits what it did, and calls no
 * other stage. Called by one thread at a time.
 */
public interface Stage {
  /** Its verb, as in the list of the main job. */
  String name();

  /** Does what can be done now and answers how many things moved; 0 when there is nothing to do. */
  int run();
}
