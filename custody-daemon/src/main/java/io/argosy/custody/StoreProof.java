package io.argosy.custody;

import io.argosy.custody.share.DurableFolder;
import io.argosy.custody.share.HostSecret;
import io.argosy.custody.share.OwnerFile;
import io.argosy.custody.share.ShareSeal;
import io.argosy.custodycore.StoreId;
import io.argosy.servicekit.StrictConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;

/**
 * What a host's administrators run before the daemon is listed in a roster: opens the configured
 * key store as the daemon will, seals and opens something for a key with it, and prints the store's
 * identity for the roster's line. Takes the configuration file and the name of the first threshold
 * key.
 */
public final class StoreProof {
  private StoreProof() {}

  static void main(String[] arguments) throws IOException {
    var in = StrictConfig.read(Path.of(arguments[0]));
    System.out.println(prove(in, arguments[1]));
  }

  private static StoreId prove(StrictConfig in, String key) throws IOException {
    var folder = new DurableFolder(in.path("data").resolve("shares"));
    var config = KeyStoreConfig.read(in.section("key-store"));
    try (var host = new HostSecret(OwnerFile.read(in.path("host-secret")));
        var seal =
            new ShareSeal(config.opening().open(folder, host).store(), host, new SecureRandom())) {
      return new StoreId(seal.prove(in.text("daemon"), key));
    }
  }
}
