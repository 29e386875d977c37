package io.argosy.servicekit;

import io.grpc.Context;

/** Who calls, in the code that answers. */
public final class Caller {
  static final Context.Key<Identity> KEY = Context.key("caller");

  private Caller() {}

  /** The identity of the current call's certificate. */
  public static Identity current() {
    Identity caller = KEY.get();
    if (caller == null) {
      throw new IllegalStateException("no call is being answered on this thread");
    }
    return caller;
  }
}
