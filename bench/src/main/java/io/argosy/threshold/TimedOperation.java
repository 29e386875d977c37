package io.argosy.threshold;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What secrets flow through in the library, laid open for timing; it stands in the library's
 * package so that the library itself lays nothing open.
 *
 * @param fixed the input of one class; the other's are random
 * @param repetitions calls a sample, so that a sample is longer than the clock's grain
 */
public record TimedOperation(String name, byte[] fixed, int repetitions, int samples, Call call) {
  /** One call with 32 secret bytes; answers something of its result. */
  public interface Call {
    long on(byte[] secret);
  }

  private static final byte[] ONE = Scalars.bytes(Scalars.of(1));
  private static final byte[] EVEN = Points.generator(Scalars.of(2));
  private static final byte[] ODD = Points.generator(Scalars.of(3));
  private static final byte[] PUBLIC = Hash.tagged("timed").digest();

  /** All of them, the last a control whose time does depend on its input. */
  public static List<TimedOperation> all() {
    return List.of(
        new TimedOperation("multiply_mod_q", ONE, 16, 100_000, TimedOperation::multiply),
        new TimedOperation("inverse_mod_q", ONE, 1, 40_000, TimedOperation::invert),
        new TimedOperation("field_squares", ONE, 4, 60_000, TimedOperation::squares),
        new TimedOperation("hash_to_curve_map", ONE, 1, 20_000, TimedOperation::map),
        new TimedOperation("transfer_choice", new byte[32], 4, 60_000, TimedOperation::choose),
        new TimedOperation("generator_product", ONE, 1, 40_000, TimedOperation::generator),
        new TimedOperation("control_early_exit", PUBLIC, 64, 60_000, TimedOperation::leaks));
  }

  /** Random bytes of the other class. */
  public byte[] random(RandomGenerator random) {
    byte[] out = new byte[32];
    random.nextBytes(out);
    out[0] &= 0x7f; // Below q and p.
    return out;
  }

  private static long multiply(byte[] secret) {
    return Scalars.multiply(Scalars.parse(secret), Scalars.parse(PUBLIC))[0];
  }

  private static long invert(byte[] secret) {
    return Scalars.invert(Scalars.parse(secret))[0];
  }

  private static long squares(byte[] secret) {
    long[] number = new long[4];
    Field.read(number, 0, secret, 0);
    Squares.run(number, 16);
    return number[0];
  }

  private static long map(byte[] secret) {
    long[] number = new long[4];
    Field.read(number, 0, secret, 0);
    return SimplifiedSwu.points(new long[][] {number})[0][1];
  }

  private static long choose(byte[] secret) {
    long sum = 0;
    for (byte each : secret) {
      sum += BaseOt.chosen(EVEN, ODD, each & 1)[1];
    }
    return sum;
  }

  private static long generator(byte[] secret) {
    return Points.generator(secret)[1];
  }

  private static long leaks(byte[] secret) {
    for (int i = 0; i < 32; i++) {
      if (secret[i] != PUBLIC[i]) {
        return i;
      }
    }
    return Arrays.hashCode(secret);
  }
}
