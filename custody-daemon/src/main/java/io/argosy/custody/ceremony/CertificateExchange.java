package io.argosy.custody.ceremony;

import io.argosy.custody.session.Faults;
import io.argosy.custody.session.Peers;
import io.argosy.custody.share.KeyCertificate;
import io.argosy.custody.share.Shares;
import io.argosy.model.KeyId;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Certificates go from daemon to daemon: each fetches from any other what that one has, signatures
 * of third ones too. So a member that answers some and not others holds nobody back, and a daemon
 * that missed the end of a ceremony finishes it by itself. Thread-safe.
 */
public final class CertificateExchange {
  private static final Logger LOG = LoggerFactory.getLogger(CertificateExchange.class);
  private static final int MOST = 64;
  private static final Duration PAUSE = Duration.ofMillis(100);
  private final Peers peers;
  private final Shares shares;
  private final Faults faults;

  public CertificateExchange(Peers peers, Shares shares, Faults faults) {
    this.peers = peers;
    this.shares = shares;
    this.faults = faults;
  }

  /** What this daemon has of a key. */
  public List<byte[]> offered(KeyId key) {
    faults.at(Faults.Point.CERTIFICATE_TOLD);
    return shares.since(key).stream().limit(MOST).map(KeyCertificate::encoded).toList();
  }

  /** Asks for what prepared epochs lack. Called every second. */
  public void fetchPrepared() {
    shares.prepared().forEach(this::fetch);
  }

  /** Asks what there is of keys that this daemon may have missed the end of. Called at times. */
  public void fetchMissed() {
    shares.known().forEach(this::fetch);
  }

  /** Asks all others for what they have of a key. */
  void fetch(KeyId key) {
    for (int peer : peers.others()) {
      peers.certificates(peer, key).stream().limit(MOST).forEach(each -> hear(peer, each));
    }
  }

  /** Waits until an epoch that is prepared here, or a later one, is in force. */
  Optional<KeyCertificate> collect(KeyCertificate prepared, Duration patience)
      throws InterruptedException {
    long until = System.nanoTime() + patience.toNanos();
    while (true) {
      fetch(prepared.key());
      var later = shares.inForce(prepared.key()).filter(each -> each.epoch() >= prepared.epoch());
      if (later.isPresent() || System.nanoTime() > until) {
        return later;
      }
      Thread.sleep(PAUSE);
    }
  }

  private void hear(int peer, byte[] encoded) {
    try {
      if (shares.hear(KeyCertificate.decode(encoded))) {
        faults.at(Faults.Point.CERTIFICATE_HEARD);
      }
    } catch (IllegalArgumentException e) {
      LOG.warn("{} sent what is no certificate", peers.daemon(peer).id(), e);
    } catch (IOException e) {
      LOG.error("a certificate could not be stored; it is fetched again", e);
    }
  }
}
