package io.argosy.threshold;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** One step of the protocol alone, with what a peer sent, and the fault that it must find. */
final class Faults {
  /** Who sends in these tests. */
  static final int PEER = 7;

  private Faults() {}

  /** A message of the peer, of the length that it has. */
  static Fields fields(byte[] message) throws ProtocolFault {
    return Fields.of(Map.of(PEER, message), PEER, message.length);
  }

  static void requireMalformed(String check, ThrowingCallable step) {
    require(Abort.Kind.RETRY, check, step);
  }

  static void requireCheated(String check, ThrowingCallable step) {
    require(Abort.Kind.QUARANTINE, check, step);
  }

  private static void require(Abort.Kind kind, String check, ThrowingCallable step) {
    assertThatThrownBy(step)
        .asInstanceOf(InstanceOfAssertFactories.type(ProtocolFault.class))
        .extracting(ProtocolFault::abort)
        .isEqualTo(new Abort(kind, Set.of(PEER), check));
  }

  /** The bytes with one bit of another value. */
  static byte[] flipped(byte[] bytes, int place) {
    byte[] out = bytes.clone();
    out[place] ^= 1;
    return out;
  }
}
