package io.argosy.acceptance;

import io.argosy.cli.deploy.Deployment;
import io.argosy.cli.deploy.PassphraseFile;
import io.argosy.cli.deploy.SoftToken;
import io.argosy.cli.deploy.VaultServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Takes one daemon's key store away, whatever it is, and gives it back. */
record StoreAway(Deployment deployment, String daemon) {
  private void move(String what, String from, String to) throws IOException {
    Path folder = deployment.run().of(daemon);
    Files.move(folder.resolve(what + from), folder.resolve(what + to));
  }

  void take() throws IOException {
    switch (deployment.keyStore(daemon)) {
      case PassphraseFile _ -> move("passphrase", "", ".away");
      case VaultServer vault -> vault.server().seal();
      case SoftToken _ -> move("hsm", "", ".away");
    }
  }

  void giveBack() throws IOException {
    switch (deployment.keyStore(daemon)) {
      case PassphraseFile _ -> move("passphrase", ".away", "");
      case VaultServer vault -> vault.server().unseal();
      case SoftToken _ -> move("hsm", ".away", "");
    }
  }
}
