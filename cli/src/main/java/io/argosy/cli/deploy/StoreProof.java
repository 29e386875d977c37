package io.argosy.cli.deploy;

import io.argosy.custodycore.StoreId;
import io.argosy.model.KeyId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Has a host open its key store as its daemon will, and say which one it is, for the roster. */
final class StoreProof {
  private static final String MAIN = "io.argosy.custody.StoreProof";

  private StoreProof() {}

  static StoreId of(HostFolder host, HostKeyStore store, KeyId key)
      throws IOException, InterruptedException {
    return switch (store) {
      case PassphraseFile file -> file.id();
      case VaultServer _, SoftToken _ -> asked(host, store, key);
    };
  }

  private static StoreId asked(HostFolder host, HostKeyStore store, KeyId key)
      throws IOException, InterruptedException {
    Path file = host.file("key-store.conf");
    Files.writeString(
        file,
        """
        daemon = %s
        data = "data"
        host-secret = "host.secret"
        """
                .formatted(host.daemon())
            + store.section());
    var words = List.of(file.toAbsolutePath().toString(), key.text());
    var builder = new ProcessBuilder(Program.CUSTODY_DAEMON.tool(RunFolder.home(), MAIN, words));
    builder.environment().putAll(store.environment());
    builder.redirectError(host.file("key-store.log").toFile());
    var process = builder.start();
    process.getOutputStream().close();
    var lines =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    if (process.waitFor() != 0 || lines.isEmpty()) {
      throw new IOException(
          host.daemon() + " cannot use its key store; see " + host.file("key-store.log"));
    }
    return new StoreId(lines.getLast().strip());
  }
}
