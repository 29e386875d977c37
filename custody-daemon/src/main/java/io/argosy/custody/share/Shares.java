package io.argosy.custody.share;

import io.argosy.custodycore.KeyEpoch;
import io.argosy.custodycore.Roster;
import io.argosy.custodycore.Rosters;
import io.argosy.custodycore.StoreJournal;
import io.argosy.model.KeyId;
import io.argosy.threshold.KeyShare;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This daemon's shares: sealed on their shelf, open in memory once the key store has answered. Who
 * owns the host owns them. Thread-safe; sessions end before its close.
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
    /** It can sign, until this is closed. */
    record Ready(KeyCertificate certificate, OpenShares.Lease lease)
        implements Found, AutoCloseable {
      /** Not wiped before this is closed. */
      public KeyShare share() {
        return lease.share();
      }

      @Override
      public void close() {
        lease.close();
      }
    }

    /** Its share is not in memory. */
    record Sealed(String cause) implements Found {}

    /** There is no share of it here, and none that was lost. */
    record Unknown() implements Found {}
  }

  /**
   * What shares are sealed with.
   *
   * @param folder for certificates and marks
   * @param degradedFor how long shares stay in memory while the store does not answer
   */
  public record Sealing(DurableFolder folder, Shelf shelf, ShareSeal seal, Duration degradedFor) {}

  private final Sealing sealing;
  private final Rosters rosters;
  private final Contexts contexts;
  private final StoreJournal journal;
  private final Clock clock;
  private final Certificates certificates;
  private final WrappingKeys wrappingKeys;
  private final PastEpochs past;
  private final OpenShares open = new OpenShares();
  private final Unsealing unsealing;
  private final WipedMark wiped;
  private final ListedStore listed;
  private final StoreCondition condition;
  private final Looks looks = new Looks();
  private final Object store = new Object();

  private Shares(
      Sealing sealing,
      Rosters rosters,
      Contexts contexts,
      Certificates certificates,
      StoreJournal journal,
      Clock clock) {
    this.sealing = sealing;
    this.rosters = rosters;
    this.contexts = contexts;
    this.certificates = certificates;
    this.journal = journal;
    this.clock = clock;
    this.wrappingKeys = new WrappingKeys(sealing.shelf(), sealing.seal(), contexts, journal, clock);
    this.past = new PastEpochs(wrappingKeys);
    this.unsealing = new Unsealing(sealing.shelf(), sealing.seal(), contexts, open);
    this.wiped = new WipedMark(sealing.folder());
    this.listed = new ListedStore(rosters, contexts.self(), sealing.seal());
    this.condition = new StoreCondition(journal, clock);
  }

  /** Finds the keys whose certificates are complete; opens none of their shares yet. */
  public static Shares find(
      Sealing sealing, Rosters rosters, Contexts contexts, StoreJournal journal, Clock clock)
      throws IOException {
    var certificates = Certificates.read(sealing.folder(), rosters, contexts.genesis());
    return new Shares(sealing, rosters, contexts, certificates, journal, clock);
  }

  /**
   * Looks at the store when it is time to. Called again and again; nobody who signs waits for it.
   */
  public void look() {
    synchronized (store) {
      if (looks.due(clock.instant())) {
        openSealed();
      }
      if (condition.answers()) {
        past.destroy();
      }
    }
  }

  /** Asks the store, and opens what is still sealed. */
  public void openSealed() {
    synchronized (store) {
      var found = wiped.stands() ? List.of(WipedMark.TROUBLE) : lookAtStore();
      condition.found(found);
      sealWhenAwayTooLong();
      if (found.isEmpty()) {
        looks.answered(clock.instant());
      } else {
        looks.failed(clock.instant());
      }
    }
    condition.told();
  }

  private List<Trouble> lookAtStore() {
    var stranger = listed.trouble();
    if (stranger.isPresent()) {
      return List.of(stranger.get());
    }
    return held().stream()
        .flatMap(certificate -> unsealing.lookAt(certificate).stream())
        .distinct()
        .toList();
  }

  private void sealWhenAwayTooLong() {
    boolean away = !condition.answers() && !open.keys().isEmpty();
    if (away && condition.away().compareTo(sealing.degradedFor()) >= 0) {
      String why = "the store was away for " + sealing.degradedFor();
      open.takeAll();
      journal.record(StoreJournal.What.WIPED, why, clock.instant());
      LOG.warn("shares are wiped: {}", why);
    }
  }

  /** Waits a little for the store's first answer, so that a daemon that serves usually signs. */
  public void awaitFirstAnswer(Duration patience) throws InterruptedException {
    condition.awaitFirstAnswer(patience);
  }

  /** Seals a new share; when this answers, it is durable, and its key does not sign yet. */
  public Optional<String> keep(KeyId key, int epoch, KeyShare share) {
    byte[] plain = share.encodeSecret();
    try {
      return wrappingKeys.seal(contexts.of(key, epoch), plain).map(Trouble::text);
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
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

  /** Whether this daemon is to have a share of a key in the epoch of a certificate. */
  public boolean holds(KeyCertificate certificate) {
    return certificates.lists(certificate, contexts.self());
  }

  private List<KeyCertificate> held() {
    return certificates.inForce().stream().filter(this::holds).toList();
  }

  /** The oldest version of the roster that a known key stands in, here or elsewhere. */
  public OptionalInt oldestRoster() {
    return certificates.inForce().stream()
        .flatMap(each -> rosters.find(each.roster()).stream())
        .mapToInt(Roster::version)
        .min();
  }

  /** A version of the roster was taken: what was said by it counts from now on. */
  public void rosterTaken() {
    certificates.again();
    openSealed();
  }

  /** Keys that stand somewhere, here or not. */
  public List<KeyId> known() {
    return certificates.inForce().stream().map(KeyCertificate::key).toList();
  }

  /** Whether the share by which a key signs here is not on its shelf, and so gone for ever. */
  public boolean lost(KeyId key) {
    return certificates.inForce(key).filter(this::holds).stream()
        .anyMatch(each -> sealing.shelf().lacks(contexts.of(key, each.epoch())));
  }

  /** Keys of which an epoch is prepared and not in force yet. */
  public List<KeyId> prepared() {
    return certificates.inForce().stream()
        .filter(standing -> certificates.since(standing).size() > 1)
        .map(KeyCertificate::key)
        .toList();
  }

  /**
   * Takes signatures that another daemon passed on; a complete certificate comes into force.
   *
   * @return whether any was news
   */
  public boolean hear(KeyCertificate heard) throws IOException {
    var before = epoch(heard.key());
    boolean news = certificates.hear(heard);
    if (epoch(heard.key()) != before) {
      certificates.inForce(heard.key()).ifPresent(this::ready);
    }
    return news;
  }

  /** From now on the key signs by this epoch: its certificate is complete and durable. */
  public void ready(KeyCertificate certificate) {
    LOG.info("{} is in force", certificate.name());
    if (!holds(certificate)) {
      LOG.warn("{} is held by others now, not here", certificate.key());
      open.keys().stream().filter(certificate::isAfter).forEach(open::take);
    }
    openSealed();
  }

  /**
   * The epoch has signed: shares of earlier ones leave the memory with their last session, and are
   * destroyed with their wrapping keys at the next look. Nobody who signs waits for that.
   */
  public void proved(KeyCertificate certificate) {
    if (past.proved(certificate, certificates.inForce(certificate.key()))) {
      open.keys().stream().filter(certificate::isAfter).forEach(open::take);
    }
  }

  /** Why no share of this key and epoch can be sealed now; empty when one can. */
  public Optional<String> trouble(KeyId key, int epoch) {
    return listed
        .trouble()
        .or(() -> Trouble.of(sealing.seal().tryWrapping(contexts.of(key, epoch))))
        .map(Trouble::text);
  }

  /** The caller closes what it found ready. */
  public Found find(KeyId key) {
    var certificate = certificates.inForce(key).filter(this::holds);
    if (certificate.isEmpty()) {
      return new Found.Unknown();
    }
    return open.lend(certificate.get().name())
        .<Found>map(lease -> new Found.Ready(certificate.get(), lease))
        .orElseGet(() -> new Found.Sealed(condition.text()));
  }

  /**
   * Changes what a share holds with its peers, durably first; the old one is wiped when no session
   * uses it any more. Answers why not, where the store cannot seal now or the share is not open.
   */
  public Optional<String> replace(KeyId key, int epoch, UnaryOperator<KeyShare> change) {
    synchronized (store) {
      if (!(find(key) instanceof Found.Ready before)) {
        return Optional.of(key + " is not open");
      }
      try (before) {
        return before.certificate().epoch() == epoch
            ? replace(before, change.apply(before.share()))
            : Optional.of(key + " is not in epoch " + epoch);
      }
    }
  }

  private Optional<String> replace(Found.Ready before, KeyShare after) {
    var key = before.certificate().key();
    var trouble =
        listed
            .trouble()
            .map(Trouble::text)
            .or(() -> keep(key, before.certificate().epoch(), after));
    if (trouble.isPresent()) {
      after.close();
    } else {
      open.put(before.certificate().name(), after);
    }
    return trouble;
  }

  /** The epoch in which a key stands here; 0 for one that does not. */
  public int epoch(KeyId key) {
    return certificates.inForce(key).map(KeyCertificate::epoch).orElse(0);
  }

  /** Every key that is held here, open or sealed. */
  public List<KeyEpoch> all() {
    return held().stream().map(each -> new KeyEpoch(each.key(), each.epoch())).toList();
  }

  public State state() {
    int inMemory = keys().size();
    int all = held().size();
    if (inMemory == 0) {
      return new State.Sealed(all == 0 ? "no key is held here yet" : condition.text());
    }
    boolean ready = condition.text().isEmpty() && inMemory == all;
    return ready ? new State.Ready() : new State.Degraded(condition.text());
  }

  /** What the store is to blame for now. */
  public List<KeyStore.Cause> causes() {
    return condition.causes();
  }

  /** The key store's kind and identity, for people; empty until it has answered. */
  public String storeIdentity() {
    return listed.identity();
  }

  /** Why the system may swap a share out; empty when all are in locked memory. */
  public Optional<String> unlocked() {
    return open.unlocked();
  }

  /** Keys whose shares are in memory. */
  public List<KeyCertificate> keys() {
    var inMemory = open.keys();
    return held().stream().filter(each -> inMemory.contains(each.name())).toList();
  }

  /** Which wrapping key protects which share, and since when. */
  public List<WrappingKeys.Protection> protections() {
    return wrappingKeys.protections(certificates);
  }

  /** Moves every share under its wrapping key's newest version; nobody who signs notices. */
  public WrappingKeys.Moved rewrap() {
    synchronized (store) {
      return wrappingKeys.rewrap(certificates);
    }
  }

  /**
   * Takes all shares out of memory, and lets none in, over restarts too, before {@link #unseal}.
   */
  public void wipe(String why) throws IOException {
    synchronized (store) {
      open.takeAll();
      LOG.warn("shares are wiped: {}", why);
      wiped.set();
      journal.record(StoreJournal.What.WIPED, why, clock.instant());
      openSealed();
    }
  }

  /** Opens the shares again after {@link #wipe}; whatever is frozen stays so. */
  public State unseal() throws IOException {
    synchronized (store) {
      journal.record(StoreJournal.What.UNSEALED, "by this host's administrators", clock.instant());
      wiped.remove();
      looks.soon();
      openSealed();
    }
    return state();
  }

  @Override
  public void close() {
    open.close();
    sealing.seal().close();
  }
}
