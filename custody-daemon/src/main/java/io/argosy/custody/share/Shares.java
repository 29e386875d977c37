package io.argosy.custody.share;

import io.argosy.custodycore.KeyEpoch;
import io.argosy.custodycore.Roster;
import io.argosy.model.DaemonId;
import io.argosy.model.Digest32;
import io.argosy.model.KeyId;
import io.argosy.threshold.KeyShare;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This daemon's shares: sealed on disk beside the certificate of their key, open in memory once the
 * key store has answered. Who owns the host owns them. Thread-safe; sessions end before its close.
 */
public final class Shares implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Shares.class);

  /** Whether shares can be used, and if not why. */
  public sealed interface State {
    /** Every share is in memory and the store answers. */
    record Ready() implements State {}

    /** A share is in memory, but not all are, or the store does not answer. */
    record Degraded(String cause) implements State {}

    /** No share is in memory. */
    record Sealed(String cause) implements State {}
  }

  /** What there is of a key. */
  public sealed interface Found {
    /** It can sign. */
    record Ready(KeyCertificate certificate, KeyShare share) implements Found {}

    /** Its share is on disk only. */
    record Sealed(String cause) implements Found {}

    /** There is no share of it here. */
    record Unknown() implements Found {}
  }

  private final DurableFolder folder;
  private final ShareSeal seal;
  private final Digest32 genesis;
  private final DaemonId self;
  private final SortedMap<String, KeyCertificate> certificates = new TreeMap<>();
  private final SortedMap<String, KeyShare> open = new TreeMap<>();
  private final Loans loans = new Loans();
  private final Object store = new Object();
  private final CountDownLatch asked = new CountDownLatch(1);
  private String storeCause = "not asked yet";
  private String storeIdentity = "";

  private Shares(DurableFolder folder, ShareSeal seal, Digest32 genesis, DaemonId self) {
    this.folder = folder;
    this.seal = seal;
    this.genesis = genesis;
    this.self = self;
  }

  /** Finds the keys whose certificates are complete; opens none of their shares yet. */
  public static Shares find(
      DurableFolder folder, ShareSeal seal, Roster roster, Digest32 genesis, DaemonId self)
      throws IOException {
    var shares = new Shares(folder, seal, genesis, self);
    for (String name : folder.names(".certificate")) {
      try {
        var certificate = KeyCertificate.decode(folder.read(name).orElseThrow());
        boolean ours = certificate.genesis().equals(genesis) && name.equals(file(certificate));
        if (ours && certificate.complete(roster)) {
          shares.certificates.put(certificate.key().text(), certificate);
        } else {
          LOG.warn("{} is not signed by all daemons; its key does not sign here", name);
        }
      } catch (IllegalArgumentException e) {
        LOG.error("{} cannot be read; its key does not sign here", name, e);
      }
    }
    return shares;
  }

  private static String file(KeyCertificate certificate) {
    return name(certificate.key(), certificate.epoch()) + ".certificate";
  }

  private static String name(KeyId key, int epoch) {
    return key + "-" + epoch;
  }

  private ShareContext context(KeyId key, int epoch) {
    return new ShareContext(genesis, self.text(), key.text(), epoch);
  }

  /**
   * Asks the store, and opens what is still sealed. Called at start and every few seconds; nobody
   * who signs waits for it.
   */
  public void openSealed() {
    synchronized (store) {
      var found = new LinkedHashSet<String>();
      seal.trouble(context(new KeyId("probe"), 0)).ifPresent(found::add);
      unopened().forEach(certificate -> openShare(certificate).ifPresent(found::add));
      String identity = storeIdentity();
      says(
          String.join("; ", found),
          identity.isEmpty() ? seal.storeIdentity().orElse("") : identity);
    }
    asked.countDown();
  }

  /** Waits a little for the store's first answer, so that a daemon that serves usually signs. */
  public void awaitFirstAnswer(Duration patience) throws InterruptedException {
    boolean _ = asked.await(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  private synchronized void says(String cause, String identity) {
    if (!cause.equals(storeCause)) {
      LOG.info("key store: {}", cause.isEmpty() ? "answers" : cause);
    }
    storeCause = cause;
    storeIdentity = identity;
  }

  private synchronized List<KeyCertificate> unopened() {
    return certificates.values().stream()
        .filter(each -> !open.containsKey(each.key().text()))
        .toList();
  }

  /** Why a share did not open; empty when it did. */
  private Optional<String> openShare(KeyCertificate certificate) {
    String name = name(certificate.key(), certificate.epoch());
    return switch (opened(name + ".share", context(certificate.key(), certificate.epoch()))) {
      case ShareSeal.Outcome.Done(var plain) -> take(certificate, name, plain);
      case ShareSeal.Outcome.Waiting(var cause, var detail) -> Optional.of(cause + ": " + detail);
      case ShareSeal.Outcome.Broken(var layer) ->
          Optional.of("share " + name + " does not open: " + layer);
    };
  }

  private synchronized Optional<String> take(
      KeyCertificate certificate, String name, byte[] plain) {
    try {
      var share = KeyShare.decode(plain);
      if (!Arrays.equals(share.publicKey(), certificate.publicKeyBytes())) {
        share.close();
        return Optional.of(name + " is a share of another key than its certificate's");
      }
      open.put(certificate.key().text(), share);
      LOG.info("share {} is open", name);
      share.unlocked().ifPresent(why -> LOG.warn("share {} may be swapped out: {}", name, why));
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of("share " + name + " is not a share");
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  private ShareSeal.Outcome opened(String file, ShareContext context) {
    try {
      return folder
          .read(file)
          .map(bytes -> seal.open(bytes, context))
          .orElseGet(() -> new ShareSeal.Outcome.Broken(ShareSeal.Layer.FILE));
    } catch (IOException e) {
      LOG.error("{} cannot be read", file, e);
      return new ShareSeal.Outcome.Broken(ShareSeal.Layer.FILE);
    }
  }

  /** Seals a new share; when this answers, it is durable, and its key does not sign yet. */
  public Optional<String> keep(KeyId key, int epoch, KeyShare share) throws IOException {
    byte[] plain = share.encodeSecret();
    try {
      return switch (seal.seal(plain, context(key, epoch))) {
        case ShareSeal.Outcome.Done(var bytes) -> {
          folder.write(name(key, epoch) + ".share", bytes);
          yield Optional.empty();
        }
        case ShareSeal.Outcome.Waiting(var cause, var detail) -> Optional.of(cause + ": " + detail);
        case ShareSeal.Outcome.Broken(var layer) -> Optional.of("the store refused: " + layer);
      };
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  /** Keeps a certificate as far as it is signed. */
  public void keep(KeyCertificate certificate) throws IOException {
    folder.write(file(certificate), certificate.encoded());
  }

  /** A certificate of this key, complete or not. */
  public Optional<KeyCertificate> certificate(KeyId key, int epoch) throws IOException {
    return folder.read(name(key, epoch) + ".certificate").map(KeyCertificate::decode);
  }

  /** From now on the key signs: its certificate is complete and durable. */
  public void ready(KeyCertificate certificate) {
    synchronized (this) {
      certificates.put(certificate.key().text(), certificate);
    }
    openSealed();
  }

  /** Why no share can be sealed now; empty when the store answers. */
  public Optional<String> trouble() {
    return seal.trouble(context(new KeyId("probe"), 0));
  }

  public synchronized Found find(KeyId key) {
    var certificate = certificates.get(key.text());
    if (certificate == null) {
      return new Found.Unknown();
    }
    var share = open.get(key.text());
    return share == null ? new Found.Sealed(storeCause) : new Found.Ready(certificate, share);
  }

  /** The same for a session: the share is not wiped before {@link #giveBack}. */
  public synchronized Found borrow(KeyId key) {
    var found = find(key);
    if (found instanceof Found.Ready ready) {
      loans.begin(ready.share());
    }
    return found;
  }

  /** A session that borrowed a share is over. */
  public synchronized void giveBack(Found.Ready borrowed) {
    loans.end(borrowed.share());
  }

  /**
   * Changes what a share holds with its peers, durably first; the old one is wiped when no session
   * uses it any more. Answers why not, where the store cannot seal now or the share is not open.
   */
  public Optional<String> replace(KeyId key, int epoch, UnaryOperator<KeyShare> change)
      throws IOException {
    synchronized (store) {
      if (!(find(key) instanceof Found.Ready(var certificate, var before))
          || certificate.epoch() != epoch) {
        return Optional.of(key + " is not open in epoch " + epoch);
      }
      var after = change.apply(before);
      var trouble = keep(key, epoch, after);
      if (trouble.isPresent()) {
        after.close();
        return trouble;
      }
      synchronized (this) {
        open.put(key.text(), after);
        loans.retire(before);
      }
      return Optional.empty();
    }
  }

  /** The epoch in which a key stands here; 0 for one that does not. */
  public synchronized int epoch(KeyId key) {
    var certificate = certificates.get(key.text());
    return certificate == null ? 0 : certificate.epoch();
  }

  /** Every key that was made here, open or sealed. */
  public synchronized List<KeyEpoch> all() {
    return certificates.values().stream()
        .map(each -> new KeyEpoch(each.key(), each.epoch()))
        .toList();
  }

  public synchronized State state() {
    if (open.isEmpty()) {
      return new State.Sealed(certificates.isEmpty() ? "no key was made yet" : storeCause);
    }
    boolean ready = storeCause.isEmpty() && open.size() == certificates.size();
    return ready ? new State.Ready() : new State.Degraded(storeCause);
  }

  /** The key store's kind and identity, for people; empty until it has answered. */
  public synchronized String storeIdentity() {
    return storeIdentity;
  }

  /** Why the system may swap a share out; empty when all are in locked memory. */
  public synchronized Optional<String> unlocked() {
    return open.values().stream().map(KeyShare::unlocked).flatMap(Optional::stream).findFirst();
  }

  /** Keys whose shares are in memory. */
  public synchronized List<KeyCertificate> keys() {
    return certificates.values().stream()
        .filter(each -> open.containsKey(each.key().text()))
        .toList();
  }

  @Override
  public synchronized void close() {
    loans.close();
    open.values().forEach(KeyShare::close);
    open.clear();
  }
}
