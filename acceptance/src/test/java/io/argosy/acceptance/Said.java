package io.argosy.acceptance;

import io.argosy.servicekit.Refusal;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Optional;

/**
 * What came back of one call.
 *
 * @param messages that came before its end
 * @param end empty when the call was still open after all patience, as a stream may be
 */
record Said(int messages, Optional<StatusRuntimeException> end) {
  Status.Code code() {
    return end.map(status -> status.getStatus().getCode()).orElse(Status.Code.OK);
  }

  /** The reason of the catalogue, without its prefix; empty where the answer names none. */
  Optional<String> reason() {
    return end.flatMap(Refusal::in)
        .map(refusal -> refusal.reason().name().substring("REASON_".length()));
  }

  @Override
  public String toString() {
    return messages + " messages, " + end.map(String::valueOf).orElse("still open");
  }
}
