package io.argosy.custodycore;

import io.argosy.model.KeyId;
import io.argosy.model.PersonSignature;
import io.argosy.model.StrictText;
import java.util.Base64;
import java.util.List;

/** People's signatures as a file holds them, beside the text that they signed. */
public final class SignatureLines {
  private static final String TITLE = "argosy signatures 1";

  private SignatureLines() {}

  /** The one encoding. */
  public static byte[] encode(List<PersonSignature> signatures) {
    var text = new TextLines(TITLE);
    for (var each : signatures) {
      text.line(
          "signature",
          each.key(),
          each.role(),
          each.generation(),
          each.verdict(),
          each.algorithm(),
          Base64.getEncoder().encodeToString(each.bytes()));
    }
    return text.bytes();
  }

  /** Reads the one encoding. */
  public static List<PersonSignature> decode(byte[] bytes) {
    var in = StrictText.open(bytes, TITLE);
    var all = TextLines.all(in, "signature", SignatureLines::read);
    in.end();
    return TextLines.canonical(bytes, all, SignatureLines::encode);
  }

  private static PersonSignature read(String[] words) {
    return new PersonSignature(
        new KeyId(TextLines.word(words, 0)),
        PersonSignature.Role.valueOf(TextLines.word(words, 1)),
        Long.parseLong(TextLines.word(words, 2)),
        PersonSignature.Verdict.valueOf(TextLines.word(words, 3)),
        PersonSignature.Algorithm.valueOf(TextLines.word(words, 4)),
        Base64.getDecoder().decode(TextLines.word(words, 5)));
  }
}
