package io.argosy.custody.share;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.security.auth.login.LoginException;
import org.jspecify.annotations.Nullable;

/**
 * A store that is opened at first use, and tried again until it opens, so that a daemon starts
 * without its store and recovers by itself. A login that was refused is not repeated: a token locks
 * itself after a few. Thread-safe.
 */
public final class LateStore implements KeyStore {
  /** Opens the real store. */
  public interface Opening {
    KeyStore open() throws GeneralSecurityException, IOException;
  }

  private final Opening opening;
  private @Nullable KeyStore store;
  private @Nullable Answer refused;

  public LateStore(Opening opening) {
    this.opening = opening;
  }

  private sealed interface Reached {
    record Open(KeyStore store) implements Reached {}

    record Closed(Answer why) implements Reached {}
  }

  private synchronized Reached reach() {
    if (store != null) {
      return new Reached.Open(store);
    }
    if (refused != null) {
      return new Reached.Closed(refused);
    }
    try {
      store = opening.open();
      return new Reached.Open(store);
    } catch (GeneralSecurityException | IOException e) {
      String detail = e.getClass().getSimpleName() + " " + e.getMessage();
      var answer = new Answer.Unavailable(cause(e), detail);
      if (answer.cause() == Cause.PERMISSION_DENIED) {
        refused = answer;
      }
      return new Reached.Closed(answer);
    }
  }

  private static Cause cause(Exception fault) {
    for (Throwable t = fault; t != null; t = t.getCause()) {
      if (t instanceof LoginException) {
        return Cause.PERMISSION_DENIED;
      }
    }
    return Cause.UNREACHABLE;
  }

  @Override
  public Optional<String> identity() {
    return reach() instanceof Reached.Open(var open) ? open.identity() : Optional.empty();
  }

  @Override
  public boolean developmentOnly() {
    return reach() instanceof Reached.Open(var open) && open.developmentOnly();
  }

  @Override
  public Answer wrap(byte[] secret, ShareContext context) {
    return switch (reach()) {
      case Reached.Open(var open) -> open.wrap(secret, context);
      case Reached.Closed(var why) -> why;
    };
  }

  @Override
  public Answer unwrap(byte[] wrapped, ShareContext context) {
    return switch (reach()) {
      case Reached.Open(var open) -> open.unwrap(wrapped, context);
      case Reached.Closed(var why) -> why;
    };
  }
}
