package io.argosy.api.tell;

import com.google.protobuf.ByteString;
import io.argosy.model.Digest32;
import io.argosy.proto.common.v1.Reason;
import io.argosy.proto.payout.v1.Attempt;
import io.argosy.proto.payout.v1.Finding;
import io.argosy.proto.payout.v1.GetPayoutResponse;
import io.argosy.proto.payout.v1.LedgerEntry;
import io.argosy.proto.payout.v1.Payout;
import io.argosy.proto.payout.v1.PayoutState;
import io.argosy.proto.payout.v1.Signer;
import io.argosy.servicekit.Refusal;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;

/** Payouts, to the wire; states, from it. */
public final class PayoutWire {
  static final String PREFIX = "PAYOUT_STATE_";

  private PayoutWire() {}

  public static Payout wire(Payouts.Row row) {
    var wire =
        Payout.newBuilder()
            .setBatchId(row.batchId())
            .setClient(row.client())
            .setExternalId(row.externalId())
            .setLine(row.line())
            .setRecipient(row.recipient())
            .setAsset(row.asset())
            .setAmountUnits(row.amount())
            .setState(PayoutState.valueOf(PREFIX + row.state()))
            .setReason(row.reason());
    if (row.leaf() != null) {
      wire.setLeaf(row.leaf());
    }
    if (row.txHash() != null) {
      wire.setTxHash(hex(row.txHash()));
    }
    if (row.blockNumber() != null) {
      wire.setBlockNumber(row.blockNumber());
    }
    return wire.build();
  }

  public static GetPayoutResponse wire(PayoutLife life) {
    var wire = GetPayoutResponse.newBuilder().setPayout(wire(life.payout()));
    life.findings().forEach(finding -> wire.addFindings(wire(finding)));
    life.history().forEach(event -> wire.addHistory(EventWire.wire(event)));
    life.frozen().ifPresent(frozen -> add(wire, frozen));
    return wire.build();
  }

  private static void add(GetPayoutResponse.Builder wire, PayoutLife.Frozen frozen) {
    wire.setStatementHash(bytes(frozen.statement()))
        .setLeafBody(ByteString.copyFrom(frozen.proof().leaf()))
        .addAllMerklePath(frozen.proof().path().stream().map(PayoutWire::bytes).toList())
        .setLeafCount(frozen.proof().count())
        .addAllSignedBy(frozen.signedBy());
    frozen.signers().forEach(signer -> wire.addSigners(wire(signer)));
    frozen.attempts().forEach(attempt -> wire.addAttempts(wire(attempt)));
    frozen.entries().forEach(entry -> wire.addEntries(wire(entry)));
  }

  private static Attempt wire(LifeReads.Attempt attempt) {
    return Attempt.newBuilder()
        .setLane(attempt.lane())
        .setNonce(attempt.nonce())
        .setTxHash(hex(attempt.txHash()))
        .setStoredAt(EventWire.time(attempt.storedAt()))
        .build();
  }

  private static LedgerEntry wire(LifeReads.Entry entry) {
    return LedgerEntry.newBuilder()
        .setKind(entry.kind())
        .setAccount(entry.account())
        .setAsset(entry.asset())
        .setUnits(entry.units())
        .build();
  }

  private static String hex(byte[] bytes) {
    return "0x" + HexFormat.of().formatHex(bytes);
  }

  private static Finding wire(LifeReads.Finding finding) {
    return Finding.newBuilder()
        .setRule(finding.rule())
        .setVerdict(finding.verdict())
        .setReason(finding.reason())
        .setRemedy(finding.remedy())
        .setDecision(finding.decision())
        .setDecidedBy(finding.decidedBy())
        .build();
  }

  private static Signer wire(LifeReads.Signer signer) {
    return Signer.newBuilder()
        .setKeyId(signer.keyId())
        .setRole(signer.role())
        .setVerdict(signer.verdict())
        .build();
  }

  private static ByteString bytes(Digest32 digest) {
    return ByteString.copyFrom(digest.bytes());
  }

  /** Names of states as the view has them; throws a refusal for what is no state. */
  public static List<String> states(Collection<PayoutState> wire) {
    return wire.stream().map(PayoutWire::state).distinct().toList();
  }

  private static String state(PayoutState state) {
    if (state == PayoutState.PAYOUT_STATE_UNSPECIFIED || state == PayoutState.UNRECOGNIZED) {
      throw Refusal.of(Reason.REASON_REQUEST_INVALID, "states", "name states of a payout");
    }
    return state.name().substring(PREFIX.length());
  }
}
