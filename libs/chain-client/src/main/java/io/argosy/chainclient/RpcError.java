package io.argosy.chainclient;

import java.io.IOException;
import java.util.Locale;

/** The endpoint answered with an error of its own. */
final class RpcError extends IOException {
  private static final long serialVersionUID = 1L;

  /** What go-ethereum and those after it answer for a call that reverted. */
  private static final int REVERTED = 3;

  /** JSON-RPC's error code. */
  private final int code;

  /** What the contract reverted with. */
  private final byte[] data;

  RpcError(int code, String text, byte[] data) {
    super(text);
    this.code = code;
    this.data = data.clone();
  }

  int code() {
    return code;
  }

  boolean reverted() {
    return code == REVERTED
        || String.valueOf(getMessage()).toLowerCase(Locale.ROOT).contains("revert");
  }

  byte[] data() {
    return data.clone();
  }
}
