package io.argosy.model;

import java.time.Instant;

/** What statements of every kind have in common: an exact text that people sign. */
public sealed interface StatementText permits Statement, FundStatement {
  /** Of the deployment that it belongs to. */
  Digest32 genesis();

  /** The one account that it takes from. */
  AccountId treasury();

  /** The version of the executor that it was written for. */
  int executor();

  /** First second of validity, UTC. */
  Instant notBefore();

  /** Last second of validity, UTC. */
  Instant expiry();

  /** The one encoding. */
  byte[] encoded();

  /** SHA-256 of {@link #encoded}. */
  Digest32 hash();

  /** Reads the one encoding of whichever kind the text's title names. */
  static StatementText decode(byte[] bytes) {
    return StrictText.hasTitle(bytes, FundStatement.TITLE)
        ? FundStatement.decode(bytes)
        : Statement.decode(bytes);
  }
}
