package io.argosy.custody.share;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.function.Function;
import javax.security.auth.login.FailedLoginException;
import org.jspecify.annotations.Nullable;

/**
 * A store that is opened at first use, and tried again until it opens, so that a daemon starts
 * without its store and recovers by itself; a token that was removed is opened afresh when it is
 * back. A login that was refused is not repeated: a token locks itself after a few. Thread-safe.
 */
public final class LateStore implements KeyStore {
  /** Opens the real store. */
  public interface Opening {
    KeyStore open() throws GeneralSecurityException, IOException;
  }

  private final Opening opening;
  private @Nullable KeyStore store;
  private Answer.@Nullable Unavailable refused;

  public LateStore(Opening opening) {
    this.opening = opening;
  }

  private sealed interface Reached {
    record Open(KeyStore store) implements Reached {}

    record Closed(Answer.Unavailable why) implements Reached {}
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
      if (t instanceof FailedLoginException) {
        return Cause.PERMISSION_DENIED;
      }
      if (t instanceof TokenGoneException) {
        return Cause.TOKEN_REMOVED;
      }
    }
    return Cause.UNREACHABLE;
  }

  /** A login may have ended without the token's going: asked once more behind a new one. */
  private Answer ask(Function<KeyStore, Answer> question) {
    var answer = askOnce(question);
    boolean gone =
        answer instanceof Answer.Unavailable(var cause, _) && cause == Cause.TOKEN_REMOVED;
    return gone ? askOnce(question) : answer;
  }

  private Answer askOnce(Function<KeyStore, Answer> question) {
    return switch (reach()) {
      case Reached.Open(var open) -> {
        var answer = question.apply(open);
        if (answer instanceof Answer.Unavailable(var cause, _) && cause == Cause.TOKEN_REMOVED) {
          drop(open);
        }
        yield answer;
      }
      case Reached.Closed(var why) -> why;
    };
  }

  private synchronized void drop(KeyStore gone) {
    if (gone.equals(store)) {
      store = null;
      gone.close();
    }
  }

  @Override
  public Identity identity() {
    return switch (reach()) {
      case Reached.Open(var open) -> open.identity();
      case Reached.Closed(var why) -> new Identity.Unknown(why);
    };
  }

  @Override
  public boolean developmentOnly() {
    return reach() instanceof Reached.Open(var open) && open.developmentOnly();
  }

  @Override
  public Answer wrap(byte[] secret, ShareContext context) {
    return ask(open -> open.wrap(secret, context));
  }

  @Override
  public Answer unwrap(byte[] wrapped, ShareContext context) {
    return ask(open -> open.unwrap(wrapped, context));
  }

  @Override
  public Answer newVersion(ShareContext context) {
    return ask(open -> open.newVersion(context));
  }

  @Override
  public Answer retireBefore(byte[] wrapped, ShareContext context) {
    return ask(open -> open.retireBefore(wrapped, context));
  }

  @Override
  public Answer destroy(ShareContext context) {
    return ask(open -> open.destroy(context));
  }

  @Override
  public String wrappingKey(byte[] wrapped, ShareContext context) {
    return reach() instanceof Reached.Open(var open)
        ? open.wrappingKey(wrapped, context)
        : context.wrappingKey();
  }

  @Override
  public synchronized void close() {
    if (store != null) {
      store.close();
      store = null;
    }
  }
}
