package io.argosy.acceptance;

import io.argosy.servicekit.Refusal;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.Optional;

/**
 * What came back of one call.
 *
 * @param messages that came before its end
 * @param end empty when the call was still open after all patience, as a stream may be
 */
record Said(List<Object> messages, Optional<StatusRuntimeException> end) {
  Said {
    messages = List.copyOf(messages);
  }

  Status.Code code() {
    return end.map(status -> status.getStatus().getCode()).orElse(Status.Code.OK);
  }

  /** The reason of the catalogue, without its prefix; empty where the answer names none. */
  Optional<String> reason() {
    return end.flatMap(Refusal::in)
        .map(refusal -> refusal.reason().name().substring("REASON_".length()));
  }

  /** The one answer; throws with what came instead. */
  <A> A answer(Class<A> type) {
    if (messages.size() != 1) {
      throw new AssertionError("no answer: " + this);
    }
    return type.cast(messages.getFirst());
  }

  @Override
  public String toString() {
    return messages.size() + " messages, " + end.map(String::valueOf).orElse("still open");
  }
}
