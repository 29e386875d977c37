package io.argosy.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A real PostgreSQL on loopback, unpacked from its pinned archive, with fsync on. It refuses to run
 * as root, so root starts it in a user namespace of its own, where it has no name and no rights but
 * those over its files. It goes on when this process ends without closing it.
 */
public final class Postgres implements AutoCloseable {
  private static final String ARCHIVE = "/postgres-linux-x86_64.txz";
  private static final String USER = "argosy";

  /** A server removes its file of the process before it ends. */
  private static final Duration LAST_STEPS = Duration.ofSeconds(10);

  private final Path home;
  private final Path folder;
  private final int port;
  private final String password;

  private Postgres(Path home, Path folder, int port, String password) {
    this.home = home;
    this.folder = folder;
    this.port = port;
    this.password = password;
  }

  /**
   * Starts the folder's cluster, made first where there is none.
   *
   * @param tools where the binaries are unpacked once
   * @param folder the cluster's own folder
   */
  public static Postgres start(Path tools, Path folder) throws IOException {
    Path home =
        Installed.once(
            tools.toAbsolutePath().resolve("postgres"), "bin/postgres", Postgres::unpack);
    Path own = Files.createDirectories(folder.toAbsolutePath());
    boolean made = Files.exists(own.resolve("data"));
    if (!made) {
      writeSecret(own.resolve("password"));
    }
    var password = Files.readString(own.resolve("password"));
    var postgres = new Postgres(home, own, FreePorts.one(), password);
    if (!made) {
      postgres.initialise(postgres.template());
    }
    postgres.restart();
    return postgres;
  }

  private static void writeSecret(Path file) throws IOException {
    byte[] secret = new byte[16];
    new SecureRandom().nextBytes(secret);
    Files.deleteIfExists(file);
    var _ =
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, HexFormat.of().formatHex(secret));
  }

  /** A copy of the template with a password of its own, in a fifth of an initdb's time. */
  private void initialise(Path template) throws IOException {
    var _ = Shell.run(home, List.of("cp", "-a", template.toString(), data()));
    String statement = "ALTER USER " + USER + " PASSWORD '" + password + "'\n";
    var _ = Shell.run(home, asServer("postgres", "--single", "-D", data(), "postgres"), statement);
  }

  /** A cluster, made once, that nobody can log in to: its user's password is thrown away. */
  private Path template() throws IOException {
    return Installed.once(home.resolve("template"), "data/PG_VERSION", this::makeTemplate)
        .resolve("data");
  }

  private void makeTemplate(Path part) throws IOException {
    Path password = part.resolve("password");
    writeSecret(password);
    var _ =
        Shell.run(
            home,
            asServer(
                "initdb",
                "-D",
                part.resolve("data").toString(),
                "-U",
                USER,
                "-A",
                "scram-sha-256",
                "--pwfile=" + password,
                "-E",
                "UTF8",
                "--locale=C.UTF-8"));
    Files.delete(password);
  }

  private List<String> asServer(String program, String... arguments) {
    var command = new ArrayList<String>();
    if (isRoot()) {
      command.addAll(List.of("unshare", "--user", "--"));
    }
    command.add(home.resolve("bin").resolve(program).toString());
    command.addAll(List.of(arguments));
    return command;
  }

  private static void unpack(Path part) throws IOException {
    Path archive = part.resolve("archive.txz");
    try (var in = Postgres.class.getResourceAsStream(ARCHIVE)) {
      if (in == null) {
        throw new IOException("the archive of PostgreSQL is not on the class path");
      }
      var _ = Files.copy(in, archive);
    }
    var _ = Shell.run(part, List.of("tar", "xJf", archive.toString()));
    Files.delete(archive);
    var _ = Shell.run(part, List.of("chmod", "-R", "a+rX", part.toString()));
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private String data() {
    return folder.resolve("data").toString();
  }

  /** JDBC URL without user and password. */
  public String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  public String user() {
    return USER;
  }

  public String password() {
    return password;
  }

  /** The password alone, without a line's end; only the server's user reads it. */
  public Path passwordFile() {
    return folder.resolve("password");
  }

  public int port() {
    return port;
  }

  public long pid() throws IOException {
    return Long.parseLong(
        Files.readAllLines(folder.resolve("data").resolve("postmaster.pid")).getFirst().strip());
  }

  /** Stops the server and waits for it; data and port stay. */
  public void stop() throws IOException {
    long pid = pid();
    var _ = Shell.run(home, asServer("pg_ctl", "-D", data(), "-m", "fast", "-w", "stop"));
    if (!ProcessTable.awaitEnd(pid, LAST_STEPS)) {
      throw new IOException("the server was stopped and its process " + pid + " still runs");
    }
  }

  /** Starts the stopped server on the same data and port, and waits until it answers. */
  public void restart() throws IOException {
    var _ =
        Shell.run(
            home,
            asServer(
                "pg_ctl",
                "-D",
                data(),
                "-l",
                folder.resolve("log").toString(),
                "-o",
                "-p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories=",
                "-w",
                "start"));
  }

  /** Stops the server where it runs. */
  @Override
  public void close() throws IOException {
    if (Files.exists(folder.resolve("data").resolve("postmaster.pid"))) {
      stop();
    }
  }
}
