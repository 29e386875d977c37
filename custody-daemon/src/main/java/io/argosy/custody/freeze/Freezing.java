package io.argosy.custody.freeze;

import io.argosy.custodycore.Answer;
import io.argosy.custodycore.FreezeJournal;
import io.argosy.custodycore.FreezeOrder;
import io.argosy.custodycore.Gate;
import io.argosy.model.KeyId;
import io.argosy.model.PersonSignature;
import io.grpc.Context;
import java.util.List;
import java.util.Optional;

/** Takes freezes and thaws, from whichever port; a freeze goes on to the other daemons. */
public final class Freezing {
  private final Gate gate;
  private final FreezeJournal journal;
  private final FreezeRelay relay;

  /** Offers what is in force already, since nobody knows what the others took before a restart. */
  public Freezing(Gate gate, FreezeJournal journal, FreezeRelay relay) {
    this.gate = gate;
    this.journal = journal;
    this.relay = relay;
    journal.ordersInForce().forEach(each -> relay.offer(each, Optional.empty()));
  }

  /**
   * Freezes here, and answers what is frozen now; the others hear of it in the background.
   *
   * @param from index of the daemon that passed it on; empty when it came from elsewhere
   */
  public Answer<List<String>> freeze(
      byte[] text, KeyId signer, byte[] signature, Optional<Integer> from) {
    return switch (gate.freeze(text, signer, signature)) {
      case Answer.Refused<FreezeOrder>(var why, var detail) -> new Answer.Refused<>(why, detail);
      case Answer.Granted<FreezeOrder>(var order) -> {
        relay.offer(new FreezeOrder.Signed(order, signer, signature), from);
        var _ = Thread.ofVirtual().start(Context.current().wrap(relay::push));
        yield new Answer.Granted<>(journal.inForce());
      }
    };
  }

  /** Thaws here; every host's operators thaw their own daemon. */
  public Answer<List<String>> thaw(byte[] text, List<PersonSignature> officers) {
    return switch (gate.thaw(text, officers)) {
      case Answer.Refused<FreezeOrder>(var why, var detail) -> new Answer.Refused<>(why, detail);
      case Answer.Granted<FreezeOrder> _ -> new Answer.Granted<>(journal.inForce());
    };
  }
}
