package io.argosy.reconcile.finding;

/** Class of a finding; the words of the reconcile proto. */
public enum BreakClass {
  /** The ledger says paid, the chain has no such payment. */
  MISSING_ON_CHAIN,
  /** Money left the treasury and no statement that people signed explains it. */
  UNKNOWN_OUTFLOW,
  /** Money came in that the ledger does not know. */
  UNEXPECTED_INFLOW,
  /** Two sources know the payment with different amounts. */
  AMOUNT_MISMATCH,
  /** The fee on the receipt is not the fee in the ledger. */
  FEE_MISMATCH,
  /** The chain paid, the ledger has not booked it yet. */
  TIMING,
  /** One leaf paid more than once. */
  DUPLICATE_PAYOUT,
  /** The ledger disagrees with itself. */
  LEDGER_INVARIANT,
  /** The daemons' signed views of a statement differ. */
  CUSTODY_MISMATCH
}
