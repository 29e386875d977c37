package io.argosy.model;

/** Names a custody daemon: 1 to 64 printable ASCII characters without a space. */
public record DaemonId(String text) {
  public DaemonId {
    Name.check("DaemonId", text);
  }

  @Override
  public String toString() {
    return text;
  }
}
