package io.argosy.model;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A payout's place in its statement, for ever; its number is its position.
 *
 * @param amount base units, positive
 */
public record Leaf(
    AccountId treasury,
    AssetId asset,
    Address recipient,
    BigInteger amount,
    Route route,
    ClientId client,
    ExternalId externalId) {
  private static final int FORMAT = 1;

  public Leaf {
    if (amount.signum() <= 0 || amount.bitLength() > 256) {
      throw new IllegalArgumentException("a leaf's amount is 1 to 2^256 - 1 base units");
    }
    if (!asset.chain().equals(treasury.chain())) {
      throw new IllegalArgumentException("asset and treasury are on different chains");
    }
  }

  /**
   * The fixed encoding that the Merkle tree hashes: format 1 (1 byte), chain (8, big-endian),
   * treasury (20), asset (1 byte: 0 coin, 1 token; then the token's 20 or zeros), recipient (20),
   * amount (32, big-endian), route (1), client and external id (each its length, 1 byte, then
   * ASCII).
   */
  public byte[] encoded() {
    var out = new ByteArrayOutputStream(128);
    out.write(FORMAT);
    out.writeBytes(ByteBuffer.allocate(8).putLong(treasury.chain().number()).array());
    out.writeBytes(treasury.address().bytes());
    out.write(asset.token().isPresent() ? 1 : 0);
    out.writeBytes(asset.token().map(Address::bytes).orElseGet(() -> new byte[20]));
    out.writeBytes(recipient.bytes());
    out.writeBytes(word(amount));
    out.write(route.code());
    writeText(out, client.text());
    writeText(out, externalId.text());
    return out.toByteArray();
  }

  private static void writeText(ByteArrayOutputStream out, String text) {
    byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
    out.write(ascii.length);
    out.writeBytes(ascii);
  }

  private static byte[] word(BigInteger units) {
    byte[] signed = units.toByteArray();
    int skip = Math.max(0, signed.length - 32);
    byte[] word = new byte[32];
    System.arraycopy(signed, skip, word, 32 - (signed.length - skip), signed.length - skip);
    return word;
  }

  /** Reads {@link #encoded}; whatever does not encode to the same bytes is refused. */
  public static Leaf decode(byte[] bytes) {
    try {
      var leaf = read(ByteBuffer.wrap(bytes));
      if (!java.util.Arrays.equals(leaf.encoded(), bytes)) {
        throw new IllegalArgumentException("not the one encoding of its leaf");
      }
      return leaf;
    } catch (java.nio.BufferUnderflowException e) {
      throw new IllegalArgumentException("a leaf that ends early", e);
    }
  }

  private static Leaf read(ByteBuffer in) {
    if (in.get() != FORMAT) {
      throw new IllegalArgumentException("unknown leaf format");
    }
    var chain = new ChainId(in.getLong());
    var treasury = new AccountId(chain, Address.of(take(in, 20)));
    boolean token = in.get() != 0;
    byte[] contract = take(in, 20);
    var asset = token ? AssetId.token(chain, Address.of(contract)) : AssetId.coin(chain);
    var recipient = Address.of(take(in, 20));
    var amount = new BigInteger(1, take(in, 32));
    var route = in.get() == Route.BATCH.code() ? Route.BATCH : Route.DIRECT;
    var client = new ClientId(text(in));
    return new Leaf(treasury, asset, recipient, amount, route, client, new ExternalId(text(in)));
  }

  private static byte[] take(ByteBuffer in, int length) {
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  private static String text(ByteBuffer in) {
    return new String(take(in, Byte.toUnsignedInt(in.get())), StandardCharsets.US_ASCII);
  }
}
