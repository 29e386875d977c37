package io.argosy.marketfeed.venue;

import io.argosy.marketfeed.book.Standing;
import java.util.Optional;

/** One venue's connection and the books that it keeps up. Confined to one thread. */
public sealed interface Venue permits Kraken, Coinbase {
  String name();

  /** A new connection: nothing of the one before counts. */
  Effect opened();

  /** Takes one message. */
  Effect take(Frame frame);

  /** The book of a pair; empty while it waits for a snapshot. */
  Optional<Standing> standing(String pair);
}
