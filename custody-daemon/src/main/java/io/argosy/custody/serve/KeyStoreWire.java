package io.argosy.custody.serve;

import io.argosy.custody.share.Shares;
import io.argosy.custody.share.Trouble;
import io.argosy.custody.share.WrappingKeys;
import io.argosy.custodycore.StoreJournal;
import io.argosy.proto.common.v1.Reason;
import io.argosy.proto.custodyoperator.v1.Protection;
import io.argosy.proto.custodyoperator.v1.ReportKeysResponse;
import io.argosy.proto.custodyoperator.v1.RewrapResponse;
import io.argosy.proto.custodyoperator.v1.UnsealResponse;
import io.argosy.servicekit.Refusal;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** What administrators do with this daemon's shares and wrapping keys, and are told of them. */
public final class KeyStoreWire {
  private static final int EVENTS = 20;
  private final Shares shares;
  private final StoreJournal journal;

  public KeyStoreWire(Shares shares, StoreJournal journal) {
    this.shares = shares;
    this.journal = journal;
  }

  ReportKeysResponse report() {
    var out =
        ReportKeysResponse.newBuilder()
            .setState(text(shares.state()))
            .setKeyStoreIdentity(shares.storeIdentity())
            .addAllProtections(wire(shares.protections()));
    journal
        .last(EVENTS)
        .forEach(
            each ->
                out.addEvents(
                    String.join(
                        " ",
                        each.at().toString(),
                        each.what().name(),
                        each.share(),
                        each.detail())));
    return out.build();
  }

  private static String text(Shares.State state) {
    return switch (state) {
      case Shares.State.Ready _ -> "READY";
      case Shares.State.Degraded(var cause) -> "DEGRADED: " + cause;
      case Shares.State.Sealed(var cause) -> "SEALED: " + cause;
    };
  }

  private static List<Protection> wire(List<WrappingKeys.Protection> protections) {
    return protections.stream()
        .map(
            each ->
                Protection.newBuilder()
                    .setKeyId(each.share().key().text())
                    .setEpoch(each.share().epoch())
                    .setWrappingKey(each.wrappingKey())
                    .setSince(each.since().map(Instant::getEpochSecond).orElse(0L))
                    .build())
        .toList();
  }

  /** Shares that could not be moved stay as they were, and are named. */
  RewrapResponse rewrap() {
    var moved = shares.rewrap();
    if (!moved.troubles().isEmpty()) {
      String causes =
          moved.troubles().stream().map(Trouble::text).collect(Collectors.joining("; "));
      throw Refusal.of(Reason.REASON_KEY_STORE_SEALED, "cause", causes);
    }
    return RewrapResponse.newBuilder().addAllProtections(wire(moved.done())).build();
  }

  void wipe(String why) {
    try {
      shares.wipe(why);
    } catch (IOException e) {
      throw new IllegalStateException("the mark of the wiping could not be written", e);
    }
  }

  UnsealResponse unseal() {
    try {
      return UnsealResponse.newBuilder().setState(text(shares.unseal())).build();
    } catch (IOException e) {
      throw new IllegalStateException("the mark of the wiping could not be removed", e);
    }
  }
}
