package io.argosy.custody.pair;

import io.argosy.custody.pair.PairRenewals.Pair;
import io.argosy.custody.session.AgreedSession;
import io.argosy.custody.session.Faults;
import io.argosy.custody.session.Pairs;
import io.argosy.custody.session.Peers;
import io.argosy.custody.session.Session;
import io.argosy.custody.session.Session.Result;
import io.argosy.custody.session.Sessions;
import io.argosy.custody.share.Shares;
import io.argosy.model.Digest32;
import io.argosy.threshold.FreshPair;
import io.argosy.threshold.PairRenewal;
import io.argosy.threshold.Randomness;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One set-up of one pair: agree, run the protocol, say what came out, seal it, and use it. A side
 * that dies before its seal holds other transfers than its peer; round 0 of their next session
 * finds that, and the two begin again. Thread-safe.
 */
public final class Renewal {
  private static final Logger LOG = LoggerFactory.getLogger(Renewal.class);
  private static final Digest32 SUBJECT =
      Digest32.sha256("argosy pair renewal 1\n".getBytes(StandardCharsets.US_ASCII));
  private static final Session.Patience PATIENCE =
      new Session.Patience(Duration.ofSeconds(5), Duration.ofSeconds(10));
  private final Peers peers;
  private final Sessions sessions;
  private final Shares shares;
  private final Pairs pairs;
  private final Randomness random;
  private final Faults faults;

  public Renewal(
      Peers peers,
      Sessions sessions,
      Shares shares,
      Pairs pairs,
      Randomness random,
      Faults faults) {
    this.peers = peers;
    this.sessions = sessions;
    this.shares = shares;
    this.pairs = pairs;
    this.random = random;
    this.faults = faults;
  }

  /** The name under which both sides open it. */
  String session(Pair pair) {
    var both = parties(pair);
    return "pair/%s/%d/%d-%d"
        .formatted(pair.key().key(), pair.key().epoch(), both.getFirst(), both.getLast());
  }

  private List<Integer> parties(Pair pair) {
    return Stream.of(peers.self(), pair.peer()).sorted().toList();
  }

  /** Whether the pair stands anew here. */
  boolean run(Pair pair) throws InterruptedException {
    if (!(shares.find(pair.key().key()) instanceof Shares.Found.Ready key)) {
      return false;
    }
    try (key) {
      return key.certificate().epoch() == pair.key().epoch() && run(pair, key);
    }
  }

  private boolean run(Pair pair, Shares.Found.Ready key) throws InterruptedException {
    var about =
        new Session.About(
            session(pair),
            pair.key().key(),
            pair.key().epoch(),
            key.certificate().roster(),
            parties(pair),
            0,
            key.certificate().transcript(),
            SUBJECT,
            PATIENCE);
    return switch (sessions.agree(about)) {
      case Result.Ended<AgreedSession>(var why) -> ended(about, why);
      case Result.Done<AgreedSession>(var session) -> {
        try (session) {
          var protocol = new PairRenewal(key.share(), session.id(), pair.peer(), random);
          yield switch (session.run(protocol)) {
            case Result.Ended<FreshPair>(var why) -> ended(about, why);
            case Result.Done<FreshPair>(var fresh) -> {
              try (fresh) {
                yield said(session, fresh) && keep(pair, fresh);
              }
            }
          };
        }
      }
    };
  }

  private static boolean ended(Session.About about, Session.Failure why) {
    LOG.info("{} gave nothing: {}", about.name(), why);
    return false;
  }

  /** Both hold the same before either seals it. */
  private static boolean said(AgreedSession session, FreshPair fresh) throws InterruptedException {
    byte[] setup = fresh.setup();
    return session.tellAll(setup) instanceof Result.Done<Map<Integer, byte[]>>(var theirs)
        && theirs.values().stream().allMatch(each -> Arrays.equals(each, setup));
  }

  private boolean keep(Pair pair, FreshPair fresh) {
    var trouble = shares.replace(pair.key().key(), pair.key().epoch(), share -> share.with(fresh));
    if (trouble.isPresent()) {
      LOG.warn("{} was set up again and cannot be sealed: {}", pair, trouble.get());
      return false;
    }
    faults.at(Faults.Point.PAIR_SEALED);
    pairs.renewed(pair.key(), peers.daemon(pair.peer()).id());
    faults.at(Faults.Point.RENEWAL_KEPT);
    return true;
  }
}
