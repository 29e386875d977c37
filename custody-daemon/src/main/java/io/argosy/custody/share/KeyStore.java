package io.argosy.custody.share;

/**
 * Wraps small secrets under keys that never leave it: Vault or OpenBao transit, a PKCS#11 token, or
 * a passphrase file for development. There is no default store. Each context has a wrapping key of
 * its own, so the end of an epoch can destroy that epoch's. Thread-safe.
 */
public interface KeyStore extends AutoCloseable {
  /** What the store answered; a store that does not answer is an expected case, not a bug. */
  sealed interface Answer {
    /** What was asked is done, and there is nothing to hand over. */
    static Answer done() {
      return new Done(new byte[0]);
    }

    /** The bytes asked for, or none where nothing was; the caller owns and wipes them. */
    record Done(byte[] bytes) implements Answer {}

    /** The store cannot be used now; the cause stands in health and status. */
    record Unavailable(Cause cause, String detail) implements Answer {}

    /** The store works and says no: wrong key, wrong context, or altered bytes. */
    record Rejected(String detail) implements Answer {}
  }

  /** Why a store cannot be used; the words of health, status and runbooks. */
  enum Cause {
    SEALED,
    UNREACHABLE,
    PERMISSION_DENIED,
    CERTIFICATE,
    CLOCK,
    TOKEN_REMOVED,
    ANSWER_GARBLED,
    OTHER_STORE
  }

  /** Which store this is. */
  sealed interface Identity {
    /** As {@link io.argosy.custodycore.StoreId} spells it in the roster. */
    record Known(String text) implements Identity {}

    /** The store cannot say now. */
    record Unknown(Answer.Unavailable why) implements Identity {}
  }

  /** Names this store for the roster. */
  Identity identity();

  /** Whether this store is fit for development only; said at start, in health and in status. */
  boolean developmentOnly();

  /** Wraps at most 1 KiB for exactly this context, under the newest version of its key. */
  Answer wrap(byte[] secret, ShareContext context);

  /** Unwraps what {@link #wrap} gave for the same context. */
  Answer unwrap(byte[] wrapped, ShareContext context);

  /** Makes a new version of the context's key, as far as that is the daemon's to do. */
  Answer newVersion(ShareContext context);

  /**
   * Ends older versions than the one that these bytes need, as far as that is the daemon's to do.
   */
  Answer retireBefore(byte[] wrapped, ShareContext context);

  /** Ends the context's key for ever: whatever it wrapped stays closed. Done where none is left. */
  Answer destroy(ShareContext context);

  /** Name and version of the key that these bytes need, for people. */
  String wrappingKey(byte[] wrapped, ShareContext context);

  /** Gives back what the store lent: a token, a session. */
  @Override
  void close();
}
