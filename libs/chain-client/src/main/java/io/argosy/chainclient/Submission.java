package io.argosy.chainclient;

/** What an endpoint said to signed bytes. */
public sealed interface Submission {
  /** Taken into its pool. */
  record Accepted() implements Submission {}

  /** It had the same bytes before. */
  record AlreadyKnown() implements Submission {}

  /** Not taken, for a reason that holds until something changes; the text is the endpoint's. */
  record Refused(String reason) implements Submission {}

  /** Maybe taken: only the same bytes may be sent again. */
  record Unclear(String reason) implements Submission {}
}
