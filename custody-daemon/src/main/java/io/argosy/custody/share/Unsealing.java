package io.argosy.custody.share;

import io.argosy.threshold.KeyShare;
import java.util.Arrays;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings a sealed share from its shelf into memory. */
record Unsealing(Shelf shelf, ShareSeal seal, Contexts contexts, OpenShares open) {
  private static final Logger LOG = LoggerFactory.getLogger(Unsealing.class);

  /** A share that is open already is checked to be one that could be opened again. */
  Optional<Trouble> lookAt(KeyCertificate certificate) {
    var context = contexts.of(certificate.key(), certificate.epoch());
    return switch (shelf.read(context)) {
      case KeyStore.Answer.Done(var sealed) ->
          open.keys().contains(context.name())
              ? Trouble.of(seal.check(sealed, context), context)
              : open(certificate, sealed, context);
      case KeyStore.Answer.Unavailable no -> Trouble.of(no);
      case KeyStore.Answer.Rejected(var detail) -> Optional.of(Trouble.other("FILE: " + detail));
    };
  }

  private Optional<Trouble> open(KeyCertificate certificate, byte[] sealed, ShareContext context) {
    var outcome = seal.open(sealed, context);
    return outcome instanceof ShareSeal.Outcome.Done(var plain)
        ? take(certificate, plain)
        : Trouble.of(outcome, context);
  }

  private Optional<Trouble> take(KeyCertificate certificate, byte[] plain) {
    String name = certificate.name();
    try {
      var share = KeyShare.decode(plain);
      if (!share.key().equals(certificate.shared())) {
        share.close();
        return Optional.of(
            Trouble.other(name + " is not the share that its certificate speaks of"));
      }
      open.put(name, share);
      LOG.info("share {} is open", name);
      share.unlocked().ifPresent(why -> LOG.warn("share {} may be swapped out: {}", name, why));
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(Trouble.other("share " + name + " is not a share"));
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }
}
