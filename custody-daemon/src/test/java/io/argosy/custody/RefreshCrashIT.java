package io.argosy.custody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.argosy.custody.Death.Way;
import io.argosy.custody.session.Faults.Point;
import io.argosy.proto.common.v1.Reason;
import io.argosy.proto.custodyoperator.v1.RefreshKeyRequest;
import io.argosy.proto.custodyoperator.v1.RefreshKeyResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A daemon dies at every durable write and every send of a refresh, falls silent towards one of its
 * peers, or comes back from an old backup. Whatever happens, every quorum signs again for the same
 * address, in one epoch, and the next refresh succeeds; no session's id, nonce or set-up of
 * transfers comes twice. A few rows run with the suite, all of them with {@code
 * -Dargosy.crash=all}.
 */
final class RefreshCrashIT {
  private static final int VICTIM = 1;
  private static final List<Integer> ALL = List.of(1, 2, 3);
  private static final List<List<Integer>> QUORUMS =
      List.of(List.of(1, 2), List.of(1, 3), List.of(2, 3));

  /** Round 0, the epochs that there are, and four rounds of the protocol. */
  private static final int ROUNDS = 6;

  @TempDir static Path folder;
  private static Trio trio;
  private static CrashTable table;

  @BeforeAll
  static void aKeyAPolicyAndAStatement() throws Exception {
    trio = new Trio(folder, CrashingDaemon.class);
    var treasury = Trio.treasury(trio.generate(Documents.KEY.text()).getFirst());
    trio.installPolicy(treasury);
    table = new CrashTable(trio, treasury, trio.register(treasury, "batch", 1));
  }

  @AfterAll
  static void stop() {
    trio.close();
    table.print("in a refresh");
  }

  private static RefreshKeyResponse refresh(int host, int epoch) throws Exception {
    var request = RefreshKeyRequest.newBuilder().setKeyId(Documents.KEY.text()).setEpoch(epoch);
    return trio.operator(host, "custody-operator/security").refreshKey(request.build());
  }

  /** Tells every host; answers what each said. */
  private static List<Object> refresh(int epoch) throws Exception {
    var calls = new ArrayList<Callable<Object>>();
    for (int host : ALL) {
      calls.add(
          () -> {
            try {
              return refresh(host, epoch);
            } catch (io.grpc.StatusRuntimeException e) {
              return e;
            }
          });
    }
    return Trio.together(calls);
  }

  private static List<Death> deaths() {
    if (!Death.everyRow()) {
      return List.of(
          Death.at(Point.SENDING, 11),
          Death.at(Point.CERTIFICATE_KEPT, 1),
          Death.at(Point.SHARE_ENDING, 1));
    }
    var all = new ArrayList<Death>();
    all.add(Death.at(Point.AGREED, 1));
    all.addAll(Death.all(Point.SENDING, 2 * ROUNDS));
    all.addAll(Death.all(Point.SENT, ROUNDS));
    all.add(Death.at(Point.SHARE_SEALED, 1));
    all.add(Death.at(Point.CERTIFICATE_KEPT, 1));
    all.addAll(Death.all(Point.CERTIFICATE_TOLD, 6));
    all.add(Death.at(Point.CERTIFICATE_HEARD, 1));
    all.add(Death.at(Point.SHARE_ENDING, 1));
    all.add(Death.at(Point.SHARE_ENDED, 1));
    return all;
  }

  /** What one peer still hears in a round and the other not. */
  private static List<Death> silences() {
    var rounds = Death.everyRow() ? IntStream.rangeClosed(1, ROUNDS) : IntStream.of(ROUNDS);
    return rounds.mapToObj(round -> new Death(Point.SENDING, 2 * round, Way.FALLS_SILENT)).toList();
  }

  private static int standing() throws Exception {
    table.await(() -> table.epoch(1) == table.epoch(2) && table.epoch(2) == table.epoch(3));
    return table.epoch(1);
  }

  private static void theNextRefreshSucceeds(String what) throws Exception {
    int before = standing();
    assertThat(refresh(before))
        .as(what)
        .allSatisfy(
            answer ->
                assertThat(answer)
                    .isInstanceOfSatisfying(
                        RefreshKeyResponse.class,
                        made -> assertThat(made.getEpoch()).isGreaterThan(before)));
    table.everyQuorumSigns("the refresh after: " + what, QUORUMS);
    table.nothingCameTwice(ALL);
  }

  @Test
  void aDeathAtAnyMomentOfARefreshLocksNoKeyAndReusesNothing() throws Exception {
    table.everyQuorumSigns("nothing", QUORUMS);
    for (var death : Death.asked(deaths())) {
      int before = standing();
      death.plan(trio.host(VICTIM));
      var _ = refresh(before);
      signUntilItDies();
      trio.host(VICTIM).awaitDeath();
      trio.host(VICTIM).start().awaitReady();
      table.everyQuorumSigns(death.toString(), QUORUMS);
      theNextRefreshSucceeds(death.toString());
    }
    for (var silence : Death.asked(silences())) {
      whoAnswersSomeAndNotOthersLocksNobodyOut(silence);
    }
    anOldBackupOfOneHostSignsNothingWithTheOthersUntilItIsDealtAShare();
  }

  /** An old epoch ends after a signature of the new one, and the victim may die in that. */
  private static void signUntilItDies() throws IOException {
    var end = Instant.now().plusSeconds(10);
    while (trio.host(VICTIM).lives() && Instant.now().isBefore(end)) {
      var _ = catchThrowable(() -> table.sign(QUORUMS.getFirst()));
    }
  }

  private static void whoAnswersSomeAndNotOthersLocksNobodyOut(Death silence) throws Exception {
    int before = standing();
    silence.plan(trio.host(VICTIM));

    var answers = refreshHonest(before);

    assertThat(answers).as(silence.toString()).hasSize(2);
    table.everyQuorumSigns(silence + ", the others", QUORUMS.subList(2, 3));
    trio.host(VICTIM).kill();
    trio.host(VICTIM).start().awaitReady();
    table.everyQuorumSigns(silence.toString(), QUORUMS);
    theNextRefreshSucceeds(silence.toString());
  }

  /** The silent one's own operator hears nothing more, and is not waited for. */
  private static List<Object> refreshHonest(int epoch) throws Exception {
    Callable<Throwable> silent = () -> catchThrowable(() -> refresh(VICTIM, epoch));
    var _ = Thread.ofVirtual().start(new FutureTask<>(silent));
    var calls = new ArrayList<Callable<Object>>();
    for (int host : List.of(2, 3)) {
      calls.add(() -> String.valueOf(catchThrowable(() -> refresh(host, epoch))));
    }
    return Trio.together(calls);
  }

  private static void anOldBackupOfOneHostSignsNothingWithTheOthersUntilItIsDealtAShare()
      throws Exception {
    var backup = trio.host(VICTIM).backup();
    table.everyQuorumSigns("a backup of one host", QUORUMS);
    theNextRefreshSucceeds("a backup of one host");
    int now = standing();
    trio.host(VICTIM).kill();
    trio.host(VICTIM).restore(backup);
    trio.host(VICTIM).start().awaitReady();

    assertThat(table.epoch(VICTIM)).isLessThan(now);
    assertThat(Trio.reason(catchThrowable(() -> table.sign(QUORUMS.getFirst()))))
        .hasValueSatisfying(
            reason ->
                assertThat(reason).isIn(Reason.REASON_DESYNC, Reason.REASON_KEY_STORE_SEALED));
    table.everyQuorumSigns("an old backup of one host, the others", QUORUMS.subList(2, 3));

    assertThat(refresh(now)).allMatch(RefreshKeyResponse.class::isInstance);
    table.everyQuorumSigns("an old backup of one host", QUORUMS);
    table.nothingCameTwice(ALL);
  }
}
