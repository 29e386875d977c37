package io.argosy.marketfeed.venue;

import io.argosy.marketfeed.book.Book;
import io.argosy.marketfeed.book.Standing;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The books of one venue that can be believed; a pair without one waits for its snapshot. */
final class Standings {
  private final String venue;
  private final Map<String, Standing> standings = new LinkedHashMap<>();

  Standings(String venue) {
    this.venue = venue;
  }

  Optional<Standing> of(String pair) {
    return Optional.ofNullable(standings.get(pair));
  }

  Effect believe(String pair, Book book, Instant trueAt) {
    standings.put(pair, new Standing(venue, book, trueAt));
    return new Effect.Moved(Set.of(pair));
  }

  /** Every book is still true then. */
  Effect believeAll(Instant trueAt) {
    standings.replaceAll((_, old) -> new Standing(venue, old.book(), trueAt));
    return new Effect.Moved(Set.copyOf(standings.keySet()));
  }

  Effect drop(Fault fault, String pair) {
    standings.remove(pair);
    return new Effect.Dropped(fault, Set.of(pair));
  }

  Effect dropAll(Fault fault) {
    var pairs = Set.copyOf(standings.keySet());
    standings.clear();
    return new Effect.Dropped(fault, pairs);
  }

  Effect forget() {
    standings.clear();
    return Effect.NONE;
  }
}
