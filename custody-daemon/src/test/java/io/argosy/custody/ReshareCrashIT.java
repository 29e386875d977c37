package io.argosy.custody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.argosy.custody.Death.Way;
import io.argosy.custody.session.Faults.Point;
import io.argosy.custodycore.Roster;
import io.argosy.custodycore.SignedRoster;
import io.argosy.proto.common.v1.Reason;
import io.argosy.proto.custodyoperator.v1.ReshareKeyResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A key goes to and fro between custody-3 and custody-4, while one that stays, one that leaves or
 * one that joins dies at a durable write or a send, or falls silent towards some. Whatever happens,
 * every quorum of the epoch in force signs again for the same address, and the next attempt
 * succeeds; no session's id, nonce or set-up of transfers comes twice. A few rows run with the
 * suite, all of them with {@code -Dargosy.crash=all}.
 */
final class ReshareCrashIT {
  private static final List<Integer> ALL = List.of(1, 2, 3, 4);

  /** Round 0, the epochs that there are, and four rounds of the protocol. */
  private static final int ROUNDS = 6;

  @TempDir static Path folder;
  private static Trio trio;
  private static CrashTable table;
  private static Roster standing;

  /** Which part the one that dies has. */
  private enum Part {
    STAYS,
    LEAVES,
    JOINS
  }

  private record Row(Part part, Death death) {
    @Override
    public String toString() {
      return "who " + part.name().toLowerCase(Locale.ROOT) + " " + death;
    }
  }

  @BeforeAll
  static void aKeyOfThreeAndAFourthHost() throws Exception {
    trio = new Trio(folder, CrashingDaemon.class);
    var treasury = Trio.treasury(trio.generate(Documents.KEY.text()).getFirst());
    trio.add();
    standing = trio.roster;
    var next = next();
    trio.start(4, List.of(trio.install(next, List.of(1, 2, 3))));
    trio.installPolicy(treasury);
    table = new CrashTable(trio, treasury, trio.register(treasury, "batch", 1));
    handedOver(next, "nothing");
  }

  @AfterAll
  static void stop() {
    trio.close();
    table.print("in a handover");
  }

  /** The version in which 3 and 4 change places. */
  private static Roster next() {
    int third = other(standing);
    return Documents.next(standing, 2, List.of(trio.listed(1), trio.listed(2), trio.listed(third)));
  }

  private static int other(Roster roster) {
    return roster.indexes().contains(3) ? 4 : 3;
  }

  private static List<List<Integer>> quorums(Roster roster) {
    int third = roster.indexes().getLast();
    return List.of(List.of(1, 2), List.of(1, third), List.of(2, third));
  }

  private static List<Row> rows() {
    if (!Death.everyRow()) {
      return List.of(
          new Row(Part.LEAVES, Death.at(Point.SENT, 5)),
          new Row(Part.JOINS, Death.at(Point.SHARE_SEALED, 1)));
    }
    var all = new ArrayList<Row>();
    for (var part : Part.values()) {
      deaths(part).forEach(death -> all.add(new Row(part, death)));
      IntStream.rangeClosed(1, ROUNDS)
          .mapToObj(round -> new Death(Point.SENDING, 3 * round - 1, Way.FALLS_SILENT))
          .forEach(silence -> all.add(new Row(part, silence)));
    }
    return all;
  }

  private static List<Death> deaths(Part part) {
    var all = new ArrayList<Death>();
    all.add(Death.at(Point.AGREED, 1));
    all.addAll(Death.all(Point.SENDING, 3 * ROUNDS));
    all.addAll(Death.all(Point.SENT, ROUNDS));
    all.addAll(Death.all(Point.CERTIFICATE_TOLD, 4));
    all.add(Death.at(Point.CERTIFICATE_HEARD, 1));
    if (part != Part.LEAVES) {
      all.add(Death.at(Point.SHARE_SEALED, 1));
      all.add(Death.at(Point.CERTIFICATE_KEPT, 1));
    }
    if (part == Part.JOINS) {
      all.add(Death.at(Point.TAKEOVER_KEPT, 1));
      all.addAll(Death.all(Point.CHECKPOINT_KEPT, 2));
    }
    if (part == Part.STAYS) {
      all.add(Death.at(Point.CHECKPOINT_TOLD, 1));
      all.add(Death.at(Point.SHARE_ENDING, 1));
      all.add(Death.at(Point.SHARE_ENDED, 1));
    }
    return all;
  }

  private static int victim(Part part, Roster next) {
    return switch (part) {
      case STAYS -> 1;
      case LEAVES -> other(next);
      case JOINS -> other(standing);
    };
  }

  private static void handedOver(Roster next, String what) throws Exception {
    assertThat(trio.reshare(ALL))
        .as(what)
        .hasSize(4)
        .allMatch(answer -> answer instanceof ReshareKeyResponse);
    standing = next;
    table.everyQuorumSigns("the handover after: " + what, quorums(standing));
    table.nothingCameTwice(ALL);
  }

  /** Whoever is told last finds the key handed over or not, and every quorum of that signs. */
  private static void everyQuorumThatThereIsSigns(Row row, Roster next) throws Exception {
    table.everyQuorumSigns(
        row.toString(), () -> quorums(table.stands(2) == next.version() ? next : standing));
  }

  @Test
  void aDeathAtAnyMomentOfAHandoverLocksNoKeyAndReusesNothing() throws Exception {
    for (var row : Death.asked(rows())) {
      var next = next();
      SignedRoster _ = trio.install(next, ALL);
      int victim = victim(row.part(), next);
      row.death().plan(trio.host(victim));
      tellAllButDoNotWaitForTheSilent(row, victim);
      if (row.part() == Part.STAYS) {
        var _ = catchThrowable(() -> table.sign(List.of(1, 2)));
      }
      if (row.death().way() == Way.DIES) {
        trio.host(victim).awaitDeath();
      } else {
        trio.host(victim).kill();
      }
      trio.host(victim).start().awaitReady();
      everyQuorumThatThereIsSigns(row, next);
      handedOver(next, row.toString());
    }
    whatWasPermittedBeforeAHandoverIsNotSignedAfterIt();
    whoJoinsSignsNothingBeforeTwoShowedItWhatTheyAgreedTo();
    anOldBackupOfOneHostHarmsNothing();
  }

  /** Who joined may have read the journals before these permits stood there. */
  private static void whatWasPermittedBeforeAHandoverIsNotSignedAfterIt() throws Exception {
    var next = next();
    SignedRoster _ = trio.install(next, ALL);
    for (int host : List.of(1, 2)) {
      new Death(Point.PERMIT_KEPT, 1, Way.WAITS).plan(trio.host(host));
    }
    var signing =
        new FutureTask<>(
            () -> Optional.ofNullable(catchThrowable(() -> table.sign(List.of(1, 2)))));
    var _ = Thread.ofVirtual().start(signing);
    for (int host : List.of(1, 2)) {
      table.await(() -> !Files.exists(trio.host(host).file(CrashingDaemon.PLAN)));
    }
    handedOver(next, "while a signature waits");

    for (int host : List.of(1, 2)) {
      Files.createFile(trio.host(host).file(CrashingDaemon.GO));
    }

    assertThat(signing.get().flatMap(Trio::reason)).contains(Reason.REASON_DESYNC);
  }

  /** Two that held the key say no more when they are asked; once one does, the key signs. */
  private static void whoJoinsSignsNothingBeforeTwoShowedItWhatTheyAgreedTo() throws Exception {
    var next = next();
    SignedRoster _ = trio.install(next, ALL);
    int joins = other(standing);
    int leaves = other(next);
    for (int host : List.of(1, leaves)) {
      new Death(Point.CHECKPOINT_TOLD, 1, Way.FALLS_SILENT).plan(trio.host(host));
    }
    assertThat(trio.reshare(ALL)).allMatch(answer -> answer instanceof ReshareKeyResponse);
    standing = next;

    for (int host : List.of(1, leaves)) {
      table.await(() -> !Files.exists(trio.host(host).file(CrashingDaemon.PLAN)));
    }
    table.everyQuorumSigns("those who held it", List.of(List.of(1, 2)));
    var refused = catchThrowable(() -> table.sign(List.of(2, joins)));
    assertThat(trio.status(joins).getKeysCount()).isZero();
    assertThat(trio.status(joins).getTakeoversList())
        .singleElement()
        .satisfies(each -> assertThat(each).contains("custody-1", "custody-" + leaves));
    assertThat(Trio.reason(refused)).isPresent();
    assertThat(
            Trio.reason(
                catchThrowable(() -> trio.sign(table.request(List.of(2, joins)), List.of(joins)))))
        .contains(Reason.REASON_DEPENDENCY_DOWN);

    trio.host(1).kill();
    trio.host(1).start().awaitReady();
    table.everyQuorumSigns("once one shows it", quorums(standing));
  }

  private static void tellAllButDoNotWaitForTheSilent(Row row, int victim) throws Exception {
    if (row.death().way() == Way.DIES) {
      var _ = trio.reshare(ALL);
      return;
    }
    Callable<Throwable> silent = () -> catchThrowable(() -> trio.reshare(List.of(victim)));
    var _ = Thread.ofVirtual().start(new FutureTask<>(silent));
    var _ = trio.reshare(ALL.stream().filter(host -> host != victim).toList());
    if (row.part() == Part.STAYS) {
      table.everyQuorumSigns(
          row + ", the others", List.of(List.of(2, standing.indexes().getLast())));
    }
  }

  /** It knows neither the version nor the epoch, says so, and is dealt a share in the next one. */
  private static void anOldBackupOfOneHostHarmsNothing() throws Exception {
    var backup = trio.host(1).backup();
    var next = next();
    var signed = trio.install(next, ALL);
    handedOver(next, "a backup of one host");
    trio.host(1).kill();
    trio.host(1).restore(backup);
    trio.host(1).start().awaitReady();

    assertThat(catchThrowable(() -> table.sign(List.of(1, 2)))).isNotNull();
    table.everyQuorumSigns("an old backup, the others", quorums(standing).subList(2, 3));
    assertThat(table.quarantined(ALL)).isEmpty();

    var _ = trio.operator(1, "custody-operator/security").installRoster(Trio.request(signed));
    var later = next();
    var _ = trio.install(later, ALL);
    handedOver(later, "an old backup of one host");
  }
}
