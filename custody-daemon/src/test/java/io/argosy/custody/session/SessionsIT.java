package io.argosy.custody.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.custody.Documents;
import io.argosy.custody.session.Session.About;
import io.argosy.custody.session.Session.Failure;
import io.argosy.custody.session.Session.Result;
import io.argosy.custodycore.KeyEpoch;
import io.argosy.custodycore.Roster;
import io.argosy.model.DaemonId;
import io.argosy.model.Digest32;
import io.argosy.stack.CertificateAuthority;
import io.argosy.stack.FreePorts;
import io.argosy.threshold.KeyGeneration;
import io.argosy.threshold.KeyShare;
import io.argosy.threshold.ManifestEntry;
import io.argosy.threshold.Outcome;
import io.argosy.threshold.Rounds;
import io.argosy.threshold.Signature;
import io.argosy.threshold.Signing;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Daemons that cheat, as their peers meet them: over real ports, with real protocols. */
final class SessionsIT {
  private static final List<Integer> ALL = List.of(1, 2, 3);
  private static final DaemonId SECOND = new DaemonId("custody-2");
  private static final List<ManifestEntry> ENTRIES =
      List.of(ManifestEntry.ofKeyItself(new byte[32]));
  @TempDir private Path folder;
  private Roster roster;
  private final List<Member> members = new ArrayList<>();

  @BeforeEach
  void threeMembers() throws Exception {
    var ports = List.of(FreePorts.one(), FreePorts.one(), FreePorts.one());
    var authority = CertificateAuthority.create("custody", new SecureRandom());
    roster = Documents.roster(ports);
    for (int index : ALL) {
      members.add(new Member(folder, roster, index, ports.get(index - 1), authority));
    }
  }

  @AfterEach
  void stop() {
    members.forEach(Member::close);
  }

  private Member member(int index) {
    return members.get(index - 1);
  }

  private static <T> List<T> together(List<Callable<T>> calls) throws Exception {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var all = new ArrayList<T>();
      for (var future : executor.invokeAll(calls)) {
        all.add(future.get());
      }
      return all;
    }
  }

  private interface Part<T> {
    Rounds<T> of(int index, byte[] sessionId);
  }

  private <T> List<Result<T>> run(About about, Part<T> part) throws Exception {
    var calls = new ArrayList<Callable<Result<T>>>();
    for (int index : about.parties()) {
      calls.add(
          () ->
              switch (member(index).sessions.agree(about)) {
                case Result.Ended<AgreedSession>(var why) -> new Result.Ended<>(why);
                case Result.Done<AgreedSession>(var session) -> {
                  try (session) {
                    yield session.run(part.of(index, session.id()));
                  }
                }
              });
    }
    return together(calls);
  }

  private List<KeyShare> key() throws Exception {
    var made =
        run(
            Member.about("generate/k", ALL, "a key"),
            (index, id) -> new KeyGeneration(id, 2, 3, index, Member.RANDOM));
    return made.stream().map(SessionsIT::value).map(KeyGeneration.Made::share).toList();
  }

  private static <T> T value(Result<T> result) {
    assertThat(result).isInstanceOf(Result.Done.class);
    return ((Result.Done<T>) result).value();
  }

  private static Failure failure(Result<?> result) {
    assertThat(result).isInstanceOf(Result.Ended.class);
    return ((Result.Ended<?>) result).why();
  }

  private Part<List<Signature>> signing(List<KeyShare> shares, List<Integer> parties) {
    return (index, id) -> new Signing(shares.get(index - 1), id, parties, ENTRIES, Member.RANDOM);
  }

  /** Flips the last bit of everything that it says first: the check of the extended transfers. */
  private record Cheating<T>(Rounds<T> honest) implements Rounds<T> {
    @Override
    public Outcome<T> start() {
      if (!(honest.start() instanceof Outcome.Continue<T>(var messages))) {
        throw new AssertionError("a protocol that ends before it begins");
      }
      var flipped = new HashMap<Integer, byte[]>();
      for (Map.Entry<Integer, byte[]> message : messages.entrySet()) {
        byte[] bytes = message.getValue().clone();
        bytes[bytes.length - 1] ^= 1;
        flipped.put(message.getKey(), bytes);
      }
      return new Outcome.Continue<>(flipped);
    }

    @Override
    public Outcome<T> next(Map<Integer, byte[]> received) {
      return honest.next(received);
    }

    @Override
    public void abandon() {
      honest.abandon();
    }
  }

  @Test
  void aDaemonThatCheatsInTheTransfersIsKeptOutOfParallelSessionsAndLaterOnes() throws Exception {
    var shares = key();
    var pair = List.of(1, 2);
    var parallel = Member.about("sign/parallel/0", pair, "another");
    var opened =
        together(
            List.<Callable<Result<AgreedSession>>>of(
                () -> member(1).sessions.agree(parallel),
                () -> member(2).sessions.agree(parallel)));
    var honest = signing(shares, pair);

    var results =
        run(
            Member.about("sign/cheated/0", pair, "a manifest"),
            (index, id) -> {
              var mine = honest.of(index, id);
              return index == 2 ? new Cheating<>(mine) : mine;
            });

    assertThat(failure(results.getFirst())).isEqualTo(new Failure.Quarantined(SECOND));
    assertThat(member(1).journal.sessions().quarantined()).containsExactly(SECOND);
    assertThat(member(2).quarantine.all()).isEmpty();
    try (var session = value(opened.getFirst());
        var _ = value(opened.getLast())) {
      assertThat(failure(session.tellAll(new byte[1]))).isEqualTo(new Failure.Quarantined(SECOND));
    }
    var next = Member.about("sign/next/0", pair, "a manifest");
    assertThat(failure(member(1).sessions.agree(next))).isEqualTo(new Failure.Quarantined(SECOND));
    var others = List.of(1, 3);
    var signed = run(Member.about("sign/others/0", others, "a manifest"), signing(shares, others));
    assertThat(value(signed.getFirst())).hasSize(1);
  }

  @Test
  void aDaemonThatOpensDifferentlyToItsPeersMakesNobodyQuarantineAnother() throws Exception {
    var about = Member.about("sign/torn/0", ALL, "a manifest");
    var third = member(3);
    assertThat(third.mailbox.open(about.name(), List.of(1, 2))).isTrue();
    for (int peer : List.of(1, 2)) {
      var fresh = Digest32.of(Member.RANDOM.bytes(32));
      byte[] opening = opening(about, 3, fresh).signed(third.identity);
      var taken = third.peers.deliver(peer, about.name(), 0, opening, Duration.ofSeconds(5));
      assertThat(taken).isEqualTo(PeerClient.Taken.YES);
    }

    var results =
        together(List.<Callable<Result<?>>>of(() -> said(1, about), () -> said(2, about)));

    assertThat(results).hasSize(2).allMatch(result -> failure(result) instanceof Failure.Desync);
    assertThat(member(1).quarantine.all()).isEmpty();
    assertThat(member(2).quarantine.all()).isEmpty();
  }

  private Result<?> said(int index, About about) throws Exception {
    try (var session = value(member(index).sessions.agree(about))) {
      var taken =
          member(3).peers.deliver(index, about.name(), 1, new byte[40], Duration.ofSeconds(5));
      assertThat(taken).isEqualTo(PeerClient.Taken.YES);
      return session.tellAll(new byte[1]);
    }
  }

  private Opening opening(About about, int party, Digest32 fresh) {
    return new Opening(
        about.name(),
        roster.hash(),
        about.roster(),
        about.key(),
        about.epoch(),
        "1 2 3",
        about.policy(),
        about.setup(),
        Opening.pairs(about.pairs()),
        about.subject(),
        party,
        fresh);
  }

  @Test
  void anOpeningInAnothersNameOrOverAnotherTextIsNone() throws Exception {
    var about = Member.about("sign/x/0", ALL, "a manifest");
    var mine = opening(about, 3, Digest32.of(new byte[32]));
    byte[] signed = mine.signed(member(3).identity);
    byte[] altered = signed.clone();
    altered[altered.length - 2] ^= 1;

    assertThat(Opening.read(signed, roster.daemons().get(1))).isEmpty();
    assertThat(Opening.read(altered, roster.daemons().get(2))).isEmpty();
    assertThat(Opening.read(new byte[10], roster.daemons().get(2))).isEmpty();
    byte[] asSecond = opening(about, 2, mine.fresh()).signed(member(3).identity);
    assertThat(Opening.read(asSecond, roster.daemons().get(2))).isEmpty();
    assertThat(Opening.read(signed, roster.daemons().get(2))).contains(mine);
  }

  private static About with(About about, int peer, int transfers) {
    byte[] setup = new byte[32];
    setup[0] = (byte) transfers;
    return new About(
        about.name(),
        about.key(),
        about.epoch(),
        about.roster(),
        about.parties(),
        about.policy(),
        about.setup(),
        new TreeMap<>(Map.of(peer, Digest32.of(setup))),
        about.subject(),
        about.patience());
  }

  private List<Result<AgreedSession>> agree(About first, About second) throws Exception {
    return together(
        List.<Callable<Result<AgreedSession>>>of(
            () -> member(1).sessions.agree(first), () -> member(2).sessions.agree(second)));
  }

  @Test
  void aPairWhoseSidesHoldDifferentTransfersSaysDesyncBeforeAnyIsUsed() throws Exception {
    var pair = List.of(1, 2);
    var about = Member.about("sign/different", pair, "a manifest");

    var results = agree(with(about, 2, 7), with(about, 1, 8));

    assertThat(results)
        .hasSize(2)
        .allSatisfy(
            result ->
                assertThat(failure(result))
                    .isInstanceOfSatisfying(
                        Failure.Desync.class, desync -> assertThat(desync.ofTheirPair()).isTrue()));
    var again = Member.about("sign/alike", pair, "a manifest");
    for (var session : agree(with(again, 2, 7), with(again, 1, 7))) {
      value(session).close();
    }
  }

  @Test
  void aSpoiledPairHoldsNoSessionThatUsesItUntilItIsSetUpAgain() throws Exception {
    var pair = List.of(1, 2);
    var key = new KeyEpoch(Member.KEY, 0);
    member(1).pairs.spoil(key, SECOND, "a test");
    var about = Member.about("sign/spoiled", pair, "a manifest");

    assertThat(failure(member(1).sessions.agree(with(about, 2, 7))))
        .isEqualTo(new Failure.Unready(SECOND));

    var later = Member.about("sign/other-epoch", pair, "a manifest");
    member(1).pairs.renewed(new KeyEpoch(Member.KEY, 1), SECOND);
    assertThat(failure(member(1).sessions.agree(with(later, 2, 7))))
        .isEqualTo(new Failure.Unready(SECOND));
    member(1).pairs.renewed(key, SECOND);
    var renewed = Member.about("sign/renewed", pair, "a manifest");
    for (var session : agree(with(renewed, 2, 7), with(renewed, 1, 7))) {
      value(session).close();
    }
  }

  @Test
  void aSessionThatWaitsForADaemonEndsAtOnceWhenThatIsQuarantinedForAnotherKeysSession()
      throws Exception {
    var about = Member.about("sign/waits", List.of(1, 2), "a manifest");
    var opened = agree(about, about);
    var waiting = new FutureTask<>(() -> value(opened.getFirst()).tellAll(new byte[1]));
    var _ = Thread.ofVirtual().start(waiting);

    member(1).quarantine.put(SECOND, "sign/of-another-key", "the product");

    assertThat(failure(waiting.get(5, TimeUnit.SECONDS)))
        .isEqualTo(new Failure.Quarantined(SECOND));
    value(opened.getLast()).close();
    assertThat(member(1).pairs.spoiled())
        .extracting(each -> each.key().key())
        .containsExactlyInAnyOrder(Member.KEY, Member.OTHER_KEY);
  }

  @Test
  void aReleasedDaemonIsHeardAgainButNothingOfBeforeIsUsed() throws Exception {
    member(1).quarantine.put(SECOND, "sign/x", "the product");
    assertThat(member(1).quarantine.release(new DaemonId("custody-3"), "security")).isFalse();

    assertThat(member(1).quarantine.release(SECOND, "security")).isTrue();

    assertThat(member(1).quarantine.all()).isEmpty();
    assertThat(member(1).journal.sessions().quarantined()).isEmpty();
    var about = Member.about("sign/released", List.of(1, 2), "a manifest");
    assertThat(failure(member(1).sessions.agree(with(about, 2, 7))))
        .isEqualTo(new Failure.Unready(SECOND));
    for (var session : agree(about, about)) {
      value(session).close();
    }
  }

  @Test
  void whoLeavesASessionIsWaitedForByNobody() throws Exception {
    var about = Member.about("sign/left", List.of(1, 2), "a manifest");
    var opened = agree(about, about);
    var waiting = new FutureTask<>(() -> value(opened.getFirst()).tellAll(new byte[1]));
    var _ = Thread.ofVirtual().start(waiting);
    member(2).quarantine.put(new DaemonId("custody-1"), "sign/other", "the product");

    assertThat(failure(value(opened.getLast()).tellAll(new byte[1])))
        .isInstanceOf(Failure.Quarantined.class);
    value(opened.getLast()).close();

    assertThat(failure(waiting.get(5, TimeUnit.SECONDS))).isEqualTo(new Failure.Left(SECOND));
  }

  /** An owned member answers member 1 and not member 2, in each round of a session of all three. */
  @Test
  void aMemberThatAnswersSomeAndNotOthersEndsTheSessionForAllAndIsNamedByWhoMissedIt()
      throws Exception {
    for (int silent : List.of(1, 2, 3)) {
      var about = brief(Member.about("sign/some-" + silent, ALL, "a manifest"));
      var third = member(3);
      var opened =
          together(
              ALL.stream()
                  .<Callable<Result<AgreedSession>>>map(
                      index -> () -> member(index).sessions.agree(about))
                  .toList());
      byte[] id = value(opened.getFirst()).id();

      var results =
          together(
              List.<Callable<Failure>>of(
                  () -> endOf(value(opened.get(0))),
                  () -> endOf(value(opened.get(1))),
                  () -> {
                    for (int round = 1; round <= silent; round++) {
                      third.mailbox.turn(about.name(), round);
                      say(third, 1, about, round, id);
                      if (round < silent) {
                        say(third, 2, about, round, id);
                      }
                    }
                    return new Failure.Left(SECOND);
                  }));

      value(opened.getLast()).close();
      assertThat(results.get(1)).isEqualTo(new Failure.Stalled(new DaemonId("custody-3")));
      assertThat(results.get(0)).isIn(new Failure.Left(SECOND), results.get(1));
      assertThat(member(1).quarantine.all()).isEmpty();
      assertThat(member(2).quarantine.all()).isEmpty();
    }
    var pair = List.of(1, 2);
    var next = Member.about("sign/after-some", pair, "a manifest");
    for (var session : agree(next, next)) {
      value(session).close();
    }
  }

  private static About brief(About about) {
    return new About(
        about.name(),
        about.key(),
        about.epoch(),
        about.roster(),
        about.parties(),
        about.policy(),
        about.setup(),
        about.subject(),
        new Session.Patience(about.patience().opening(), Duration.ofSeconds(1)));
  }

  private static Failure endOf(AgreedSession session) throws Exception {
    try (session) {
      while (true) {
        if (session.tellAll(new byte[1])
            instanceof Result.Ended<Map<Integer, byte[]>>(Failure why)) {
          return why;
        }
      }
    }
  }

  private static void say(Member from, int to, About about, int round, byte[] id) {
    var _ = from.peers.deliver(to, about.name(), round, id, Duration.ofSeconds(5));
  }
}
