package io.argosy.acceptance;

import io.argosy.cli.deploy.RunFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Something that exactly one file may hold.
 *
 * @param home that file; empty for what no file may hold in the clear
 */
record Secret(String name, Optional<Path> home, byte[] bytes) {
  private static final byte[] P256 = HexFormat.of().parseHex("06082a8648ce3d030107");

  private static final Pattern ADMINISTRATOR = Pattern.compile("(BAO_TOKEN|UNSEAL_KEY)='([^']+)'");

  /** Everything secret that a run folder holds outside sealed shares and databases. */
  static List<Secret> all(RunFolder run) throws IOException {
    try (var files = Files.walk(run.root())) {
      return files
          .filter(Files::isRegularFile)
          .sorted()
          .flatMap(file -> read(run, file).stream())
          .toList();
    }
  }

  private static List<Secret> read(RunFolder run, Path file) {
    String name = run.root().relativize(file).toString();
    try {
      return name.endsWith("/openbao.administrator")
          ? administrator(name, file)
          : bytes(file).map(bytes -> new Secret(name, Optional.of(file), bytes)).stream().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(name, e);
    }
  }

  /** One file holds two: the server's root token and its unseal key. */
  private static List<Secret> administrator(String name, Path file) throws IOException {
    var found = ADMINISTRATOR.matcher(Files.readString(file));
    return found
        .results()
        .map(
            each -> new Secret(name + " " + each.group(1), Optional.of(file), ascii(each.group(2))))
        .toList();
  }

  private static Optional<byte[]> bytes(Path file) throws IOException, GeneralSecurityException {
    String name = file.getFileName().toString();
    if (name.startsWith("lane-") && name.endsWith(".key")) {
      return Optional.of(HexFormat.of().parseHex(Files.readString(file).strip()));
    }
    if (name.endsWith(".key")) {
      return Optional.of(privateKey(Files.readString(file)));
    }
    return switch (name) {
      case "host.secret" -> Optional.of(Files.readAllBytes(file));
      case "passphrase", "password", "pin", "so-pin" ->
          Optional.of(ascii(Files.readString(file).strip()));
      default -> Optional.empty();
    };
  }

  /** The 32 bytes that the key is, without the wrapping that all keys share. */
  private static byte[] privateKey(String pem) throws GeneralSecurityException {
    byte[] pkcs8 = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", "").strip());
    if (!new String(pkcs8, StandardCharsets.ISO_8859_1)
        .contains(new String(P256, StandardCharsets.ISO_8859_1))) {
      return Arrays.copyOfRange(pkcs8, pkcs8.length - 32, pkcs8.length); // Ed25519, RFC 8410
    }
    var key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    byte[] number = ((ECPrivateKey) key).getS().toByteArray();
    byte[] word = new byte[32];
    int length = Math.min(32, number.length);
    System.arraycopy(number, number.length - length, word, 32 - length, length);
    return word;
  }

  /**
   * How it may be written, in two pieces where it is long enough: a line's end in the middle hides
   * one piece only, and half a secret is one.
   */
  List<byte[]> spellings() {
    var all = new ArrayList<byte[]>();
    int piece = bytes.length >= 32 ? bytes.length / 2 : bytes.length;
    for (int from = 0; from + piece <= bytes.length; from += piece) {
      spell(Arrays.copyOfRange(bytes, from, from + piece), all);
    }
    return all;
  }

  private static void spell(byte[] piece, List<byte[]> all) {
    all.add(piece);
    all.add(ascii(HexFormat.of().formatHex(piece)));
    all.add(ascii(HexFormat.of().withUpperCase().formatHex(piece)));
    all.add(ascii(list(piece, false, ", ")));
    all.add(ascii(list(piece, true, ", ")));
    all.add(ascii(list(piece, true, ",")));
    for (int shift = 0; shift < 3; shift++) {
      all.add(ascii(base64(Base64.getEncoder(), piece, shift)));
      all.add(ascii(base64(Base64.getUrlEncoder(), piece, shift)));
    }
  }

  private static String list(byte[] piece, boolean unsigned, String separator) {
    var words = new ArrayList<String>();
    for (byte each : piece) {
      words.add(Integer.toString(unsigned ? Byte.toUnsignedInt(each) : each));
    }
    return String.join(separator, words);
  }

  /** What every base64 text has in it where the piece stands this many bytes after a third one. */
  private static String base64(Base64.Encoder encoder, byte[] piece, int shift) {
    byte[] shifted = new byte[shift + piece.length];
    System.arraycopy(piece, 0, shifted, shift, piece.length);
    int from = (shift * 8 + 5) / 6;
    return encoder.encodeToString(shifted).substring(from, shifted.length * 8 / 6);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public String toString() {
    return name;
  }
}
