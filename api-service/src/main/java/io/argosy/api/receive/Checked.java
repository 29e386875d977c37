package io.argosy.api.receive;

import java.util.function.Function;

/** A field that was read, or why it was not. */
sealed interface Checked<T> {
  record Good<T>(T value) implements Checked<T> {}

  record Bad<T>(RowReason reason, String remedy) implements Checked<T> {}

  static <T> Checked<T> good(T value) {
    return new Good<>(value);
  }

  static <T> Checked<T> bad(RowReason reason, String remedy) {
    return new Bad<>(reason, remedy);
  }

  /** Reads on with the value, if there is one. */
  default <U> Checked<U> then(Function<T, Checked<U>> next) {
    return switch (this) {
      case Good<T>(T value) -> next.apply(value);
      case Bad<T>(RowReason reason, String remedy) -> bad(reason, remedy);
    };
  }
}
