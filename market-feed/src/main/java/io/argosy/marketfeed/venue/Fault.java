package io.argosy.marketfeed.venue;

/** Why a book was dropped. */
public enum Fault {
  /** The book is not the one that the venue has. */
  CHECKSUM,
  /** A message is missing, or came twice. */
  SEQUENCE,
  /** A message cannot be read, so nobody knows what it would have changed. */
  MALFORMED
}
