package io.argosy.acceptance.planted;

import java.util.Random;

/** Breaks the naming rule, the randomness rule and the floating-point rule. */
public final class PlantedManager {
  double amount = new Random(1).nextDouble();
}
