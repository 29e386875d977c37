package io.argosy.reconcile.report;

import io.argosy.proto.reconcile.v1.Break;
import io.argosy.proto.reconcile.v1.BreakClass;
import io.argosy.proto.reconcile.v1.ReconcileResponse;

/** Findings, to the wire. */
final class BreakWire {
  private BreakWire() {}

  static ReconcileResponse response(Report report) {
    return ReconcileResponse.newBuilder()
        .setFromBlock(report.from())
        .setToBlock(report.to())
        .setPayoutsMatched(report.payouts())
        .setRefillsMatched(report.refills())
        .setBalancesMatched(report.balances())
        .setFeesMatched(report.fees())
        .addAllBreaks(report.open().stream().map(BreakWire::wire).toList())
        .addAllFrozenTreasuries(report.frozen())
        .build();
  }

  static Break wire(io.argosy.reconcile.finding.Break found) {
    return Break.newBuilder()
        .setBreakId(found.id())
        .setBreakClass(wire(found.breakClass()))
        .setSubject(found.subject())
        .setAsset(found.asset().map(Object::toString).orElse(""))
        .setExpectedUnits(found.expectedUnits().toString())
        .setFoundUnits(found.foundUnits().toString())
        .setBlockNumber(found.block())
        .setExplanation(found.explanation())
        .build();
  }

  private static BreakClass wire(io.argosy.reconcile.finding.BreakClass kind) {
    return switch (kind) {
      case MISSING_ON_CHAIN -> BreakClass.BREAK_CLASS_MISSING_ON_CHAIN;
      case UNKNOWN_OUTFLOW -> BreakClass.BREAK_CLASS_UNKNOWN_OUTFLOW;
      case UNEXPECTED_INFLOW -> BreakClass.BREAK_CLASS_UNEXPECTED_INFLOW;
      case AMOUNT_MISMATCH -> BreakClass.BREAK_CLASS_AMOUNT_MISMATCH;
      case FEE_MISMATCH -> BreakClass.BREAK_CLASS_FEE_MISMATCH;
      case TIMING -> BreakClass.BREAK_CLASS_TIMING;
      case DUPLICATE_PAYOUT -> BreakClass.BREAK_CLASS_DUPLICATE_PAYOUT;
      case LEDGER_INVARIANT -> BreakClass.BREAK_CLASS_LEDGER_INVARIANT;
      case CUSTODY_MISMATCH -> BreakClass.BREAK_CLASS_CUSTODY_MISMATCH;
    };
  }
}
