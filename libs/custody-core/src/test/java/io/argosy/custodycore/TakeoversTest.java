package io.argosy.custodycore;

import static io.argosy.custodycore.World.DUSD;
import static io.argosy.custodycore.World.ETH;
import static io.argosy.custodycore.World.KEY;
import static io.argosy.custodycore.World.NOW;
import static io.argosy.custodycore.World.TREASURY;
import static io.argosy.custodycore.World.address;
import static io.argosy.custodycore.World.daemon;
import static io.argosy.custodycore.World.granted;
import static io.argosy.custodycore.World.leaf;
import static io.argosy.custodycore.World.refused;
import static io.argosy.custodycore.World.units;
import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.custodycore.Checkpoint.Place;
import io.argosy.custodycore.SignOrder.Intent;
import io.argosy.custodycore.TakeoverJournal.Takeover;
import io.argosy.custodycore.Takeovers.Taken;
import io.argosy.model.ClientId;
import io.argosy.model.DaemonId;
import io.argosy.model.Digest32;
import io.argosy.model.ExternalId;
import io.argosy.model.FundId;
import io.argosy.model.FundStatement;
import io.argosy.model.KeyId;
import io.argosy.model.Leaf;
import io.argosy.model.Statement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a daemon that comes to a key takes over from those who held it: custody-3's place is
 * custody-4's now, 2 of 3 as before.
 */
final class TakeoversTest {
  private static final KeyEpoch EPOCH = new KeyEpoch(KEY, 1);
  private static final Takeover TAKEOVER = new Takeover(EPOCH, 0, 1);
  private static final LocalDate TODAY = LocalDate.parse("2026-11-24");
  private static final List<Leaf> LEAVES = List.of(leaf(DUSD, 400, "a"), leaf(DUSD, 300, "b"));

  @TempDir private Path folder;
  private final Map<Integer, World> worlds = new HashMap<>();
  private Roster next;
  private World fresh;
  private Statement statement;

  @BeforeEach
  void aFreshDaemonThatBringsNoShare() {
    fresh = old(4);
    next = next(fresh.roster);
    fresh.journal.takeovers().owe(TAKEOVER, NOW);
    statement = fresh.statement(LEAVES);
  }

  @AfterEach
  void close() {
    worlds.values().forEach(World::close);
  }

  private World old(int index) {
    return worlds.computeIfAbsent(index, this::world);
  }

  private World world(int index) {
    try {
      var world = new World(Files.createDirectory(folder.resolve("" + index)), index);
      var after = next(world.roster);
      granted(world.gate.take(after.encoded(), world.officers(after.hash()), 0));
      return world.withPolicy(world.policy(1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Roster next(Roster roster) {
    return next(roster, 2, 1, 2, 4);
  }

  private static Roster next(Roster before, int threshold, int... indexes) {
    return new Roster(
        before.version() + 1,
        before.hash(),
        before.deployment(),
        threshold,
        2,
        before.officers(),
        Arrays.stream(indexes).mapToObj(World::listed).toList(),
        before.watchers(),
        List.of());
  }

  private Checkpoint page(int of, Place from) {
    return granted(old(of).takeovers.page(EPOCH, 1, from)).page();
  }

  private Checkpoint.Signed signed(String signer, Checkpoint page) {
    byte[] text = page.encoded();
    return new Checkpoint.Signed(text, World.sign(signer, text), old(1).journal.tells().highest());
  }

  private Answer<Taken> take(int from, Checkpoint page) {
    byte[] text = page.encoded();
    var policy = old(from).journal.tells().highest();
    return fresh.takeovers.take(
        TAKEOVER,
        daemon(from),
        new Checkpoint.Signed(text, World.sign("custody-" + from, text), policy));
  }

  private Taken takeAll(int from) {
    var taken = Taken.MORE;
    while (taken == Taken.MORE) {
      var next = fresh.journal.takeovers().shown(EPOCH, daemon(from)).next();
      taken = granted(take(from, page(from, next)));
    }
    return taken;
  }

  private void settled() {
    takeAll(1);
    takeAll(2);
    assertThat(fresh.journal.takeovers().open(EPOCH)).isEmpty();
  }

  private static Checkpoint with(Checkpoint page, List<CheckpointEntry> entries) {
    return with(page, page.genesis(), page.daemon(), EPOCH, page.to(), entries);
  }

  private static Checkpoint with(
      Checkpoint page,
      Digest32 genesis,
      DaemonId daemon,
      KeyEpoch key,
      Checkpoint.Version to,
      List<CheckpointEntry> entries) {
    return new Checkpoint(
        genesis,
        daemon,
        key.key(),
        key.epoch(),
        to,
        page.generation(),
        page.policy(),
        page.from(),
        page.next(),
        entries);
  }

  private Answer<Gate.Permit> permit(Statement of, String request, Integer... leaves) {
    return fresh.gate.permit(
        new SignOrder(
            request,
            KEY,
            List.of(daemon(1), daemon(4)),
            Optional.of(of.hash()),
            fresh.acknowledged(of, 1, 2, 4),
            List.of(new Intent.Pay(List.of(leaves), DUSD, NOW.plus(Duration.ofHours(1)), 100_000))),
        1,
        next);
  }

  private static CheckpointEntry id(String id, Digest32 statement) {
    return new CheckpointEntry.Id(new ClientId("payroll"), new ExternalId(id), statement, 0);
  }

  @Test
  void whatNoOldDaemonSaysOfThisHandoverCountsNothing() {
    var page = page(1, Place.START);
    var none = page.entries();
    var other = Digest32.of(new byte[32]);
    var self = daemon(1);

    refused(fresh.takeovers.take(TAKEOVER, self, signed("custody-2", page)), Why.SIGNATURE_INVALID);
    refused(
        fresh.takeovers.take(TAKEOVER, daemon(4), signed("custody-4", page)), Why.REQUEST_INVALID);
    refused(
        fresh.takeovers.take(TAKEOVER, daemon(5), signed("custody-5", page)), Why.REQUEST_INVALID);
    refused(take(2, page), Why.REQUEST_INVALID);
    refused(take(1, with(page, other, self, EPOCH, page.to(), none)), Why.GENESIS_OTHER);
    refused(
        take(1, with(page, page.genesis(), self, new KeyEpoch(KEY, 2), page.to(), none)),
        Why.REQUEST_INVALID);
    var foreign = new KeyEpoch(new KeyId("treasury-2"), 1);
    refused(
        take(1, with(page, page.genesis(), self, foreign, page.to(), none)), Why.REQUEST_INVALID);
    for (var to : List.of(new Checkpoint.Version(1, other), Checkpoint.Version.of(old(1).roster))) {
      refused(take(1, with(page, page.genesis(), self, EPOCH, to, none)), Why.REQUEST_INVALID);
    }
    assertThat(fresh.journal.takeovers().whole(EPOCH)).isEmpty();
    refused(permit(statement, "r", 0), Why.DEPENDENCY_DOWN);
  }

  @Test
  void aPageThatIsNotTheNextOneOrNotWholeCountsNothing() {
    var page = page(1, Place.START);
    byte[] text = page.encoded();
    var garbled = new String(text, StandardCharsets.US_ASCII);
    var lines = "id: payroll x %s 0\n".formatted(statement.hash());

    for (String changed :
        List.of(
            "",
            garbled.substring(0, 80),
            garbled + "\n",
            garbled + "id: payroll x\n",
            garbled.replace("next: end", "next: 0 0 0"),
            garbled.replace("from: 0 0 0", "from: -1 0 0"),
            garbled.replace("generation: 0", "generation: 00"),
            garbled + lines.repeat(Checkpoint.MOST_ENTRIES + 1),
            garbled + lines.repeat(1_000))) {
      byte[] bytes = changed.getBytes(StandardCharsets.US_ASCII);
      var said = new Checkpoint.Signed(bytes, World.sign("custody-1", bytes), Optional.empty());
      refused(fresh.takeovers.take(TAKEOVER, daemon(1), said), Why.REQUEST_INVALID);
    }
    refused(take(1, page(1, new Place(3, 1, 0))), Why.REQUEST_INVALID);
    granted(take(1, page));
    refused(take(1, page), Why.REQUEST_INVALID);
    refused(permit(statement, "r", 0), Why.DEPENDENCY_DOWN);
  }

  @Test
  void anEntryThatNobodySignedOrOfADayToComeSpoilsItsPage() {
    var page = page(1, Place.START);
    var order =
        new FreezeOrder(FreezeOrder.Act.FREEZE, page.genesis(), 7, Optional.empty(), "seen");
    var forged =
        new FreezeOrder.Signed(
            order, new KeyId("watcher"), World.sign("custody-1", order.encoded()));
    var late = new CheckpointEntry.Usage(statement.hash(), DUSD, TODAY.plusDays(2), units(1));
    byte[] text = page.encoded();
    byte[] signature = World.sign("custody-1", text);
    var other = old(1).policy(2);
    var unsigned = new Policy.Signed(old(1).policy(1).encoded(), List.of());
    var wrong = new Policy.Signed(other.encoded(), old(1).officers(other.hash()));

    refused(take(1, with(page, List.of(new CheckpointEntry.Freeze(forged)))), Why.ORDER_INVALID);
    refused(take(1, with(page, List.of(id("x", statement.hash()), late))), Why.REQUEST_INVALID);
    for (var shown : List.of(Optional.<Policy.Signed>empty(), Optional.of(wrong))) {
      refused(
          fresh.takeovers.take(TAKEOVER, daemon(1), new Checkpoint.Signed(text, signature, shown)),
          Why.REQUEST_INVALID);
    }
    refused(
        fresh.takeovers.take(
            TAKEOVER, daemon(1), new Checkpoint.Signed(text, signature, Optional.of(unsigned))),
        Why.ORDER_INVALID);
    assertThat(fresh.journal.carried().seen(Digest32.of(new byte[32]), List.of(leaf(DUSD, 1, "x"))))
        .isEmpty();
    assertThat(fresh.journal.freezes().inForce()).isEmpty();
  }

  @Test
  void theKeySignsOnlyOnceAsManyShowedAllAsSignedBefore() {
    granted(fresh.register(statement, LEAVES));
    refused(permit(statement, "r", 0), Why.DEPENDENCY_DOWN);
    assertThat(takeAll(3)).isEqualTo(Taken.WHOLE);
    refused(permit(statement, "r", 0), Why.DEPENDENCY_DOWN);
    assertThat(fresh.journal.takeovers().missing(TAKEOVER, old(1).roster, daemon(4)))
        .containsExactly(daemon(1), daemon(2));

    assertThat(takeAll(1)).isEqualTo(Taken.SETTLED);

    granted(permit(statement, "r", 0));
    assertThat(takeAll(2)).isEqualTo(Taken.SETTLED);
    refused(take(2, page(2, Place.START)), Why.REQUEST_INVALID);
  }

  /** Two of them may be owned, and hide what four acknowledged; the third may have missed it. */
  @Test
  void ofFiveDaemonsOfWhomThreeSignedFourMustShowAll() throws IOException {
    try (var world = new World(Files.createDirectory(folder.resolve("five")), 4)) {
      var five = next(world.roster, 3, 1, 2, 3, 5, 6);
      var after = next(five, 3, 1, 2, 3, 4, 5);
      for (var each : List.of(five, after)) {
        granted(world.gate.take(each.encoded(), world.officers(each.hash()), 0));
      }
      var takeover = new Takeover(EPOCH, 1, 2);
      world.journal.takeovers().owe(takeover, NOW);
      var taken = new ArrayList<Taken>();
      for (int index : List.of(1, 2, 6, 5)) {
        byte[] text = empty(world.genesis, index, Checkpoint.Version.of(after)).encoded();
        byte[] signature = World.sign("custody-" + index, text);
        var said = new Checkpoint.Signed(text, signature, Optional.empty());
        taken.add(granted(world.takeovers.take(takeover, daemon(index), said)));
      }

      assertThat(taken).containsExactly(Taken.WHOLE, Taken.WHOLE, Taken.WHOLE, Taken.SETTLED);
    }
  }

  private static Checkpoint empty(Digest32 genesis, int daemon, Checkpoint.Version to) {
    return new Checkpoint(
        genesis,
        daemon(daemon),
        KEY,
        1,
        to,
        0,
        Optional.empty(),
        Place.START,
        Optional.empty(),
        List.of());
  }

  @Test
  void anExternalIdThatAnyOfThemKnowsIsRefusedInAnotherStatement() {
    granted(old(2).register(statement, LEAVES));
    settled();
    var again = List.of(leaf(DUSD, 5, "b"), leaf(DUSD, 6, "c"));

    refused(fresh.register(fresh.statement(again), again), Why.EXTERNAL_ID_SEEN);
    granted(fresh.register(statement, LEAVES));
    granted(permit(statement, "r", 0, 1));
    assertThat(fresh.journal.conflicts().count(NOW)).isZero();
  }

  @Test
  void whatWasRegisteredBeforeTheTakeoverIsSignedOnlyAsAnOldDaemonWould() {
    var again = List.of(leaf(DUSD, 5, "a"), leaf(DUSD, 395, "c"));
    var early = fresh.statement(again);
    var more = List.of(leaf(DUSD, 401, "d"));
    var beyond = fresh.statement(more);
    granted(fresh.register(early, again));
    granted(fresh.register(beyond, more));
    granted(old(1).register(statement, LEAVES));
    settled();

    refused(permit(early, "r", 0), Why.LIMIT_EXCEEDED);
    refused(permit(beyond, "r", 0), Why.LIMIT_EXCEEDED);
    assertThat(fresh.journal.conflicts().first(5, NOW))
        .singleElement()
        .satisfies(
            conflict -> {
              assertThat(conflict.externalId().text()).isEqualTo("a");
              assertThat(conflict.other()).isEqualTo(statement.hash());
              assertThat(conflict.shownBy()).isEqualTo(daemon(1));
            });
  }

  @Test
  void aLeafWhoseExternalIdWasTakenOverInAnotherStatementIsNotSignedAndTheOthersAre() {
    var again = List.of(leaf(DUSD, 5, "a"), leaf(DUSD, 6, "c"));
    var early = fresh.statement(again);
    granted(fresh.register(early, again));
    granted(old(1).register(statement, LEAVES));
    settled();

    refused(permit(early, "r", 0), Why.STATEMENTS_CONFLICT);
    granted(permit(early, "s", 1));
  }

  @Test
  void ofTwoStatementsWithOneExternalIdThatOldDaemonsRegisteredTheOtherLeavesAreSigned() {
    var again = List.of(leaf(DUSD, 5, "a"), leaf(DUSD, 6, "c"));
    granted(old(1).register(statement, LEAVES));
    granted(old(2).register(old(2).statement(again), again));
    settled();

    granted(fresh.register(statement, LEAVES));

    refused(permit(statement, "r", 0), Why.STATEMENTS_CONFLICT);
    granted(permit(statement, "s", 1));
  }

  @Test
  void aStatementCountsOnceAgainstItsDayWhoeverRegisteredIt() {
    granted(old(1).register(statement, LEAVES));
    granted(old(2).register(statement, LEAVES));
    settled();
    var rest = List.of(leaf(DUSD, 400, "c"), leaf(DUSD, 401, "d"));
    refused(fresh.register(fresh.statement(rest), rest), Why.LIMIT_EXCEEDED);

    granted(fresh.register(statement, LEAVES));
    var fits = List.of(leaf(DUSD, 400, "c"), leaf(DUSD, 400, "d"));
    granted(fresh.register(fresh.statement(fits), fits));
    var one = List.of(leaf(DUSD, 1, "e"));
    refused(fresh.register(fresh.statement(one), one), Why.LIMIT_EXCEEDED);
  }

  @Test
  void oneThatLiesMakesTheFreshOneRefuseMoreAndNeverLess() {
    granted(old(1).register(statement, LEAVES));
    var silent = page(2, Place.START);
    var lie =
        List.of(
            id("open", Digest32.of(new byte[32])),
            new CheckpointEntry.Usage(statement.hash(), DUSD, TODAY, units(1)),
            new CheckpointEntry.Delegation(TREASURY, 3, address(9)));
    granted(take(2, with(silent, lie)));
    assertThat(takeAll(1)).isEqualTo(Taken.SETTLED);

    var paid = List.of(leaf(DUSD, 1, "a"));
    refused(fresh.register(fresh.statement(paid), paid), Why.EXTERNAL_ID_SEEN);
    var open = List.of(leaf(DUSD, 1, "open"));
    refused(fresh.register(fresh.statement(open), open), Why.EXTERNAL_ID_SEEN);
    assertThat(fresh.journal.used(TODAY.toString(), DUSD).values()).containsExactly(units(700));
  }

  private Answer<Gate.Permit> order(
      World at, String request, Optional<Digest32> of, Intent intent) {
    boolean isFresh = at == fresh;
    return at.gate.permit(
        new SignOrder(
            request,
            KEY,
            List.of(daemon(1), daemon(isFresh ? 4 : 2)),
            of,
            of.map(hash -> at.acknowledged(hash, 1, 2)).orElse(List.of()),
            List.of(intent)),
        isFresh ? 1 : 0,
        isFresh ? next : at.roster);
  }

  private Intent delegation(int code, long nonce) {
    var order = new DelegationOrder(fresh.genesis, TREASURY, KEY, address(code), nonce);
    return new Intent.Delegate(order, fresh.officers(Digest32.sha256(order.encoded())));
  }

  @Test
  void refillsAndDelegationsOfBeforeCount() {
    var fund =
        new FundStatement(
            fresh.genesis,
            new FundId("fund-1"),
            TREASURY,
            ETH,
            1,
            1,
            List.of(address(0xa1)),
            units(10),
            4,
            units(40),
            NOW.minusSeconds(60),
            NOW.plus(Duration.ofDays(1)));
    var hash = Optional.of(fund.hash());
    for (var world : List.of(old(1), fresh)) {
      granted(world.gate.register(fund.encoded(), List.of(), world.officers(fund.hash())));
    }
    long day = FundStatement.day(NOW);
    for (int number = 0; number < 2; number++) {
      var refill = new Intent.Fund(new FundStatement.Refill(day, 0, number), 100_000);
      granted(order(old(1), "refill-" + number, hash, refill));
    }
    granted(order(old(1), "delegation", Optional.empty(), delegation(0x77, 3)));
    granted(
        take(
            2,
            with(
                page(2, Place.START),
                List.of(new CheckpointEntry.Delegation(TREASURY, 5, address(9))))));
    takeAll(1);

    var third = new Intent.Fund(new FundStatement.Refill(day, 0, 2), 100_000);
    refused(order(fresh, "r", hash, third), Why.LIMIT_EXCEEDED);
    granted(
        order(fresh, "again", hash, new Intent.Fund(new FundStatement.Refill(day, 0, 1), 100_000)));
    granted(order(fresh, "same", Optional.empty(), delegation(0x77, 3)));
    refused(order(fresh, "other", Optional.empty(), delegation(0x77, 5)), Why.ORDER_INVALID);
  }

  @Test
  void aFreezeInForceAndTheHighestPolicyAreTakenOverAndAThawedOneIsNot() {
    var freeze =
        new FreezeOrder(FreezeOrder.Act.FREEZE, fresh.genesis, 2, Optional.empty(), "seen");
    var gone =
        new FreezeOrder(FreezeOrder.Act.FREEZE, fresh.genesis, 1, Optional.of(TREASURY), "no");
    var thaw = new FreezeOrder(FreezeOrder.Act.THAW, fresh.genesis, 1, Optional.of(TREASURY), "ok");
    for (var each : List.of(gone, freeze)) {
      byte[] text = each.encoded();
      granted(old(1).gate.freeze(text, new KeyId("watcher"), World.sign("watcher", text)));
    }
    granted(old(1).gate.thaw(thaw.encoded(), old(1).officers(thaw.hash())));
    old(1).withPolicy(old(1).policy(2));
    granted(fresh.register(statement, LEAVES));
    settled();

    assertThat(fresh.journal.freezes().inForce()).containsExactly("all");
    refused(permit(statement, "r", 0), Why.POLICY_LATE);
    fresh.withPolicy(fresh.policy(2));
    refused(permit(statement, "r", 0), Why.FROZEN);
  }

  @Test
  void aGenerationIsRaisedOnlyWhereAsManySayTheSame() {
    var page = page(1, Place.START);
    var higher =
        new Checkpoint(
            page.genesis(),
            daemon(1),
            KEY,
            1,
            page.to(),
            8,
            page.policy(),
            page.from(),
            page.next(),
            List.of());
    granted(take(1, higher));
    assertThat(takeAll(2)).isEqualTo(Taken.WHOLE);
    assertThat(fresh.journal.generation()).isZero();

    assertThat(takeAll(3)).isEqualTo(Taken.SETTLED);

    assertThat(fresh.journal.generation()).isZero();
  }

  @Test
  void daemonsThatDoNotAgreeAreAskedAgain() {
    long generation = 5;
    for (int index = 1; index <= 3; index++) {
      var page = page(index, Place.START);
      granted(
          take(
              index,
              new Checkpoint(
                  page.genesis(),
                  daemon(index),
                  KEY,
                  1,
                  page.to(),
                  generation++,
                  page.policy(),
                  page.from(),
                  page.next(),
                  List.of())));
    }
    assertThat(fresh.journal.takeovers().whole(EPOCH)).isEmpty();
    assertThat(fresh.journal.takeovers().open(EPOCH)).contains(TAKEOVER);

    settled();
  }

  @Test
  void aLargeJournalIsShownPageByPageAndGoesOnWhereItStopped() throws IOException {
    var many = IntStream.range(0, 300).mapToObj(number -> leaf(DUSD, 1, "many-" + number)).toList();
    granted(old(1).register(old(1).statement(many), many));
    var first = page(1, Place.START);
    assertThat(first.entries()).hasSize(Checkpoint.MOST_ENTRIES);
    assertThat(granted(take(1, first))).isEqualTo(Taken.MORE);
    refused(take(1, page(1, Place.START)), Why.REQUEST_INVALID);
    refused(permit(statement, "r", 0), Why.DEPENDENCY_DOWN);

    settled();

    for (var leaf : List.of(many.getFirst(), many.get(130), many.getLast())) {
      var again = List.of(leaf(DUSD, 2, leaf.externalId().text()));
      refused(fresh.register(fresh.statement(again), again), Why.EXTERNAL_ID_SEEN);
    }
    assertThat(fresh.journal.takeovers().shown(EPOCH, daemon(1)).pages()).isEqualTo(3);
  }

  @Test
  void aDaemonThatShowsMorePagesThanAnyJournalHasIsNotHeard() throws Exception {
    var many = IntStream.range(0, 200).mapToObj(number -> leaf(DUSD, 1, "many-" + number)).toList();
    granted(old(1).register(old(1).statement(many), many));
    granted(take(1, page(1, Place.START)));
    var place = fresh.journal.takeovers().shown(EPOCH, daemon(1)).next();
    byte[] text = page(1, place).encoded();
    var second = new Checkpoint.Signed(text, World.sign("custody-1", text), Optional.empty());
    fresh.journal.close();
    Path file = folder.resolve("4").resolve("journal.db");
    try (var db = DriverManager.getConnection("jdbc:sqlite:" + file);
        var sql = db.createStatement()) {
      sql.execute("UPDATE checkpoint SET pages = " + Takeovers.MOST_PAGES);
    }

    try (var journal = Journal.open(file, fresh.genesis, daemon(4))) {
      var clock = Clock.fixed(NOW, ZoneOffset.UTC);
      var gate = new Gate(fresh.rosters, daemon(4), journal, clock);
      var takeovers = new Takeovers(fresh.rosters, daemon(4), journal, gate, clock);

      assertThat(takeovers.take(TAKEOVER, daemon(1), second))
          .isInstanceOfSatisfying(
              Answer.Refused.class, refused -> assertThat(refused.detail()).contains("pages"));
    }
  }

  @Test
  void whatWasTakenOverIsShownToTheNextOneAndNothingBeforeThat() {
    var third = new KeyEpoch(KEY, 2);
    granted(old(1).register(statement, LEAVES));
    refused(fresh.takeovers.page(third, 1, Place.START), Why.DEPENDENCY_DOWN);
    granted(fresh.takeovers.page(EPOCH, 1, Place.START));
    refused(fresh.takeovers.page(third, 2, Place.START), Why.REQUEST_INVALID);
    refused(fresh.takeovers.page(third, 1, new Place(99, 0, 0)), Why.REQUEST_INVALID);
    settled();

    var entries = granted(fresh.takeovers.page(third, 1, Place.START)).page().entries();

    assertThat(entries).hasSameElementsAs(page(1, Place.START).entries());
  }
}
