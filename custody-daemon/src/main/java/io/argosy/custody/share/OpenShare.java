package io.argosy.custody.share;

import io.argosy.threshold.KeyShare;

/**
 * A share in memory, and how many sessions read it: it is wiped once it is retired and the last of
 * them is over. Thread-safe.
 */
final class OpenShare {
  private final KeyShare share;
  private int readers;
  private boolean retired;

  /** Owns the share from now on. */
  OpenShare(KeyShare share) {
    this.share = share;
  }

  /** For one more session, which gives it back. */
  synchronized KeyShare take() {
    readers++;
    return share;
  }

  synchronized void giveBack() {
    readers--;
    wipeUnread();
  }

  /** No session takes it any more. */
  synchronized void retire() {
    retired = true;
    wipeUnread();
  }

  private void wipeUnread() {
    if (retired && readers == 0) {
      share.close();
    }
  }
}
