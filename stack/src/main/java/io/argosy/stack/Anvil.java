package io.argosy.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A real development chain: a block a second, never automining, which stalls under load; blocks of
 * 60 million gas and EIP-7825's cap on a transaction. Its state ends with it.
 */
public final class Anvil implements AutoCloseable {
  /** The node's own package, without the wrapper that would orphan it. */
  private static final String PACKAGE = "@foundry-rs/anvil-linux-amd64@1.7.1";

  private static final String BINARY = "node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil";

  /** The chain's number. */
  public static final long CHAIN = 31_337;

  /**
   * Key of the first account that holds coin from the start; published with the node's
   * documentation, worth nothing anywhere.
   */
  public static final String RICH_KEY =
      "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private final Process process;
  private final int port;

  private Anvil(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts a chain.
   *
   * @param tools the checkout's {@code .argosy}
   * @param folder for log and cache
   */
  public static Anvil start(Path tools, Path folder) throws IOException {
    Path binary = NpmPackage.install(tools, "anvil", PACKAGE, BINARY).resolve(BINARY);
    Files.createDirectories(folder);
    int port = FreePorts.one();
    var command =
        List.of(
            binary.toString(),
            "--port",
            Integer.toString(port),
            "--chain-id",
            Long.toString(CHAIN),
            "--hardfork",
            "osaka",
            "--block-time",
            "1",
            "--order",
            "fifo",
            "--gas-limit",
            "60000000",
            "--enable-tx-gas-limit",
            "--prune-history",
            "256",
            "--no-request-size-limit",
            "--cache-path",
            folder.toAbsolutePath().resolve("cache").toString(),
            "--quiet");
    var process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("anvil.log").toFile())
            .start();
    var anvil = new Anvil(process, port);
    anvil.awaitListening(folder);
    return anvil;
  }

  private void awaitListening(Path folder) throws IOException {
    Instant end = Instant.now().plus(PATIENCE);
    while (true) {
      try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (IOException e) {
        if (!process.isAlive() || Instant.now().isAfter(end)) {
          throw new IOException("the chain did not start; see " + folder.resolve("anvil.log"), e);
        }
        pause();
      }
    }
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the chain started", e);
    }
  }

  /** Where it answers JSON-RPC. */
  public String url() {
    return "http://127.0.0.1:" + port;
  }

  public int port() {
    return port;
  }

  public long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
