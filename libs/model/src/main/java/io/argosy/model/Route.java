package io.argosy.model;

/** How a leaf is paid; the code stands in the leaf's encoding. */
public enum Route {
  /** One item of a transaction that the executor runs. */
  BATCH(0),
  /** A plain transfer from a one-use address that the executor funds. */
  DIRECT(1);

  private final int code;

  Route(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }
}
