package io.argosy.custody;

import io.argosy.custodycore.Roster;
import io.argosy.custodycore.SignedRoster;
import io.argosy.custodycore.StoreId;
import io.argosy.proto.common.v1.Role;
import io.argosy.servicekit.Identity;
import io.argosy.stack.CertificateAuthority;
import io.argosy.stack.FreePorts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One custody host: its folder with real files, and the daemon's process. */
final class Host implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(90);
  private final int index;
  private final Path folder;
  private final int clientPort = FreePorts.one();
  private final int peerPort = FreePorts.one();
  private final int operatorPort = FreePorts.one();
  private final Class<?> program;
  private String keyStore =
      "key-store { kind = passphrase, passphrase-file = \"passphrase\", salt-file = \"salt\" }\n";
  private Map<String, String> environment = Map.of();
  private Optional<Process> process = Optional.empty();

  /**
   * @param program whose main it runs
   */
  Host(Path folder, int index, Class<?> program) throws IOException {
    this.index = index;
    this.program = program;
    this.folder = Files.createDirectories(folder.resolve(name(index)));
  }

  int index() {
    return index;
  }

  static String name(int index) {
    return "custody-" + index;
  }

  static Identity identity(int index) {
    return new Identity("demo", Role.ROLE_CUSTODY_DAEMON, name(index));
  }

  int peerPort() {
    return peerPort;
  }

  String clientAddress() {
    return "127.0.0.1:" + clientPort;
  }

  String peerAddress() {
    return "127.0.0.1:" + peerPort;
  }

  String operatorAddress() {
    return "127.0.0.1:" + operatorPort;
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  StoreId passphrase() {
    return Documents.passphrase(index);
  }

  /** Another key store than a passphrase; has the host prove which, as its daemon will use it. */
  StoreId equip(String section, Map<String, String> variables)
      throws IOException, InterruptedException {
    keyStore = section;
    environment = variables;
    Files.writeString(
        file("key-store.conf"),
        "daemon = %s\ndata = data\nhost-secret = \"host.secret\"\n".formatted(name(index))
            + section);
    var builder = java(StoreProof.class, file("key-store.conf").toString(), Documents.KEY.text());
    builder.redirectError(ProcessBuilder.Redirect.appendTo(file("log").toFile()));
    var proof = builder.start();
    String said = new String(proof.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (proof.waitFor() != 0) {
      throw new IOException(name(index) + " cannot use its key store\n" + log());
    }
    return new StoreId(said.lines().toList().getLast());
  }

  /** Writes what the host has before it is listed. */
  void prepare() throws IOException {
    var random = new SecureRandom();
    byte[] secret = new byte[32];
    random.nextBytes(secret);
    secretFile("host.secret", secret);
  }

  /** Writes all that the daemon is given, as its administrators would. */
  void prepare(Roster roster, CertificateAuthority authority)
      throws IOException, GeneralSecurityException {
    prepare(roster, authority, List.of());
  }

  /** The same for a daemon that is given versions after the genesis, too. */
  void prepare(Roster roster, CertificateAuthority authority, List<SignedRoster> next)
      throws IOException, GeneralSecurityException {
    secretFile("salt", Documents.salt(index));
    secretFile("passphrase", "only for tests\n".getBytes(StandardCharsets.US_ASCII));
    byte[] key = People.pair(name(index)).getPrivate().getEncoded();
    String pem =
        "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
            .formatted(Base64.getMimeEncoder().encodeToString(key));
    secretFile("identity.key", pem.getBytes(StandardCharsets.US_ASCII));
    Files.write(file("roster-0.txt"), roster.encoded());
    for (String port : List.of("client", "peer", "operator")) {
      authority.issue(folder, port, Optional.of(identity(index).toString()));
    }
    var names = new ArrayList<String>();
    for (var each : next) {
      names.add("roster-%d.signed".formatted(names.size() + 1));
      Files.write(file(names.getLast()), each.encoded());
    }
    String given =
        names.isEmpty() ? "" : "next-rosters = [\"" + String.join("\", \"", names) + "\"]\n";
    Files.writeString(file("daemon.conf"), configuration(roster) + given);
  }

  void secretFile(String name, byte[] bytes) throws IOException {
    var owner = PosixFilePermissions.fromString("rw-------");
    Files.createFile(file(name), PosixFilePermissions.asFileAttribute(owner));
    Files.write(file(name), bytes);
  }

  private String configuration(Roster roster) {
    return """
        deployment = demo
        daemon = %s
        roster = "roster-0.txt"
        genesis = "%s"
        identity-key = "identity.key"
        data = "data"
        ports-file = "ports.json"
        host-secret = "host.secret"
        session-patience = 4s
        """
            .formatted(name(index), roster.hash())
        + keyStore
        + port("client", clientPort)
        + port("peer", peerPort)
        + port("operator", operatorPort);
  }

  private static String port(String name, int port) {
    return """
        %1$s {
          host = "127.0.0.1", port = %2$d
          certificate = "%1$s.pem", key = "%1$s.key", authority = "%1$s.ca.pem"
        }
        """
        .formatted(name, port);
  }

  /** Starts the daemon on this test's class path; {@link #awaitReady} says when it serves. */
  Host start() throws IOException {
    return start(Stream.empty());
  }

  /** The same where the system locks at most 64 KB of memory, root's too: less than a share. */
  Host startWithLittleLockedMemory() throws IOException {
    boolean root = Files.readString(Path.of("/proc/self/status")).contains("\nUid:\t0\t");
    var bound = Stream.of("setpriv", "--bounding-set=-ipc_lock", "--inh-caps=-ipc_lock");
    var limited = Stream.of("sh", "-c", "ulimit -l 64 && exec \"$@\"", "sh");
    return start(root ? Stream.concat(bound, limited) : limited);
  }

  private Host start(Stream<String> launcher) throws IOException {
    Files.deleteIfExists(file("ports.json"));
    var builder = java(program, file("daemon.conf").toString());
    builder.command(Stream.concat(launcher, builder.command().stream()).toList());
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(file("log").toFile()));
    process = Optional.of(builder.start());
    return this;
  }

  private ProcessBuilder java(Class<?> main, String... words) {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+DisableAttachMechanism",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    command.addAll(List.of(words));
    var builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    return builder;
  }

  void awaitReady() throws IOException, InterruptedException {
    var end = Instant.now().plus(START);
    while (!Files.exists(file("ports.json"))) {
      if (!process.orElseThrow().isAlive() || Instant.now().isAfter(end)) {
        throw new IOException(name(index) + " did not start\n" + log());
      }
      Thread.sleep(20);
    }
  }

  boolean lives() {
    return process.orElseThrow().isAlive();
  }

  /** Waits until it has died by itself. */
  void awaitDeath() throws IOException, InterruptedException {
    if (!process.orElseThrow().waitFor(START.toSeconds(), TimeUnit.SECONDS)) {
      throw new IOException(name(index) + " lives\n" + log());
    }
  }

  /** A copy of the data folder; the daemon is stopped for that, as an administrator would. */
  Path backup() throws IOException, InterruptedException {
    kill();
    Path copy = folder.resolve("backup-" + System.nanoTime());
    copy(file("data"), copy);
    start().awaitReady();
    return copy;
  }

  /** Puts a copy back in the place of what a dead daemon left. */
  void restore(Path copy) throws IOException {
    delete(file("data"));
    copy(copy, file("data"));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (Path file : files.toList()) {
        var _ =
            Files.copy(
                file,
                to.resolve(from.relativize(file).toString()),
                StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  private static void delete(Path from) throws IOException {
    try (var files = Files.walk(from)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  String log() throws IOException {
    return Files.readString(file("log"));
  }

  /** SIGKILL, as a machine dies. */
  void kill() throws InterruptedException {
    int _ = process.orElseThrow().destroyForcibly().waitFor();
  }

  /** SIGTERM; every daemon stops within a few seconds. */
  @Override
  public void close() {
    process.ifPresent(
        running -> {
          running.destroy();
          var _ = running.onExit().join();
        });
  }
}
