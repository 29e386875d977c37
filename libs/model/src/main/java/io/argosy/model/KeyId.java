package io.argosy.model;

/**
 * Names a key, of a person or of a treasury: 1 to 64 printable ASCII characters without a space.
 */
public record KeyId(String text) {
  public KeyId {
    Name.check("KeyId", text);
  }

  @Override
  public String toString() {
    return text;
  }
}
