package io.argosy.model;

/** Names a batch: 1 to 64 printable ASCII characters without a space. */
public record BatchId(String text) {
  public BatchId {
    Name.check("BatchId", text);
  }

  @Override
  public String toString() {
    return text;
  }
}
