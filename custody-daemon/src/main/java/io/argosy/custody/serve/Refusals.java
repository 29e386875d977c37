package io.argosy.custody.serve;

import io.argosy.custody.session.Session.Failure;
import io.argosy.custodycore.Answer;
import io.argosy.custodycore.Why;
import io.argosy.proto.common.v1.Reason;
import io.argosy.servicekit.Refusal;

/** What custody's values are called in the catalogue of reasons. */
final class Refusals {
  private Refusals() {}

  /** The reason of the same name; a test holds that every one has it. */
  static Reason reason(Why why) {
    return Reason.valueOf("REASON_" + why.name());
  }

  static Refusal of(Why why, String detail) {
    return Refusal.of(reason(why), "detail", detail);
  }

  /** What was granted, or the refusal thrown. */
  static <T> T granted(Answer<T> answer) {
    return switch (answer) {
      case Answer.Granted<T>(T value) -> value;
      case Answer.Refused<T>(var why, var detail) -> throw of(why, detail);
    };
  }

  static Refusal of(Failure failure) {
    return switch (failure) {
      case Failure.Desync(var peer, var difference) ->
          Refusal.of(Reason.REASON_DESYNC, peer.text(), "differs in " + difference);
      case Failure.Stalled(var peer) ->
          Refusal.of(Reason.REASON_PEER_UNREACHABLE, "daemon", peer.text());
      case Failure.Left(var peer) ->
          Refusal.of(Reason.REASON_SESSION_ABORTED, "daemon", peer.text() + " left the session");
      case Failure.Quarantined(var peer) ->
          Refusal.of(Reason.REASON_QUARANTINED, "daemon", peer.text());
      case Failure.Unready(var peer) ->
          Refusal.of(Reason.REASON_PAIR_UNREADY, "daemon", peer.text());
      case Failure.Aborted(var abort) ->
          Refusal.of(
              Reason.REASON_SESSION_ABORTED,
              "check",
              abort.check() + " failed; parties at fault: " + abort.culprits());
    };
  }

  /** A field that cannot be read. */
  static Refusal invalid(String field, String fault) {
    return Refusal.of(Reason.REASON_REQUEST_INVALID, field, fault);
  }
}
