package io.argosy.api.tell;

import com.google.protobuf.ByteString;
import io.argosy.model.Digest32;
import io.argosy.proto.common.v1.Reason;
import io.argosy.proto.payout.v1.Finding;
import io.argosy.proto.payout.v1.GetPayoutResponse;
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
      wire.setTxHash("0x" + HexFormat.of().formatHex(row.txHash()));
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
    life.signers().forEach(signer -> wire.addSigners(wire(signer)));
    life.statementHash().ifPresent(hash -> wire.setStatementHash(bytes(hash)));
    life.proof()
        .ifPresent(
            proof ->
                wire.setLeafBody(ByteString.copyFrom(proof.leaf()))
                    .addAllMerklePath(proof.path().stream().map(PayoutWire::bytes).toList())
                    .setLeafCount(proof.count()));
    return wire.build();
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
