package io.argosy.cli.deploy;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** Where a deployment on this machine keeps everything, one folder a part, for people to browse. */
public record RunFolder(Path root) {
  /** The folder that the checkout's commands use. */
  public static RunFolder ofCheckout() {
    return new RunFolder(home().resolve("run"));
  }

  /** The checkout. */
  public static Path home() {
    return Path.of(System.getProperty("argosy.home", "")).toAbsolutePath();
  }

  /** A relative path is meant from where the person called. */
  public static Path fromCaller(Path path) {
    return Path.of(System.getProperty("argosy.called.from", "")).toAbsolutePath().resolve(path);
  }

  /** Pinned tools of the checkout. */
  public static Path tools() {
    return home().resolve(".argosy");
  }

  /** Public documents of the deployment: the genesis, the policy. */
  public Path documents() {
    return root.resolve("documents");
  }

  /** A part's own folder: a service's, a daemon's, a person's. */
  public Path of(String part) {
    return root.resolve(part);
  }

  /** What an operator's tools need to reach the services. */
  public Path profile() {
    return of("treasury-desk").resolve("argosy.conf");
  }

  /** The same for custody's administrators. */
  public Path securityProfile() {
    return of("security-desk").resolve("argosy.conf");
  }

  /** Names, process ids and ports of everything that runs. */
  public Path processes() {
    return root.resolve("processes.json");
  }

  /** Ports by process. */
  public Path ports() {
    return root.resolve("ports.json");
  }

  /** Removes what an earlier run left. */
  public void clear() throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(
              Path folder, @org.jspecify.annotations.Nullable IOException fault)
              throws IOException {
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
