package io.argosy.custody;

import java.io.IOException;
import java.util.Optional;

/** A process behind the shield, or without it as a control; stays until its input ends. */
final class ShieldedProcess {
  private ShieldedProcess() {}

  static void main(String[] words) throws IOException {
    Optional<String> missing =
        words[0].equals("shielded") ? HostShield.raise() : Optional.of("no shield");
    System.out.println(missing.orElse("shielded"));
    int _ = System.in.read();
  }
}
