package io.argosy.api.tell;

import com.google.protobuf.ByteString;
import io.argosy.proto.common.v1.Reason;
import io.argosy.proto.payout.v1.Batch;
import io.argosy.proto.payout.v1.BatchState;
import io.argosy.proto.payout.v1.CustodyRefusal;
import io.argosy.proto.payout.v1.PayoutState;
import io.argosy.proto.payout.v1.QuorumCount;
import io.argosy.proto.payout.v1.StateCount;
import io.argosy.servicekit.Refusal;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/** Batches, to the wire; states, from it. */
public final class BatchWire {
  private static final String PREFIX = "BATCH_STATE_";

  private BatchWire() {}

  public static Batch wire(BatchView batch) {
    var row = batch.row();
    var wire =
        Batch.newBuilder()
            .setBatchId(row.batchId())
            .setClient(row.client())
            .setRequestId(row.requestId())
            .setMakerKeyId(row.makerKeyId())
            .setState(BatchState.valueOf(PREFIX + row.state()))
            .setCreatedAt(EventWire.time(row.createdAt()))
            .setWaitsFor(row.waitsFor());
    if (row.statementHash() != null) {
      wire.setStatementHash(ByteString.copyFrom(row.statementHash()));
    }
    if (row.expiry() != null) {
      wire.setExpiry(EventWire.time(row.expiry()));
    }
    for (var count : batch.counts()) {
      var state = PayoutState.valueOf(PayoutWire.PREFIX + count.state());
      wire.addPayoutStates(StateCount.newBuilder().setState(state).setCount(count.count()));
    }
    batch.acknowledged().forEach(daemon -> wire.addAcknowledgedBy(daemon.daemonId()));
    batch.refused().forEach(refusal -> wire.addRefusals(wire(refusal)));
    batch.sessions().forEach(sessions -> wire.addSessionsByQuorum(wire(sessions)));
    batch.gas().forEach(gas -> wire.setGasUsed(gas.gasUsed()));
    return wire.build();
  }

  private static CustodyRefusal wire(BatchReads.Refused refusal) {
    return CustodyRefusal.newBuilder()
        .setDaemonId(refusal.daemonId())
        .setReason(refusal.reason())
        .setDetail(refusal.detail())
        .build();
  }

  private static QuorumCount wire(BatchReads.Sessions sessions) {
    return QuorumCount.newBuilder()
        .addAllDaemons(sessions.daemons())
        .setSessions(sessions.sessions())
        .build();
  }

  /** Throws a refusal for what is no state. */
  public static Set<io.argosy.api.state.BatchState> states(Collection<BatchState> wire) {
    var states = EnumSet.noneOf(io.argosy.api.state.BatchState.class);
    for (var state : wire) {
      if (state == BatchState.BATCH_STATE_UNSPECIFIED || state == BatchState.UNRECOGNIZED) {
        throw Refusal.of(Reason.REASON_REQUEST_INVALID, "states", "name states of a batch");
      }
      states.add(io.argosy.api.state.BatchState.valueOf(state.name().substring(PREFIX.length())));
    }
    return states;
  }
}
