package io.argosy.api.send;

import io.argosy.chain.Abi;
import java.util.Arrays;
import java.util.List;

/** The executor's errors by their first four bytes. */
final class ExecutorRevert {
  static final String SHORT_GAS = "ShortGas";
  private static final List<String> NAMES =
      List.of(
          "Busy",
          "Expired",
          "WrongSignature",
          "TokenWithoutCode",
          "MalformedSegments",
          "UnknownMode",
          SHORT_GAS,
          "NobodyPaid",
          "StrictItemFailed");

  private ExecutorRevert() {}

  static String name(byte[] data) {
    byte[] selector = Arrays.copyOf(data, 4);
    return NAMES.stream()
        .filter(name -> Arrays.equals(Abi.selector(name + "()"), selector))
        .findFirst()
        .orElse("no error of the executor");
  }
}
