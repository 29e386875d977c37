package io.argosy.custody.share;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Epochs that a later one of the same key has left behind: once that one has signed, their wrapping
 * keys and sealed shares are destroyed. Thread-safe.
 */
final class PastEpochs {
  private static final Logger LOG = LoggerFactory.getLogger(PastEpochs.class);
  private final WrappingKeys wrappingKeys;

  /** Names of epochs that signed, so that those before them go. */
  private final Set<String> proved = new HashSet<>();

  private final List<KeyCertificate> waiting = new ArrayList<>();

  PastEpochs(WrappingKeys wrappingKeys) {
    this.wrappingKeys = wrappingKeys;
  }

  /** An epoch has signed; answers whether it is in force, and that is news. */
  synchronized boolean proved(KeyCertificate certificate, Optional<KeyCertificate> inForce) {
    boolean stands = inForce.filter(each -> each.epoch() == certificate.epoch()).isPresent();
    if (!stands || !proved.add(certificate.name())) {
      return false;
    }
    waiting.add(certificate);
    return true;
  }

  private synchronized List<KeyCertificate> taken() {
    var taken = List.copyOf(waiting);
    waiting.clear();
    return taken;
  }

  private synchronized void again(KeyCertificate certificate) {
    boolean _ = proved.remove(certificate.name());
  }

  /** Destroys what is left behind; where that fails it is tried again after a later signature. */
  void destroy() {
    for (var certificate : taken()) {
      var troubles = wrappingKeys.endBefore(certificate);
      if (troubles.isEmpty()) {
        LOG.info("no share before {} is left: it has signed", certificate.name());
      } else {
        LOG.error("shares before {} are not all destroyed: {}", certificate.name(), troubles);
        again(certificate);
      }
    }
  }
}
