package io.argosy.custody.share;

/** Why no login came about; becomes the answer of whoever asked. */
final class VaultTrouble extends Exception {
  private static final long serialVersionUID = 1L;
  private final transient KeyStore.Answer.Unavailable answer;

  VaultTrouble(KeyStore.Cause cause, String detail) {
    super(detail);
    this.answer = new KeyStore.Answer.Unavailable(cause, detail);
  }

  KeyStore.Answer.Unavailable answer() {
    return answer;
  }
}
