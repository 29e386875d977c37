package io.argosy.chainclient;

import java.io.IOException;

/** The endpoint answered with an error of its own. */
final class RpcError extends IOException {
  private static final long serialVersionUID = 1L;

  /** JSON-RPC's error code. */
  private final int code;

  RpcError(int code, String text) {
    super(text);
    this.code = code;
  }

  int code() {
    return code;
  }
}
