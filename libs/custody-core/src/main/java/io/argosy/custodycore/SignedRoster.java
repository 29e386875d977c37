package io.argosy.custodycore;

import io.argosy.model.PersonSignature;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A roster as a file hands it on: its text, then the officers' signatures as {@link
 * SignatureLines}.
 *
 * @param text of the roster, byte for byte
 */
public record SignedRoster(byte[] text, List<PersonSignature> officers) {
  private static final String SIGNATURES = "argosy signatures 1\n";

  public SignedRoster {
    text = text.clone();
    officers = List.copyOf(officers);
  }

  @Override
  public byte[] text() {
    return text.clone();
  }

  /** The one encoding. */
  public byte[] encoded() {
    byte[] lines = SignatureLines.encode(officers);
    return ByteBuffer.allocate(text.length + lines.length).put(text).put(lines).array();
  }

  /** Reads a file; one without signatures is a draft, which officers have yet to sign. */
  public static SignedRoster decode(byte[] file) {
    int end = new String(file, StandardCharsets.ISO_8859_1).indexOf("\n" + SIGNATURES) + 1;
    if (end == 0) {
      return new SignedRoster(Roster.decode(file).encoded(), List.of());
    }
    byte[] text = new byte[end];
    byte[] lines = new byte[file.length - end];
    ByteBuffer.wrap(file).get(text).get(lines);
    return new SignedRoster(Roster.decode(text).encoded(), SignatureLines.decode(lines));
  }
}
