package io.argosy.custody.ceremony;

import io.argosy.custody.session.AgreedSession;
import io.argosy.custody.session.IdentityKey;
import io.argosy.custody.session.Peers;
import io.argosy.custody.session.Session;
import io.argosy.custody.session.Session.Failure;
import io.argosy.custody.session.Session.Result;
import io.argosy.custody.session.Sessions;
import io.argosy.custody.share.KeyCertificate;
import io.argosy.custody.share.Shares;
import io.argosy.custodycore.Roster;
import io.argosy.custodycore.Rosters;
import io.argosy.model.Digest32;
import io.argosy.model.KeyId;
import io.argosy.threshold.KeyGeneration;
import io.argosy.threshold.Randomness;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a key together with all other daemons: generate, seal the share, sign what came out, and
 * hear that all others signed the same. Only then does the key sign. A daemon that lost its way
 * between the last two steps is asked again like the others, and hears the signatures again.
 * Thread-safe; one ceremony at a time.
 */
public final class KeyCeremony {
  private static final Logger LOG = LoggerFactory.getLogger(KeyCeremony.class);
  private static final Digest32 NONE = Digest32.of(new byte[32]);

  /** Operators tell every host within a minute; a round of generation takes a second or two. */
  private static final Session.Patience PATIENCE =
      new Session.Patience(Duration.ofSeconds(55), Duration.ofSeconds(20));

  /** Those who have the key already wait less for the ones that may not be asked at all. */
  private static final Session.Patience REPEATED =
      new Session.Patience(Duration.ofSeconds(20), Duration.ofSeconds(20));

  /** What became of a ceremony. */
  public sealed interface Made {
    /** The key stands at every daemon. */
    record Done(KeyCertificate certificate) implements Made {}

    /** No share can be sealed now. */
    record Sealed(String cause) implements Made {}

    /** The roster leaves places empty, and a new key's parties are 1 to n. */
    record Gaps(List<Integer> indexes) implements Made {}

    /** The session gave nothing; no key signs by it. */
    record Failed(Failure why) implements Made {}
  }

  private final Rosters rosters;
  private final IdentityKey identity;
  private final Peers peers;
  private final Sessions sessions;
  private final Shares shares;
  private final Randomness random;
  private final Set<KeyId> repeating = ConcurrentHashMap.newKeySet();

  public KeyCeremony(
      Rosters rosters,
      IdentityKey identity,
      Peers peers,
      Sessions sessions,
      Shares shares,
      Randomness random) {
    this.rosters = rosters;
    this.identity = identity;
    this.peers = peers;
    this.sessions = sessions;
    this.shares = shares;
    this.random = random;
  }

  /** Makes the key, or finishes it, or finds it made. */
  public synchronized Made make(KeyId key) throws IOException, InterruptedException {
    var before = shares.certificate(key, 0);
    var standing = shares.inForce(key);
    if (before.isPresent() && standing.isPresent()) {
      repeat(before.get());
      return new Made.Done(before.get());
    }
    if (standing.isPresent()) {
      return new Made.Done(standing.get());
    }
    var roster = before.flatMap(each -> rosters.find(each.roster())).orElseGet(rosters::inForce);
    if (!roster
        .indexes()
        .equals(IntStream.rangeClosed(1, roster.daemons().size()).boxed().toList())) {
      return new Made.Gaps(roster.indexes());
    }
    var trouble = shares.trouble(key, 0);
    if (trouble.isPresent()) {
      return new Made.Sealed(trouble.get());
    }
    return switch (sessions.agree(about(key, roster, before, PATIENCE))) {
      case Result.Ended<AgreedSession>(var why) -> new Made.Failed(why);
      case Result.Done<AgreedSession>(var session) -> {
        try (session) {
          yield before.isPresent()
              ? certify(session, before.get())
              : generate(session, key, roster);
        }
      }
    };
  }

  /** All must be at the same point: without a share, or with one of the same generation. */
  private Session.About about(
      KeyId key, Roster roster, Optional<KeyCertificate> before, Session.Patience patience) {
    var subject =
        before
            .map(KeyCertificate::transcript)
            .orElseGet(
                () -> Digest32.sha256("argosy generate 1\n".getBytes(StandardCharsets.US_ASCII)));
    return new Session.About(
        "generate/" + key, key, 0, roster.hash(), roster.indexes(), 0, NONE, subject, patience);
  }

  private Made generate(AgreedSession session, KeyId key, Roster roster)
      throws IOException, InterruptedException {
    var protocol =
        new KeyGeneration(
            session.id(), roster.threshold(), roster.daemons().size(), peers.self(), random);
    return switch (session.run(protocol)) {
      case Result.Ended<KeyGeneration.Made>(var why) -> new Made.Failed(why);
      case Result.Done<KeyGeneration.Made>(var made) -> {
        try (var share = made.share()) {
          var trouble = shares.keep(key, 0, share);
          if (trouble.isPresent()) {
            yield new Made.Sealed(trouble.get());
          }
          yield certify(session, certificate(key, roster, made));
        }
      }
    };
  }

  private KeyCertificate certificate(KeyId key, Roster roster, KeyGeneration.Made made)
      throws IOException {
    var empty =
        new KeyCertificate(
            rosters.genesis(),
            roster.hash(),
            key,
            0,
            made.share().key(),
            Digest32.of(made.transcript()),
            new TreeMap<>());
    var signed = empty.with(peers.daemon(peers.self()).id(), identity.sign(empty.text()));
    shares.keep(signed);
    return signed;
  }

  /** The share is durable here, which is what this daemon's signature says to the others. */
  private Made certify(AgreedSession session, KeyCertificate mine)
      throws IOException, InterruptedException {
    var whole = mine;
    switch (session.tellAll(identity.sign(mine.text()))) {
      case Result.Ended<Map<Integer, byte[]>>(var why) -> {
        return new Made.Failed(why);
      }
      case Result.Done<Map<Integer, byte[]>>(var signatures) -> {
        for (var each : signatures.entrySet()) {
          var daemon = peers.daemon(each.getKey());
          if (!mine.holds(daemon, each.getValue())) {
            return new Made.Failed(new Failure.Desync(daemon.id(), "what it signed of the key"));
          }
          whole = whole.with(daemon.id(), each.getValue());
        }
      }
    }
    shares.keep(whole);
    shares.ready(whole);
    return new Made.Done(whole);
  }

  /** In the background, for a daemon that missed the end of the ceremony. */
  private void repeat(KeyCertificate whole) {
    if (repeating.add(whole.key())) {
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  tellAgain(whole);
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                } finally {
                  repeating.remove(whole.key());
                }
              });
    }
  }

  private void tellAgain(KeyCertificate whole) throws InterruptedException {
    var roster = rosters.find(whole.roster()).orElseThrow();
    switch (sessions.agree(about(whole.key(), roster, Optional.of(whole), REPEATED))) {
      case Result.Ended<AgreedSession>(var why) ->
          LOG.info("nobody asked again what was signed of {}: {}", whole.key(), why);
      case Result.Done<AgreedSession>(var session) -> {
        try (session) {
          if (session.tellAll(identity.sign(whole.text())) instanceof Result.Done) {
            LOG.info("said again what was signed of {}", whole.key());
          }
        }
      }
    }
  }
}
