package io.argosy.custody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.argosy.custodycore.Roster;
import io.argosy.custodycore.SignedRoster;
import io.argosy.model.AccountId;
import io.argosy.model.ClientId;
import io.argosy.model.ExternalId;
import io.argosy.model.Leaf;
import io.argosy.model.Route;
import io.argosy.proto.common.v1.Reason;
import io.argosy.proto.custodyoperator.v1.InstallRosterRequest;
import io.argosy.proto.custodyoperator.v1.ReshareKeyResponse;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Daemons as processes hand a key to others, as a next version of the roster says: 2 of 3 become 3
 * of 5, a lost one is replaced, one leaves. The address stays.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReshareIT {
  private static final String SECURITY = "custody-operator/security";
  @TempDir static Path folder;
  private static Trio trio;
  private static AccountId treasury;
  private static Trio.Registered registered;
  private static CrashTable table;
  private static final List<Roster> ROSTERS = new ArrayList<>();
  private static final List<SignedRoster> SIGNED = new ArrayList<>();

  @BeforeAll
  static void aKeyOfThree() throws Exception {
    trio = new Trio(folder);
    ROSTERS.add(trio.roster);
    treasury = Trio.treasury(trio.generate(Documents.KEY.text()).getFirst());
    trio.installPolicy(treasury);
    registered = trio.register(treasury, "batch", 1);
    table = new CrashTable(trio, treasury, registered);
  }

  @AfterAll
  static void stop() {
    trio.close();
  }

  private static Roster next(int threshold, int... indexes) {
    var daemons = new ArrayList<Roster.Daemon>();
    for (int index : indexes) {
      daemons.add(trio.listed(index));
    }
    return Documents.next(ROSTERS.getLast(), threshold, daemons);
  }

  private static void install(Roster next, List<Integer> hosts) throws Exception {
    SIGNED.add(trio.install(next, hosts));
    ROSTERS.add(next);
  }

  /** A new daemon is given the policy and the statement, as the old ones were. */
  private static void tell(int host) throws Exception {
    trio.installPolicy(treasury, List.of(host));
    trio.register(host, registered);
  }

  private static void handedOver(List<Object> answers, int hosts) {
    assertThat(answers)
        .hasSize(hosts)
        .allSatisfy(
            answer ->
                assertThat(answer)
                    .isInstanceOfSatisfying(
                        ReshareKeyResponse.class,
                        done ->
                            assertThat(done.getRosterVersion())
                                .isEqualTo(ROSTERS.getLast().version())));
  }

  private static boolean share(int host, int epoch) {
    return Files.exists(trio.host(host).file("data/shares/treasury-1-" + epoch + ".share"));
  }

  private static Reason reason(Object answer) {
    return Trio.reason((Throwable) answer).orElseThrow();
  }

  /** One leaf of so many base units, which no daemon knows yet. */
  private static Trio.Registered large(String id, long units) {
    var leaf =
        new Leaf(
            treasury,
            Documents.DUSD,
            treasury.address(),
            BigInteger.valueOf(units),
            Route.BATCH,
            new ClientId("payroll"),
            new ExternalId(id));
    var statement = Documents.statement(trio.genesis, treasury, id, List.of(leaf));
    return new Trio.Registered(statement, List.of(leaf), new ArrayList<>());
  }

  /**
   * Custody-4 was given none of it: it refuses an external id that stands in another statement, and
   * counts what the others were given on this day.
   */
  private static void knowsWhatWasBefore(LocalDate day) throws Exception {
    table.await(() -> trio.status(4).getKeysCount() == 1);
    assertThat(trio.status(4).getTakeoversList()).isEmpty();
    assertThat(reason(catchThrowable(() -> trio.register(4, large("spent", 1)))))
        .isEqualTo(Reason.REASON_EXTERNAL_ID_SEEN);
    assertThat(reason(catchThrowable(() -> trio.register(4, large("batch-0", 1)))))
        .isEqualTo(Reason.REASON_EXTERNAL_ID_SEEN);
    var refused = catchThrowable(() -> trio.register(4, large("beyond", 400_000_000)));
    if (LocalDate.now(ZoneOffset.UTC).equals(day)) {
      assertThat(reason(refused)).isEqualTo(Reason.REASON_LIMIT_EXCEEDED);
    }
  }

  @Test
  @Order(1)
  void onlyAnOperatorTakesARosterAndOnlyTheNextOneThatOfficersSigned() throws Exception {
    var next = next(2, 1, 2);
    var signed = new SignedRoster(next.encoded(), People.officers(trio.genesis, next.hash()));
    var api = trio.operator(1, "api-service/api");
    var operator = trio.operator(1, SECURITY);
    InstallRosterRequest unsigned = Trio.request(signed).toBuilder().removeSignatures(1).build();
    var later = Documents.next(next, 2, next.daemons());
    var skipped = new SignedRoster(later.encoded(), People.officers(trio.genesis, later.hash()));

    assertThat(catchThrowable(() -> api.installRoster(Trio.request(signed))))
        .satisfies(e -> assertThat(reason(e)).isEqualTo(Reason.REASON_ROLE_NOT_ALLOWED));
    assertThat(catchThrowable(() -> operator.installRoster(unsigned)))
        .satisfies(e -> assertThat(reason(e)).isEqualTo(Reason.REASON_ORDER_INVALID));
    assertThat(catchThrowable(() -> operator.installRoster(Trio.request(skipped))))
        .satisfies(e -> assertThat(reason(e)).isEqualTo(Reason.REASON_ORDER_INVALID));
    assertThat(trio.status(1).getRosterVersion()).isZero();
  }

  @Test
  @Order(2)
  void aKeyOfTwoOfThreeBecomesOneOfThreeOfFiveAndTheOldOneSignsUntilThen() throws Exception {
    trio.add();
    trio.add();
    install(next(3, 1, 2, 3, 4, 5), List.of(1, 2, 3));
    trio.start(4, SIGNED);
    trio.start(5, SIGNED);
    table.everyQuorumSigns("before", List.of(List.of(1, 2)));
    var spent = large("spent", 600_000_000);
    for (int host : List.of(1, 2, 3)) {
      trio.register(host, spent);
    }
    var day = LocalDate.now(ZoneOffset.UTC);
    assertThat(trio.status(1).getKeys(0).getRosterVersion()).isZero();
    assertThat(reason(trio.reshare(List.of(1), "custody-2").getFirst()))
        .isEqualTo(Reason.REASON_REQUEST_INVALID);

    handedOver(trio.reshare(List.of(1, 2, 3, 4, 5)), 5);

    tell(4);
    tell(5);
    knowsWhatWasBefore(day);
    assertThat(reason(catchThrowable(() -> table.sign(List.of(1, 2)))))
        .isEqualTo(Reason.REASON_QUORUM_INVALID);
    assertThat(share(1, 0)).isTrue();
    table.everyQuorumSigns("3 of 5", List.of(List.of(1, 2, 3), List.of(1, 4, 5), List.of(2, 3, 5)));
    table.await(() -> !share(1, 0) && !share(2, 0) && !share(3, 0));
    assertThat(trio.status(5).getKeys(0).getThreshold()).isEqualTo(3);
    handedOver(trio.reshare(List.of(4)), 1);
  }

  /**
   * Nothing is left of custody-5; whoever still has its disk has a share of no epoch that signs.
   */
  @Test
  @Order(3)
  void aLostDaemonIsReplaced() throws Exception {
    trio.host(5).kill();
    trio.add();
    install(next(3, 1, 2, 3, 4, 6), List.of(1, 2, 3, 4));
    trio.start(6, SIGNED);

    handedOver(trio.reshare(List.of(1, 2, 3, 4, 6), "custody-5"), 5);

    tell(6);
    table.everyQuorumSigns("replaced", List.of(List.of(1, 2, 6), List.of(3, 4, 6)));
    trio.host(5).start().awaitReady();
    assertThat(catchThrowable(() -> table.sign(List.of(1, 2, 5)))).isNotNull();
  }

  @Test
  @Order(4)
  void whoLeavesHandsOverAndSignsNoMore() throws Exception {
    install(next(3, 1, 2, 3, 4), List.of(1, 2, 3, 4, 6));

    handedOver(trio.reshare(List.of(1, 2, 3, 4, 6)), 5);

    assertThat(trio.status(6).getKeysCount()).isZero();
    assertThat(reason(catchThrowable(() -> table.sign(List.of(1, 2, 6)))))
        .isIn(Reason.REASON_QUORUM_INVALID, Reason.REASON_KEY_UNKNOWN);
    table.everyQuorumSigns("3 of 4", List.of(List.of(1, 2, 3), List.of(2, 3, 4)));
    trio.host(1).kill();
    trio.host(1).start().awaitReady();
    assertThat(trio.status(1).getRosterVersion()).isEqualTo(3);
    table.everyQuorumSigns("after a restart", List.of(List.of(1, 3, 4)));
  }
}
