package io.argosy.api.sign;

import io.argosy.api.custody.CustodyGroup;
import io.argosy.api.custody.DaemonAnswer;
import io.argosy.api.custody.IntentSignature;
import io.argosy.custodycore.SignOrder;
import io.argosy.model.Address;
import io.argosy.model.DaemonId;
import io.argosy.model.Digest32;
import io.grpc.Context;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Sends one order to all members of its quorum at once. Thread-safe. */
final class QuorumCall {
  private static final Duration MOMENT = Duration.ofSeconds(1);
  private final CustodyGroup custody;
  private final Address treasury;
  private final Duration patience;

  QuorumCall(CustodyGroup custody, Address treasury, Duration patience) {
    this.custody = custody;
    this.treasury = treasury;
    this.patience = patience;
  }

  private record Said(DaemonId daemon, DaemonAnswer<List<IntentSignature>> answer) {}

  /**
   * The first answer that holds is enough: every member learns the same signatures, and a leaf is
   * paid once whatever the others say.
   */
  Try ask(SignOrder order, List<Digest32> digests) throws InterruptedException {
    BlockingQueue<Said> said = new LinkedBlockingQueue<>();
    for (var id : order.quorum()) {
      var daemon = custody.daemon(id);
      var _ =
          Thread.ofVirtual()
              .name("sign-" + id)
              .start(
                  Context.current()
                      .wrap((Runnable) () -> said.add(new Said(id, daemon.sign(order, patience)))));
    }
    Map<DaemonId, Try.Word> words = new HashMap<>();
    while (words.size() < order.quorum().size()) {
      // Once a member said no there will be no signature; the others get a moment to say why.
      var wait = words.isEmpty() ? patience.multipliedBy(2) : MOMENT;
      var next = said.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
      if (next == null) {
        return new Try.Failed(words);
      }
      switch (next.answer()) {
        case DaemonAnswer.Given(var signatures) -> {
          if (hold(signatures, digests)) {
            return new Try.Signed(signatures);
          }
          words.put(next.daemon(), new Try.Word("SIGNATURE_INVALID", "its answer does not hold"));
        }
        case DaemonAnswer.Refused<List<IntentSignature>>(var reason, var detail) ->
            words.put(next.daemon(), new Try.Word(reason, detail));
        case DaemonAnswer.Silent<List<IntentSignature>>(var detail) ->
            words.put(next.daemon(), new Try.Word("DEPENDENCY_DOWN", detail));
      }
    }
    return new Try.Failed(words);
  }

  private boolean hold(List<IntentSignature> signatures, List<Digest32> digests) {
    if (!signatures.stream().map(IntentSignature::digest).toList().equals(digests)) {
      return false;
    }
    return signatures.stream()
        .allMatch(
            each -> each.signature().signer(each.digest()).filter(treasury::equals).isPresent());
  }
}
