package io.argosy.custody.share;

import io.argosy.custodycore.Roster;
import io.argosy.model.Digest32;
import io.argosy.model.KeyId;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Certificates of keys: complete ones say which keys sign here. Thread-safe. */
final class Certificates {
  private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);
  private static final String ENDING = ".certificate";
  private final DurableFolder folder;
  private final SortedMap<String, KeyCertificate> complete = new TreeMap<>();

  private Certificates(DurableFolder folder) {
    this.folder = folder;
  }

  /** Reads those that all daemons of the roster signed. */
  static Certificates read(DurableFolder folder, Roster roster, Digest32 genesis)
      throws IOException {
    var certificates = new Certificates(folder);
    for (String name : folder.names(ENDING)) {
      try {
        var certificate = KeyCertificate.decode(folder.read(name).orElseThrow());
        boolean ours = certificate.genesis().equals(genesis) && name.equals(file(certificate));
        if (ours && certificate.complete(roster)) {
          certificates.complete.put(certificate.key().text(), certificate);
        } else {
          LOG.warn("{} is not signed by all daemons; its key does not sign here", name);
        }
      } catch (IllegalArgumentException e) {
        LOG.error("{} cannot be read; its key does not sign here", name, e);
      }
    }
    return certificates;
  }

  private static String file(KeyCertificate certificate) {
    return certificate.key() + "-" + certificate.epoch() + ENDING;
  }

  void keep(KeyCertificate certificate) throws IOException {
    folder.write(file(certificate), certificate.encoded());
  }

  /** One of this key, complete or not. */
  Optional<KeyCertificate> of(KeyId key, int epoch) throws IOException {
    return folder.read(key + "-" + epoch + ENDING).map(KeyCertificate::decode);
  }

  synchronized void ready(KeyCertificate certificate) {
    complete.put(certificate.key().text(), certificate);
  }

  /** A key that signs. */
  synchronized Optional<KeyCertificate> find(KeyId key) {
    return Optional.ofNullable(complete.get(key.text()));
  }

  /** Keys that sign. */
  synchronized List<KeyCertificate> all() {
    return List.copyOf(complete.values());
  }
}
