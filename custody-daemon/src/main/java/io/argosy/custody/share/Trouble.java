package io.argosy.custody.share;

import java.util.Optional;

/**
 * What stands in the way of a share.
 *
 * @param cause absent where the store is not to blame
 * @param text for people; begins with the cause
 */
public record Trouble(Optional<KeyStore.Cause> cause, String text) {
  static Trouble of(KeyStore.Cause cause, String detail) {
    return new Trouble(Optional.of(cause), cause + ": " + detail);
  }

  static Trouble other(String text) {
    return new Trouble(Optional.empty(), text);
  }

  /** Empty when the store did what it was asked. */
  static Optional<Trouble> of(KeyStore.Answer answer) {
    return switch (answer) {
      case KeyStore.Answer.Done _ -> Optional.empty();
      case KeyStore.Answer.Unavailable(var cause, var detail) -> Optional.of(of(cause, detail));
      case KeyStore.Answer.Rejected(var detail) -> Optional.of(other("REJECTED: " + detail));
    };
  }

  /** Empty when it was sealed or opened. */
  static Optional<Trouble> of(ShareSeal.Outcome outcome, ShareContext context) {
    return switch (outcome) {
      case ShareSeal.Outcome.Done _ -> Optional.empty();
      case ShareSeal.Outcome.Waiting(var cause, var detail) -> Optional.of(of(cause, detail));
      case ShareSeal.Outcome.Broken(var layer) ->
          Optional.of(
              other(
                  "share %s-%d does not open: %s"
                      .formatted(context.key(), context.epoch(), layer)));
    };
  }
}
