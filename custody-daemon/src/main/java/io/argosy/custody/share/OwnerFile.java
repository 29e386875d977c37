package io.argosy.custody.share;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;

/** A file with a secret, which nobody but its owner may read. */
public final class OwnerFile {
  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rwx------");
  private static final long MOST_BYTES = 64 << 10;

  private OwnerFile() {}

  /** Its bytes, which the caller wipes. */
  public static byte[] read(Path file) throws IOException {
    if (!OWNER.containsAll(Files.getPosixFilePermissions(file))) {
      throw new IOException(file + " can be read by others; run: chmod 600 " + file);
    }
    if (Files.size(file) > MOST_BYTES) {
      throw new IOException(file + " is too large for a secret");
    }
    return Files.readAllBytes(file);
  }

  /** The first line, as characters that the caller wipes. */
  public static char[] firstLine(Path file) throws IOException {
    byte[] bytes = read(file);
    try {
      int end = 0;
      while (end < bytes.length && bytes[end] != '\n' && bytes[end] != '\r') {
        end++;
      }
      var text = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes, 0, end));
      char[] line = new char[text.remaining()];
      text.get(line);
      Arrays.fill(text.array(), '\0');
      return line;
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }
}
