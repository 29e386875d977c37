package io.argosy.custody.share;

import io.argosy.threshold.KeyShare;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Shares in memory, by key. A share that is taken away from its users is given to nobody any more
 * at once, and wiped when the last session that has it ends: one wiped under a session would look
 * to the others as if this daemon cheated. Thread-safe.
 */
public final class OpenShares implements AutoCloseable {
  private final TreeMap<String, Held> held = new TreeMap<>();
  private final Set<Held> leaving = new HashSet<>();

  private static final class Held {
    private final KeyShare share;
    private int users;

    Held(KeyShare share) {
      this.share = share;
    }
  }

  /** A share for as long as one session needs it. */
  public final class Lease implements AutoCloseable {
    private final Held held;
    private boolean over;

    private Lease(Held held) {
      this.held = held;
    }

    KeyShare share() {
      return held.share;
    }

    @Override
    public void close() {
      synchronized (OpenShares.this) {
        if (!over) {
          over = true;
          held.users--;
          wipeUnused(held);
        }
      }
    }
  }

  private void wipeUnused(Held held) {
    if (held.users == 0 && leaving.remove(held)) {
      held.share.close();
    }
  }

  synchronized void put(String key, KeyShare share) {
    take(key);
    held.put(key, new Held(share));
  }

  synchronized Optional<Lease> lend(String key) {
    return Optional.ofNullable(held.get(key))
        .map(
            each -> {
              each.users++;
              return new Lease(each);
            });
  }

  synchronized Set<String> keys() {
    return new HashSet<>(held.keySet());
  }

  /** Why the system may swap one of them out, if it may. */
  synchronized Optional<String> unlocked() {
    return held.values().stream().flatMap(each -> each.share.unlocked().stream()).findFirst();
  }

  /** Ends one share, if it is here. */
  synchronized void take(String key) {
    var taken = held.remove(key);
    if (taken != null) {
      leaving.add(taken);
      wipeUnused(taken);
    }
  }

  /** Ends all shares. */
  synchronized void takeAll() {
    keys().forEach(this::take);
  }

  /** Wipes all shares now; sessions have ended before. */
  @Override
  public synchronized void close() {
    leaving.addAll(held.values());
    leaving.forEach(each -> each.share.close());
    held.clear();
    leaving.clear();
  }
}
