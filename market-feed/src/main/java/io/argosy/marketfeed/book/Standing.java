package io.argosy.marketfeed.book;

import java.time.Instant;

/**
 * A venue's book as far as it can be believed.
 *
 * @param trueAt the last instant at which the venue's own checks covered it
 */
public record Standing(String venue, Book book, Instant trueAt) {}
