package io.argosy.chain;

import fr.acinq.secp256k1.Secp256k1;
import io.argosy.model.Address;
import io.argosy.model.Digest32;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The ordinary key of an account that only pays gas: a lane, or a development chain's own account.
 * Treasuries have no such key. Does not print itself.
 */
public final class LaneKey {
  private final byte[] secret;
  private final Address address;

  private LaneKey(byte[] owned) {
    if (!Secp256k1.get().secKeyVerify(owned)) {
      throw new IllegalArgumentException("not a secp256k1 key");
    }
    this.secret = owned;
    this.address = PublicKeys.address(Secp256k1.get().pubkeyCreate(owned));
  }

  /** Makes a key. */
  public static LaneKey make(SecureRandom random) {
    byte[] secret = new byte[32];
    do {
      random.nextBytes(secret);
    } while (!Secp256k1.get().secKeyVerify(secret));
    return new LaneKey(secret);
  }

  /** Reads a file of 64 hexadecimal digits. */
  public static LaneKey read(Path file) throws IOException {
    return new LaneKey(HexFormat.of().parseHex(Files.readString(file).strip()));
  }

  /** Reads 64 hexadecimal digits, for the published accounts of development chains. */
  public static LaneKey parse(String text) {
    return new LaneKey(HexFormat.of().parseHex(text));
  }

  /** Writes the key for {@link #read}; the file must not exist. */
  public void write(Path file) throws IOException {
    var owner = PosixFilePermissions.fromString("rw-------");
    Files.createFile(file, PosixFilePermissions.asFileAttribute(owner));
    Files.writeString(file, HexFormat.of().formatHex(secret) + "\n");
  }

  public Address address() {
    return address;
  }

  /** Signs a transaction. */
  public Transaction.Signed sign(Transaction transaction) {
    return transaction.signed(sign(transaction.signingHash()));
  }

  /** Signs a digest; only accounts of development chains have a use for it. */
  public EcdsaSignature sign(Digest32 digest) {
    byte[] compact = Secp256k1.get().sign(digest.bytes(), secret, null);
    byte[] out = Arrays.copyOf(compact, 65);
    for (byte id = 0; id < 2; id++) {
      out[64] = id;
      var signature = new EcdsaSignature(out);
      if (signature.signer(digest).filter(address::equals).isPresent()) {
        return signature;
      }
    }
    throw new IllegalStateException("a signature that gives no key back");
  }

  @Override
  public String toString() {
    return "LaneKey[" + address + "]";
  }
}
