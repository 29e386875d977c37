package io.argosy.acceptance;

import io.argosy.acceptance.FaultTable.Depth;
import java.time.Duration;

/**
 * How much of the fault table runs: the suite's form, or all of it at length, by {@code
 * -Dargosy.stores=all}.
 *
 * @param payouts of the one batch in whose midst everything happens
 * @param lasting until the last of them falls due
 * @param degradedFor of the daemons, as their configuration says it
 * @param looked at what no status shows
 */
record FaultForm(Depth depth, int payouts, Duration lasting, String degradedFor, Duration looked) {
  private static final FaultForm SUITE =
      new FaultForm(Depth.DEGRADED, 150, Duration.ofSeconds(30), "3s", Duration.ofSeconds(1));
  private static final FaultForm ALL =
      new FaultForm(Depth.SEALED, 1_000, Duration.ofSeconds(270), "2s", Duration.ofSeconds(4));

  static FaultForm wanted() {
    return "all".equals(System.getProperty("argosy.stores")) ? ALL : SUITE;
  }

  /** A slow machine pays the suite's small batch before the last fault; the long form must not. */
  boolean mustEndInTheMidst() {
    return depth == Depth.SEALED;
  }
}
