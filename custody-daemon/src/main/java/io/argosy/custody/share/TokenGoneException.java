package io.argosy.custody.share;

import java.security.KeyStoreException;
import org.jspecify.annotations.Nullable;

/** The slot that is configured holds no token, or not the one that it held before. */
final class TokenGoneException extends KeyStoreException {
  private static final long serialVersionUID = 1L;

  TokenGoneException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
