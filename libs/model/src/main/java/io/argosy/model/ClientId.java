package io.argosy.model;

/**
 * Names an internal service that creates payouts: 1 to 64 printable ASCII characters without a
 * space.
 */
public record ClientId(String text) {
  public ClientId {
    Name.check("ClientId", text);
  }

  @Override
  public String toString() {
    return text;
  }
}
