package io.argosy.custody.share;

import java.util.Optional;

/**
 * Wraps small secrets under a key that never leaves it: Vault or OpenBao transit, a PKCS#11 token,
 * or a passphrase file for development. There is no default store. Thread-safe.
 */
public interface KeyStore {
  /** What the store answered; a store that does not answer is an expected case, not a bug. */
  sealed interface Answer {
    /** The bytes asked for; the caller owns and wipes them. */
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
    TOKEN_REMOVED,
    ANSWER_GARBLED
  }

  /**
   * Names this store for the roster: the same text twice means that two stores are one. Empty while
   * the store cannot say.
   */
  Optional<String> identity();

  /** Whether this store is fit for development only; said at start, in health and in status. */
  boolean developmentOnly();

  /** Wraps at most 1 KiB for exactly this context. */
  Answer wrap(byte[] secret, ShareContext context);

  /** Unwraps what {@link #wrap} gave for the same context. */
  Answer unwrap(byte[] wrapped, ShareContext context);
}
