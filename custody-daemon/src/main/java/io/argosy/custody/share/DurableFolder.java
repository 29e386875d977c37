package io.argosy.custody.share;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A folder whose files are there whole or not at all, also after a power cut: written beside,
 * synced, renamed over, the folder synced. Only the owner can read it.
 */
public final class DurableFolder {
  private static final long MOST_BYTES = 8L << 20;
  private static final Set<PosixFilePermission> OWNER_FILE =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> OWNER_FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private final Path folder;

  /** Makes the folder where it does not stand yet. */
  public DurableFolder(Path folder) throws IOException {
    this.folder = folder;
    Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER_FOLDER));
  }

  /** A file that others keep in the folder, for as long as they live. */
  public Path file(String name) {
    return folder.resolve(name);
  }

  /** Returns when the bytes stand under this name for good. */
  public void write(String name, byte[] bytes) throws IOException {
    Path part = folder.resolve(name + ".part");
    Files.deleteIfExists(part);
    var options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
    var owner = PosixFilePermissions.asFileAttribute(OWNER_FILE);
    try (var file = FileChannel.open(part, options, owner)) {
      var left = ByteBuffer.wrap(bytes);
      while (left.hasRemaining()) {
        int _ = file.write(left);
      }
      file.force(true);
    }
    Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    sync();
  }

  /** Returns when there is no file of this name any more. */
  public void delete(String name) throws IOException {
    Files.deleteIfExists(folder.resolve(name));
    sync();
  }

  /** The same for a secret: overwritten first; on many a disk old blocks stay for a while. */
  void destroy(String name) throws IOException {
    Path file = folder.resolve(name);
    if (Files.exists(file)) {
      overwrite(file);
    }
    delete(name);
  }

  private static void overwrite(Path file) throws IOException {
    var options = Set.of(StandardOpenOption.WRITE, StandardOpenOption.SYNC);
    try (var channel = FileChannel.open(file, options)) {
      var zeros = ByteBuffer.allocate((int) Math.min(channel.size(), MOST_BYTES));
      while (zeros.hasRemaining()) {
        int _ = channel.write(zeros);
      }
      channel.force(true);
    }
  }

  private void sync() throws IOException {
    try (var directory = FileChannel.open(folder, StandardOpenOption.READ)) {
      directory.force(true);
    }
  }

  /** A file's bytes; empty when there is none of this name. */
  public Optional<byte[]> read(String name) throws IOException {
    Path file = folder.resolve(name);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    if (Files.size(file) > MOST_BYTES) {
      throw new IOException(file + " has more than " + MOST_BYTES + " bytes");
    }
    return Optional.of(Files.readAllBytes(file));
  }

  /** Names that end so, in order. */
  List<String> names(String ending) throws IOException {
    var names = new ArrayList<String>();
    try (var files = Files.newDirectoryStream(folder, "*" + ending)) {
      files.forEach(file -> names.add(file.getFileName().toString()));
    }
    return names.stream().sorted().toList();
  }
}
