package io.argosy.custody.share;

import io.argosy.custodycore.Roster;
import io.argosy.model.DaemonId;
import io.argosy.model.Digest32;
import io.argosy.model.KeyId;
import io.argosy.threshold.KeyShare;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
    /**
     * It can sign; closed by the session that reads it.
     *
     * @param done what the close does
     */
    record Ready(KeyCertificate certificate, KeyShare share, Runnable done)
        implements Found, AutoCloseable {
      @Override
      public void close() {
        done.run();
      }
    }

    /** Its share is on disk only. */
    record Sealed(String cause) implements Found {}

    /** There is no share of it here. */
    record Unknown() implements Found {}
  }

  private final ShareFiles files;
  private final Certificates certificates;

  /** By the name of key and epoch. */
  private final SortedMap<String, OpenShare> open = new TreeMap<>();

  /** Names of epochs that signed, so that those before them are gone. */
  private final Set<String> proved = new HashSet<>();

  private final Object store = new Object();
  private final CountDownLatch asked = new CountDownLatch(1);
  private String storeCause = "not asked yet";
  private String storeIdentity = "";

  private Shares(ShareFiles files, Certificates certificates) {
    this.files = files;
    this.certificates = certificates;
  }

  /** Finds the keys whose certificates are complete; opens none of their shares yet. */
  public static Shares find(
      DurableFolder folder, ShareSeal seal, Roster roster, Digest32 genesis, DaemonId self)
      throws IOException {
    return new Shares(
        new ShareFiles(folder, seal, genesis, self), Certificates.read(folder, roster, genesis));
  }

  /**
   * Asks the store, and opens what is still sealed. Called at start and every few seconds; nobody
   * who signs waits for it.
   */
  public void openSealed() {
    synchronized (store) {
      var found = new LinkedHashSet<String>();
      files.trouble().ifPresent(found::add);
      unopened().forEach(certificate -> openShare(certificate).ifPresent(found::add));
      String identity = storeIdentity();
      says(
          String.join("; ", found),
          identity.isEmpty() ? files.storeIdentity().orElse("") : identity);
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
    return certificates.inForce().stream()
        .filter(each -> !open.containsKey(Certificates.name(each)))
        .toList();
  }

  /** Why a share did not open; empty when it did. */
  private Optional<String> openShare(KeyCertificate certificate) {
    String name = Certificates.name(certificate);
    return switch (files.open(certificate)) {
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
      if (!share.key().equals(certificate.shared())) {
        share.close();
        return Optional.of(name + " is not the share that its certificate speaks of");
      }
      open.put(name, new OpenShare(share));
      LOG.info("share {} is open", name);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of("share " + name + " is not a share");
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  /** Seals a new share; when this answers, it is durable, and its key does not sign yet. */
  public Optional<String> keep(KeyId key, int epoch, KeyShare share) throws IOException {
    return files.keep(key, epoch, share);
  }

  /** Keeps a certificate as far as it is signed. */
  public void keep(KeyCertificate certificate) throws IOException {
    certificates.keep(certificate);
  }

  /** A certificate of this key, complete or not. */
  public Optional<KeyCertificate> certificate(KeyId key, int epoch) {
    return certificates.of(key, epoch);
  }

  /** The certificate by which a key signs. */
  public Optional<KeyCertificate> inForce(KeyId key) {
    return certificates.inForce(key);
  }

  /** The certificate by which a key signs, and those of epochs that are prepared after it. */
  public List<KeyCertificate> since(KeyId key) {
    return certificates.inForce(key).map(certificates::since).orElseGet(List::of);
  }

  /** Whether the share by which a key signs here is not on this disk, and so gone for ever. */
  public boolean lost(KeyId key) {
    return certificates.inForce(key).stream().anyMatch(each -> !files.stands(each));
  }

  /** Keys of which an epoch is prepared and not in force yet. */
  public List<KeyId> prepared() {
    return certificates.inForce().stream()
        .filter(standing -> certificates.since(standing).size() > 1)
        .map(KeyCertificate::key)
        .toList();
  }

  /** Takes signatures that another daemon passed on; a complete certificate comes into force. */
  public void hear(KeyCertificate heard) throws IOException {
    var before = certificates.inForce(heard.key()).map(KeyCertificate::epoch);
    certificates.hear(heard);
    var now = certificates.inForce(heard.key());
    if (!now.map(KeyCertificate::epoch).equals(before)) {
      now.ifPresent(this::ready);
    }
  }

  /** From now on the key signs by this epoch: its certificate is complete and durable. */
  public void ready(KeyCertificate certificate) {
    LOG.info("{} is in force", Certificates.name(certificate));
    openSealed();
  }

  /** The epoch has signed: shares of earlier ones are destroyed, on disk and in memory. */
  public synchronized void proved(KeyCertificate certificate) {
    boolean stands =
        certificates.inForce(certificate.key()).map(KeyCertificate::epoch).stream()
            .anyMatch(epoch -> epoch == certificate.epoch());
    if (!stands || !proved.add(Certificates.name(certificate))) {
      return;
    }
    try {
      files.destroyBefore(certificate);
    } catch (IOException e) {
      LOG.error(
          "shares before {} are not all destroyed; tried again", Certificates.name(certificate), e);
      boolean _ = proved.remove(Certificates.name(certificate));
    }
    var past =
        open.keySet().stream().filter(name -> ShareFiles.isBefore(name, certificate)).toList();
    past.forEach(name -> Optional.ofNullable(open.remove(name)).ifPresent(OpenShare::retire));
  }

  /** Why no share can be sealed now; empty when the store answers. */
  public Optional<String> trouble() {
    return files.trouble();
  }

  public synchronized Found find(KeyId key) {
    var certificate = certificates.inForce(key);
    if (certificate.isEmpty()) {
      return new Found.Unknown();
    }
    var share = open.get(Certificates.name(certificate.get()));
    return share == null
        ? new Found.Sealed(storeCause)
        : new Found.Ready(certificate.get(), share.take(), share::giveBack);
  }

  public synchronized State state() {
    int opened = keys().size();
    int all = certificates.inForce().size();
    if (opened == 0) {
      return new State.Sealed(all == 0 ? "no key was made yet" : storeCause);
    }
    boolean ready = storeCause.isEmpty() && opened == all;
    return ready ? new State.Ready() : new State.Degraded(storeCause);
  }

  /** The key store's kind and identity, for people; empty until it has answered. */
  public synchronized String storeIdentity() {
    return storeIdentity;
  }

  /** Keys whose shares are in memory. */
  public synchronized List<KeyCertificate> keys() {
    return certificates.inForce().stream()
        .filter(each -> open.containsKey(Certificates.name(each)))
        .toList();
  }

  @Override
  public synchronized void close() {
    open.values().forEach(OpenShare::retire);
    open.clear();
  }
}
