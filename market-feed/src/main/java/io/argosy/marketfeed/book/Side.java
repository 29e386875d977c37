package io.argosy.marketfeed.book;

/** Which way an order goes. */
public enum Side {
  BID,
  ASK
}
