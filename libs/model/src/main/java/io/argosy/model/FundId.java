package io.argosy.model;

/** Names a fund statement: 1 to 64 printable ASCII characters without a space. */
public record FundId(String text) {
  public FundId {
    Name.check("FundId", text);
  }

  @Override
  public String toString() {
    return text;
  }
}
