package io.argosy.threshold;

import fr.acinq.secp256k1.Secp256k1Exception;

/** The work of one round, which ends at the first check that does not hold. */
interface Step<T> {
  Outcome<T> run() throws ProtocolFault;

  /** Runs it; where it ends the protocol without a result, what is secret is wiped first. */
  static <T> Outcome<T> guarded(Runnable wipe, Step<T> step) {
    try {
      return step.run();
    } catch (ProtocolFault fault) {
      wipe.run();
      return new Outcome.Aborted<>(fault.abort());
    } catch (Secp256k1Exception e) {
      wipe.run();
      return new Outcome.Aborted<>(
          ProtocolFault.unblamed("points that add up to infinity").abort());
    }
  }
}
