package io.argosy.chainclient;

import io.argosy.model.Address;
import io.argosy.model.Digest32;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Values as JSON-RPC writes them; whatever is written otherwise is no answer. */
final class Hex {
  private Hex() {}

  static String quantity(long value) {
    return "0x" + Long.toHexString(value);
  }

  static String data(byte[] bytes) {
    return "0x" + HexFormat.of().formatHex(bytes);
  }

  static BigInteger number(JsonNode node) throws RpcException {
    String text = text(node);
    if (!text.matches("0x[0-9a-fA-F]{1,64}")) {
      throw new RpcException("not a quantity");
    }
    return new BigInteger(text.substring(2), 16);
  }

  static long small(JsonNode node) throws RpcException {
    BigInteger value = number(node);
    if (value.bitLength() > 62) {
      throw new RpcException("a quantity of " + value.bitLength() + " bits");
    }
    return value.longValueExact();
  }

  static byte[] bytes(JsonNode node) throws RpcException {
    String text = text(node);
    try {
      if (!text.startsWith("0x")) {
        throw new RpcException("not data");
      }
      return HexFormat.of().parseHex(text, 2, text.length());
    } catch (IllegalArgumentException e) {
      throw new RpcException("not data", e);
    }
  }

  /** What a revert carries; nodes that write it otherwise, or not at all, give nothing. */
  static byte[] revertData(JsonNode node) {
    try {
      return bytes(node);
    } catch (RpcException e) {
      return new byte[0];
    }
  }

  static Digest32 digest(JsonNode node) throws RpcException {
    byte[] bytes = bytes(node);
    if (bytes.length != 32) {
      throw new RpcException("a hash of " + bytes.length + " bytes");
    }
    return Digest32.of(bytes);
  }

  static Address address(JsonNode node) throws RpcException {
    try {
      return Address.parse(text(node).toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new RpcException("not an address", e);
    }
  }

  private static String text(JsonNode node) throws RpcException {
    if (!node.isString()) {
      throw new RpcException("not a text");
    }
    return node.stringValue();
  }
}
