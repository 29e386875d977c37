package io.argosy.custody.share;

import io.argosy.custodycore.Roster;
import io.argosy.custodycore.Rosters;
import io.argosy.model.DaemonId;
import io.argosy.model.Digest32;
import io.argosy.model.KeyId;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificates on this disk. Of each key the highest epoch whose certificate is complete is in
 * force; higher ones are prepared, and wait for signatures however long. Thread-safe.
 */
final class Certificates {
  private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);
  private final DurableFolder folder;
  private final Rosters rosters;
  private final Digest32 genesis;
  private final TreeMap<String, TreeMap<Integer, KeyCertificate>> all = new TreeMap<>();
  private final TreeMap<String, KeyCertificate> inForce = new TreeMap<>();

  private Certificates(DurableFolder folder, Rosters rosters, Digest32 genesis) {
    this.folder = folder;
    this.rosters = rosters;
    this.genesis = genesis;
  }

  static Certificates read(DurableFolder folder, Rosters rosters, Digest32 genesis)
      throws IOException {
    var found = new Certificates(folder, rosters, genesis);
    for (String name : folder.names(".certificate")) {
      try {
        found.take(name, KeyCertificate.decode(folder.read(name).orElseThrow()));
      } catch (IllegalArgumentException e) {
        LOG.error("{} cannot be read; its key does not sign here", name, e);
      }
    }
    return found;
  }

  private void take(String name, KeyCertificate certificate) {
    if (!certificate.genesis().equals(genesis) || !name.equals(file(certificate))) {
      LOG.warn("{} is of another deployment or key; its key does not sign here", name);
      return;
    }
    record(certificate);
    if (!complete(certificate)) {
      LOG.warn("{} is not signed by all daemons; its key does not sign by it here", name);
    }
  }

  private void record(KeyCertificate certificate) {
    String key = certificate.key().text();
    all.computeIfAbsent(key, _ -> new TreeMap<>()).put(certificate.epoch(), certificate);
    var before = inForce.get(key);
    boolean higher =
        before == null
            || (before.epoch() < certificate.epoch() && before.ofTheSameKey(certificate));
    if (higher && complete(certificate)) {
      inForce.put(key, certificate);
    }
  }

  private boolean complete(KeyCertificate certificate) {
    return rosters.find(certificate.roster()).filter(certificate::complete).isPresent();
  }

  /** Looks again at what was not complete, by a roster that was not known. */
  synchronized void again() {
    List.copyOf(all.values()).forEach(epochs -> List.copyOf(epochs.values()).forEach(this::record));
  }

  /** Whether a daemon is to have a share in the epoch of a certificate. */
  boolean lists(KeyCertificate certificate, DaemonId daemon) {
    return rosters.find(certificate.roster()).flatMap(each -> each.daemon(daemon)).isPresent();
  }

  private static String file(KeyCertificate certificate) {
    return certificate.name() + ".certificate";
  }

  /** Keeps a certificate as far as it is signed; it is durable when this returns. */
  synchronized void keep(KeyCertificate certificate) throws IOException {
    folder.write(file(certificate), certificate.encoded());
    record(certificate);
  }

  /**
   * Adds signatures that another daemon passed on. A complete certificate counts even if nothing is
   * known of its epoch: this daemon signed it, and lost what it had of it, or others hold the key.
   * Answers whether any was news.
   */
  synchronized boolean hear(KeyCertificate heard) throws IOException {
    var mine = all.getOrDefault(heard.key().text(), new TreeMap<>()).get(heard.epoch());
    if (mine == null && heard.genesis().equals(genesis) && complete(heard)) {
      LOG.warn("{} stands complete at others, and was not known here", file(heard));
      keep(heard);
      return true;
    }
    if (mine == null || !Arrays.equals(mine.text(), heard.text())) {
      return false;
    }
    var more = mine;
    for (var daemon : daemons(mine)) {
      byte[] signature = heard.signatures().get(daemon.id().text());
      boolean has = mine.signatures().containsKey(daemon.id().text());
      if (signature != null && !has && mine.holds(daemon, signature)) {
        more = more.with(daemon.id(), signature);
      }
    }
    boolean news = more.signatures().size() > mine.signatures().size();
    if (news) {
      keep(more);
    }
    return news;
  }

  private List<Roster.Daemon> daemons(KeyCertificate certificate) {
    return rosters.find(certificate.roster()).map(Roster::daemons).orElseGet(List::of);
  }

  synchronized Optional<KeyCertificate> of(KeyId key, int epoch) {
    return Optional.ofNullable(all.getOrDefault(key.text(), new TreeMap<>()).get(epoch));
  }

  /** Keys that there is a certificate of, complete or not. */
  synchronized List<KeyId> keys() {
    return all.keySet().stream().map(KeyId::new).toList();
  }

  /** Epochs of a key that there is a certificate of, complete or not. */
  synchronized Set<Integer> epochs(KeyId key) {
    return Set.copyOf(all.getOrDefault(key.text(), new TreeMap<>()).keySet());
  }

  synchronized Optional<KeyCertificate> inForce(KeyId key) {
    return Optional.ofNullable(inForce.get(key.text()));
  }

  synchronized List<KeyCertificate> inForce() {
    return List.copyOf(inForce.values());
  }

  /** The one in force and all that are prepared, rising by epoch. */
  synchronized List<KeyCertificate> since(KeyCertificate standing) {
    var epochs = all.getOrDefault(standing.key().text(), new TreeMap<>());
    return List.copyOf(epochs.tailMap(standing.epoch(), true).values());
  }
}
