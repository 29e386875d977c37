package io.argosy.threshold;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * A change of one field.
 *
 * @param malformed the check that finds it before any other, or empty
 */
record Manipulation(String name, String malformed, Change change) {
  /** Gives the field's new bytes. */
  interface Change {
    byte[] apply(byte[] field);
  }

  private static final String NO_SCALAR = "a scalar below the order";
  private static final String NO_POINT = "not a point of the curve";
  private static final String OFF_CURVE =
      "020000000000000000000000000000000000000000000000000000000000000005";
  private static final String ABOVE_FIELD =
      "02fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc30";

  static List<Manipulation> of(Layout.Kind kind) {
    return switch (kind) {
      case BYTES ->
          List.of(
              new Manipulation("lowest bit flipped", "", f -> flipped(f, f.length - 1, 1)),
              new Manipulation("highest bit flipped", "", f -> flipped(f, 0, 0x80)),
              new Manipulation("all bits flipped", "", Manipulation::inverted));
      case SCALAR ->
          List.of(
              new Manipulation("lowest bit flipped", "", f -> flipped(f, f.length - 1, 1)),
              new Manipulation("zero", "", f -> new byte[f.length]),
              new Manipulation("the order", NO_SCALAR, f -> Order.value()),
              new Manipulation("all ones", NO_SCALAR, f -> filled(f.length)));
      case POINT ->
          List.of(
              new Manipulation("negated", "", f -> flipped(f, 0, 1)),
              new Manipulation("the generator", "", f -> generator()),
              new Manipulation("identity", NO_POINT, f -> new byte[f.length]),
              new Manipulation("off the curve", NO_POINT, f -> HexFormat.of().parseHex(OFF_CURVE)),
              new Manipulation(
                  "x not canonical", NO_POINT, f -> HexFormat.of().parseHex(ABOVE_FIELD)),
              new Manipulation("foreign prefix", NO_POINT, f -> flipped(f, 0, 4)));
      case AFFINE ->
          List.of(
              new Manipulation("identity", NO_POINT, f -> new byte[f.length]),
              new Manipulation("off the curve", NO_POINT, f -> flipped(f, 63, 1)),
              new Manipulation("coordinates exchanged", NO_POINT, Manipulation::exchanged),
              new Manipulation("x not canonical", NO_POINT, f -> aboveField()));
    };
  }

  private static byte[] flipped(byte[] field, int at, int bits) {
    byte[] out = field.clone();
    out[at] ^= (byte) bits;
    return out;
  }

  private static byte[] inverted(byte[] field) {
    byte[] out = field.clone();
    for (int i = 0; i < out.length; i++) {
      out[i] = (byte) ~out[i];
    }
    return out;
  }

  private static byte[] filled(int length) {
    byte[] out = new byte[length];
    Arrays.fill(out, (byte) 0xff);
    return out;
  }

  private static byte[] exchanged(byte[] field) {
    byte[] out = Arrays.copyOfRange(field, 32, 96);
    System.arraycopy(field, 0, out, 32, 32);
    return out;
  }

  /** The y of x = 1 with p + 1 in its place. */
  private static byte[] aboveField() {
    try {
      byte[] one = HexFormat.of().parseHex("02" + "00".repeat(31) + "01");
      byte[] out = Arrays.copyOfRange(Points.parse(one, 0), 1, 65);
      System.arraycopy(HexFormat.of().parseHex(ABOVE_FIELD), 1, out, 0, 32);
      return out;
    } catch (ProtocolFault e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] generator() {
    return Points.compress(Points.generator(Scalars.bytes(Scalars.of(1))));
  }

  /** The message with the field changed. */
  byte[] in(byte[] message, Layout.Field field) {
    byte[] out = message.clone();
    byte[] was = Arrays.copyOfRange(message, field.at(), field.at() + field.length());
    System.arraycopy(change.apply(was), 0, out, field.at(), field.length());
    return out;
  }
}
