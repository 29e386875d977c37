package io.argosy.custody.share;

import io.argosy.model.DaemonId;
import io.argosy.model.Digest32;
import io.argosy.model.KeyId;
import io.argosy.threshold.KeyShare;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This daemon's sealed shares on disk, one a key and epoch. Thread-safe. */
final class ShareFiles {
  private static final Logger LOG = LoggerFactory.getLogger(ShareFiles.class);
  private static final String ENDING = ".share";
  private final DurableFolder folder;
  private final ShareSeal seal;
  private final Digest32 genesis;
  private final DaemonId self;

  ShareFiles(DurableFolder folder, ShareSeal seal, Digest32 genesis, DaemonId self) {
    this.folder = folder;
    this.seal = seal;
    this.genesis = genesis;
    this.self = self;
  }

  private ShareContext context(KeyId key, int epoch) {
    return new ShareContext(genesis, self.text(), key.text(), epoch);
  }

  /** Why the store cannot be used now; empty when it answers. */
  Optional<String> trouble() {
    return seal.trouble(context(new KeyId("probe"), 0));
  }

  Optional<String> storeIdentity() {
    return seal.storeIdentity();
  }

  /** Seals a share, which is durable when this answers; or why not. */
  Optional<String> keep(KeyId key, int epoch, KeyShare share) throws IOException {
    byte[] plain = share.encodeSecret();
    try {
      return switch (seal.seal(plain, context(key, epoch))) {
        case ShareSeal.Outcome.Done(var bytes) -> {
          folder.write(Certificates.name(key, epoch) + ENDING, bytes);
          yield Optional.empty();
        }
        case ShareSeal.Outcome.Waiting(var cause, var detail) -> Optional.of(cause + ": " + detail);
        case ShareSeal.Outcome.Broken(var layer) -> Optional.of("the store refused: " + layer);
      };
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  /** The plain share, which the caller wipes. */
  ShareSeal.Outcome open(KeyCertificate certificate) {
    String file = Certificates.name(certificate) + ENDING;
    try {
      return folder
          .read(file)
          .map(bytes -> seal.open(bytes, context(certificate.key(), certificate.epoch())))
          .orElseGet(() -> new ShareSeal.Outcome.Broken(ShareSeal.Layer.FILE));
    } catch (IOException e) {
      LOG.error("{} cannot be read", file, e);
      return new ShareSeal.Outcome.Broken(ShareSeal.Layer.FILE);
    }
  }

  boolean stands(KeyCertificate certificate) {
    return Files.exists(folder.file(Certificates.name(certificate) + ENDING));
  }

  /** Destroys the shares of a key's earlier epochs. */
  void destroyBefore(KeyCertificate certificate) throws IOException {
    for (String file : folder.names(ENDING)) {
      if (isBefore(file.substring(0, file.length() - ENDING.length()), certificate)) {
        folder.destroy(file);
        LOG.info("{} is destroyed: {} has signed", file, Certificates.name(certificate));
      }
    }
  }

  /** Whether a name is one of the same key's earlier epochs. */
  static boolean isBefore(String name, KeyCertificate certificate) {
    String key = certificate.key() + "-";
    String epoch = name.startsWith(key) ? name.substring(key.length()) : "";
    return epoch.matches("[0-9]{1,10}") && Long.parseLong(epoch) < certificate.epoch();
  }
}
