package io.argosy.custody.share;

import io.argosy.threshold.KeyShare;
import java.util.IdentityHashMap;

/** Which shares sessions use, so that a replaced one is wiped by its last user. */
final class Loans implements AutoCloseable {
  private static final class Use {
    private int sessions;
    private boolean retired;
  }

  private final IdentityHashMap<KeyShare, Use> uses = new IdentityHashMap<>();

  /** A session uses a share from now on. */
  void begin(KeyShare share) {
    uses.computeIfAbsent(share, _ -> new Use()).sessions++;
  }

  /** A session is over. */
  void end(KeyShare share) {
    var use = uses.get(share);
    if (use == null || --use.sessions > 0) {
      return;
    }
    uses.remove(share);
    if (use.retired) {
      share.close();
    }
  }

  /** Nobody begins with this share any more. */
  void retire(KeyShare share) {
    var use = uses.get(share);
    if (use == null) {
      share.close();
    } else {
      use.retired = true;
    }
  }

  /** Wipes what was replaced and is still in use. */
  @Override
  public void close() {
    uses.forEach(
        (share, use) -> {
          if (use.retired) {
            share.close();
          }
        });
    uses.clear();
  }
}
