package io.argosy.api;

import static org.assertj.core.api.Assertions.catchThrowable;

import io.argosy.proto.common.v1.Reason;
import io.argosy.servicekit.Refusal;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Why a call was refused. */
final class Refused {
  private Refused() {}

  static Refusal refusal(ThrowingCallable call) {
    var thrown = catchThrowable(call);
    if (thrown == null) {
      throw new AssertionError("the call was answered");
    }
    return Refusal.in(thrown).orElseThrow(() -> new AssertionError("no refusal", thrown));
  }

  static Reason reason(ThrowingCallable call) {
    return refusal(call).reason();
  }
}
