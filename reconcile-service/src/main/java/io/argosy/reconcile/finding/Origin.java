package io.argosy.reconcile.finding;

/** Which comparison found a break, and so which one may close it. */
public enum Origin {
  /** A window of final blocks, judged once; only people close these. */
  JUDGED,
  /** The ledger against chain and itself, compared anew in every run. */
  LEDGER,
  /** The daemons against each other, compared anew in every run. */
  CUSTODY
}
