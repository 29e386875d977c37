package io.argosy.custody.share;

import io.argosy.custodycore.Rosters;
import io.argosy.model.DaemonId;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The store that the roster lists for this daemon: nothing is opened, and nothing sealed, by
 * another one. Thread-safe.
 */
final class ListedStore {
  private final Rosters rosters;
  private final DaemonId self;
  private final ShareSeal seal;
  private String identity = "";

  ListedStore(Rosters rosters, DaemonId self, ShareSeal seal) {
    this.rosters = rosters;
    this.self = self;
    this.seal = seal;
  }

  /** Why the store that answers is not to be used; empty for the one that is listed. */
  Optional<Trouble> trouble() {
    return switch (seal.storeIdentity()) {
      case KeyStore.Identity.Unknown(var why) -> Trouble.of(why);
      case KeyStore.Identity.Known(var text) -> {
        remember(text);
        yield differing(text);
      }
    };
  }

  private Optional<Trouble> differing(String text) {
    String listed = rosters.daemon(self).orElseThrow().keyStore().text();
    return text.equals(listed)
        ? Optional.empty()
        : Optional.of(
            Trouble.of(
                KeyStore.Cause.OTHER_STORE, "this is " + text + ", the roster lists " + listed));
  }

  private synchronized void remember(String text) {
    String remark = seal.developmentOnly() ? " (for development only)" : "";
    var sharing = rosters.listing(self).orElseThrow().sharingStoreWith(self);
    String shared =
        sharing.isEmpty()
            ? ""
            : sharing.stream()
                .map(DaemonId::text)
                .collect(Collectors.joining(", ", " (SHARED with ", ", as the roster allows)"));
    identity = text + remark + shared;
  }

  /** Kind and identity of the store that answered last, for people; empty until one has. */
  synchronized String identity() {
    return identity;
  }
}
