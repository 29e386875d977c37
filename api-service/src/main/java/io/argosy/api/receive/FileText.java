package io.argosy.api.receive;

import static io.argosy.api.receive.RowReason.BYTE_ORDER_MARK;
import static io.argosy.api.receive.RowReason.ENCODING;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A file's lines as text; a line that is not UTF-8 is told and left out. */
record FileText(List<Line> lines, List<RowError> errors) {
  /** A line that is not empty, and its number from 1. */
  record Line(int number, String text) {}

  static FileText of(byte[] file) {
    var lines = new ArrayList<Line>();
    var errors = new ArrayList<RowError>();
    int start = 0;
    for (int end = 0, number = 1; end <= file.length; end++) {
      if (end == file.length || file[end] == '\n') {
        read(file, start, end, number++, lines, errors);
        start = end + 1;
      }
    }
    return new FileText(lines, errors);
  }

  private static void read(
      byte[] file, int start, int end, int number, List<Line> lines, List<RowError> errors) {
    try {
      var bytes = ByteBuffer.wrap(file, start, end - start);
      var text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString().strip();
      if (number == 1 && text.startsWith("\ufeff")) {
        errors.add(
            new RowError(1, "file", BYTE_ORDER_MARK, "EF BB BF", "save as UTF-8 without it"));
        text = text.substring(1).strip();
      }
      if (text.indexOf('\0') >= 0) {
        errors.add(new RowError(number, "line", ENCODING, text, "save the file as UTF-8"));
      } else if (!text.isEmpty()) {
        lines.add(new Line(number, text));
      }
    } catch (CharacterCodingException e) {
      var raw = new String(file, start, end - start, StandardCharsets.ISO_8859_1);
      errors.add(new RowError(number, "line", ENCODING, raw, "save the file as UTF-8"));
    }
  }
}
