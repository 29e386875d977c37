package io.argosy.contracts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Creation codes of the contracts in this module, without constructor arguments. */
public final class CreationCode {
  private CreationCode() {}

  /** The code of a contract by its name, such as {@code Executor}. */
  public static byte[] of(String contract) {
    try (var in = CreationCode.class.getResourceAsStream(contract + ".hex")) {
      if (in == null) {
        throw new IllegalArgumentException("no such contract: " + contract);
      }
      String hex = new String(in.readAllBytes(), StandardCharsets.US_ASCII).strip();
      return HexFormat.of().parseHex(hex);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
