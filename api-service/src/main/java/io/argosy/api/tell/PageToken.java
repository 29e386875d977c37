package io.argosy.api.tell;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * Where a page of batches ended: the time and the id of its last. What comes later does not move
 * it, so that no batch is told twice or left out.
 */
public record PageToken(Instant time, String id) {
  /** For callers, who are not to read anything into it. */
  public String text() {
    var plain = time + " " + id;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(plain.getBytes(StandardCharsets.US_ASCII));
  }

  /** Reads what {@link #text} wrote; empty for anything else. */
  public static Optional<PageToken> parse(String text) {
    try {
      var plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII);
      int space = plain.indexOf(' ');
      return space < 0
          ? Optional.empty()
          : Optional.of(
              new PageToken(Instant.parse(plain.substring(0, space)), plain.substring(space + 1)));
    } catch (IllegalArgumentException | DateTimeException e) {
      return Optional.empty();
    }
  }
}
