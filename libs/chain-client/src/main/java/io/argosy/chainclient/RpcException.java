package io.argosy.chainclient;

import java.io.IOException;

/** The endpoint gave no usable answer: unreachable, too late, too long, or malformed. */
public final class RpcException extends IOException {
  private static final long serialVersionUID = 1L;

  RpcException(String text) {
    super(text);
  }

  RpcException(String text, Throwable cause) {
    super(text, cause);
  }
}
