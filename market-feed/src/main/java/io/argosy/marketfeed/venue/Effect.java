package io.argosy.marketfeed.venue;

import java.util.Set;

/** What a message did to a venue's books. */
public sealed interface Effect {
  /** Nothing that a quote could show. */
  Effect NONE = new Moved(Set.of());

  /** These pairs' books are newer, and checked. */
  record Moved(Set<String> pairs) implements Effect {}

  /** These pairs' books are dropped until their next snapshots. */
  record Dropped(Fault fault, Set<String> pairs) implements Effect {}
}
