package io.argosy.cli.deploy;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** One custody host's key store, made by its administrators before the daemon is listed. */
public sealed interface HostKeyStore extends AutoCloseable
    permits PassphraseFile, VaultServer, SoftToken {
  /** The section of the daemon's configuration. */
  String section();

  /** What the daemon's process must find in its environment. */
  Map<String, String> environment();

  /** Processes of the store, if it has its own. */
  List<ProcessList.Entry> processes();

  @Override
  void close() throws IOException;
}
