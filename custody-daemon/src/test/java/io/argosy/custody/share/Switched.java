package io.argosy.custody.share;

/** A passphrase store that a test can take away and give back. */
final class Switched implements KeyStore {
  private KeyStore store;
  private boolean away;

  Switched(KeyStore store) {
    this.store = store;
  }

  void away() {
    away = true;
  }

  void back() {
    away = false;
  }

  /** Another store answers from now on. */
  void becomes(KeyStore other) {
    store = other;
  }

  private static final Answer.Unavailable AWAY =
      new Answer.Unavailable(Cause.UNREACHABLE, "switched off");

  @Override
  public Identity identity() {
    return away ? new Identity.Unknown(AWAY) : store.identity();
  }

  @Override
  public boolean developmentOnly() {
    return true;
  }

  @Override
  public Answer wrap(byte[] secret, ShareContext context) {
    return away ? AWAY : store.wrap(secret, context);
  }

  @Override
  public Answer unwrap(byte[] wrapped, ShareContext context) {
    return away ? AWAY : store.unwrap(wrapped, context);
  }

  @Override
  public Answer newVersion(ShareContext context) {
    return away ? AWAY : store.newVersion(context);
  }

  @Override
  public Answer retireBefore(byte[] wrapped, ShareContext context) {
    return away ? AWAY : store.retireBefore(wrapped, context);
  }

  @Override
  public Answer destroy(ShareContext context) {
    return away ? AWAY : store.destroy(context);
  }

  @Override
  public String wrappingKey(byte[] wrapped, ShareContext context) {
    return store.wrappingKey(wrapped, context);
  }

  @Override
  public void close() {}
}
