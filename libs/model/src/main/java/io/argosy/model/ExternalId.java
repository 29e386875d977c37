package io.argosy.model;

/**
 * Names a payout, given by its client and unique for ever with it: 1 to 64 printable ASCII
 * characters without a space.
 */
public record ExternalId(String text) {
  public ExternalId {
    Name.check("ExternalId", text);
  }

  @Override
  public String toString() {
    return text;
  }
}
