package io.argosy.threshold;

import java.util.ArrayList;
import java.util.List;

/** Names and lengths of a message's fields, in order, as docs/threshold-signing.md gives them. */
final class Layout {
  /** What a field's bytes are. */
  enum Kind {
    /** Any bytes. */
    BYTES,
    /** Below the order. */
    SCALAR,
    /** Of the curve, compressed. */
    POINT,
    /** Both coordinates; another point harms its sender alone, or is one that nobody looks at. */
    AFFINE
  }

  /**
   * One field of a message.
   *
   * @param outcome what another well-formed value in its place comes to
   */
  record Field(String name, Kind kind, int at, int length, Expected outcome) {}

  /** A typed outcome at the receiver. */
  record Expected(Abort.Kind kind, boolean blamed, String check) {
    static Expected retry(String check) {
      return new Expected(Abort.Kind.RETRY, true, check);
    }

    static Expected unblamed(String check) {
      return new Expected(Abort.Kind.RETRY, false, check);
    }

    static Expected quarantine(String check) {
      return new Expected(Abort.Kind.QUARANTINE, true, check);
    }
  }

  private final List<Field> fields = new ArrayList<>();
  private int length;

  Layout bytes(String name, int count, Expected outcome) {
    return add(name, Kind.BYTES, count, outcome);
  }

  Layout scalar(String name, Expected outcome) {
    return add(name, Kind.SCALAR, 32, outcome);
  }

  Layout point(String name, Expected outcome) {
    return add(name, Kind.POINT, Points.COMPRESSED, outcome);
  }

  Layout affine(String name) {
    return add(name, Kind.AFFINE, Points.AFFINE, Expected.unblamed(""));
  }

  /** Bytes that no row speaks of: others like them stand before or after. */
  Layout skip(int count) {
    length += count;
    return this;
  }

  private Layout add(String name, Kind kind, int count, Expected outcome) {
    fields.add(new Field(name, kind, length, count, outcome));
    length += count;
    return this;
  }

  List<Field> fields() {
    return List.copyOf(fields);
  }

  int length() {
    return length;
  }
}
