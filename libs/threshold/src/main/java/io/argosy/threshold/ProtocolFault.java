package io.argosy.threshold;

import java.util.Set;

/** Leaves a round at the first check that does not hold; never leaves this package. */
final class ProtocolFault extends Exception {
  private static final long serialVersionUID = 1L;

  /** What the round comes to. */
  private final transient Abort abort;

  private ProtocolFault(Abort abort) {
    super(abort.check(), null, false, false);
    this.abort = abort;
  }

  /** A message that is not what it must be. */
  static ProtocolFault malformed(int culprit, String check) {
    return new ProtocolFault(new Abort(Abort.Kind.RETRY, Set.of(culprit), check));
  }

  /** A check whose failure may have cost a bit of our secrets. */
  static ProtocolFault cheated(int culprit, String check) {
    return new ProtocolFault(new Abort(Abort.Kind.QUARANTINE, Set.of(culprit), check));
  }

  /** Nobody can be blamed. */
  static ProtocolFault unblamed(String check) {
    return new ProtocolFault(new Abort(Abort.Kind.RETRY, Set.of(), check));
  }

  Abort abort() {
    return abort;
  }
}
