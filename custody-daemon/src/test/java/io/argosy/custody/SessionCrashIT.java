package io.argosy.custody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.argosy.custody.Trio.Registered;
import io.argosy.custody.session.Faults.Point;
import io.argosy.proto.custody.v1.SignResponse;
import io.argosy.proto.custodyoperator.v1.GenerateKeyResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A daemon dies at every durable write and every send of a session and of the set-up that follows
 * it; old backups come back. Whatever happens, every quorum signs again by itself, and nothing that
 * may come once comes twice: no session's id, no nonce, no message. A few rows run with the suite,
 * all of them with {@code -Dargosy.crash=all}, or in two pieces with {@code session} and {@code
 * renewal}.
 */
final class SessionCrashIT {
  private static final int VICTIM = 1;
  private static final int DIGESTS = 65;
  private static final Duration AGAIN_WITHIN = Duration.ofSeconds(60);
  @TempDir static Path folder;
  private static Trio trio;
  private static Registered registered;
  private static int requests;

  @BeforeAll
  static void aKeyAPolicyAndAStatement() throws Exception {
    System.out.println("| what happens | every quorum signs again after |\n|---|---|");
    trio = new Trio(folder, CrashingDaemon.class);
    var treasury = Trio.treasury(made().getFirst());
    trio.installPolicy(treasury);
    registered = trio.register(treasury, "batch", DIGESTS);
    for (int host = 1; host <= 3; host++) {
      Files.delete(trio.host(host).file(CrashingDaemon.EVIDENCE)); // All hear the same of a key.
    }
  }

  private static List<GenerateKeyResponse> made() throws Exception {
    return trio.generate(Documents.KEY.text());
  }

  @AfterAll
  static void stop() {
    trio.close();
  }

  private static boolean whole(String piece) {
    return List.of("all", piece).contains(System.getProperty("argosy.crash", ""));
  }

  /** Round 0 and two parts of three rounds. */
  private static List<Death> ofASession() {
    if (!whole("session")) {
      return List.of(Death.at(Point.PERMIT_KEPT, 1), Death.at(Point.SENT, 6));
    }
    var all = new ArrayList<Death>();
    all.add(Death.at(Point.PERMIT_KEPT, 1));
    all.add(Death.at(Point.AGREED, 1));
    all.addAll(Death.all(Point.SENDING, 7));
    all.addAll(Death.all(Point.SENT, 7));
    all.add(Death.at(Point.END_KEPT, 1));
    return all;
  }

  /** Round 0, three rounds and the word on what came out. */
  private static List<Death> ofARenewal() {
    if (!whole("renewal")) {
      return List.of(Death.at(Point.PAIR_SEALED, 1));
    }
    var all = new ArrayList<Death>();
    all.add(Death.at(Point.CUT_OFF_KEPT, 1));
    all.add(Death.at(Point.PAIR_ERASED, 1));
    all.add(Death.at(Point.ERASURE_KEPT, 1));
    all.add(Death.at(Point.AGREED, 1));
    all.addAll(Death.all(Point.SENDING, 5));
    all.addAll(Death.all(Point.SENT, 5));
    all.add(Death.at(Point.PAIR_SEALED, 1));
    all.add(Death.at(Point.RENEWAL_KEPT, 1));
    return all;
  }

  private static List<SignResponse> sign(List<Integer> quorum) throws Exception {
    int[] leaves = IntStream.range(0, DIGESTS).toArray();
    return trio.sign(registered.request("request-" + requests++, quorum, leaves), quorum);
  }

  private static void diesWhileItSigns(Death death) throws Exception {
    death.plan(trio.host(VICTIM));
    var _ = catchThrowable(() -> sign(List.of(VICTIM, 2)));
    trio.host(VICTIM).awaitDeath();
  }

  private static void everyQuorumSignsAgain(String what) throws Exception {
    var began = Instant.now();
    for (var quorum : List.of(List.of(1, 2), List.of(1, 3), List.of(2, 3))) {
      while (!signs(quorum)) {
        assertThat(Duration.between(began, Instant.now())).as(what).isLessThan(AGAIN_WITHIN);
      }
    }
    long millis = Duration.between(began, Instant.now()).toMillis();
    System.out.println("| %s | %d ms |".formatted(what, millis));
    nothingCameTwice();
  }

  private static boolean signs(List<Integer> quorum) throws Exception {
    try {
      var answers = sign(quorum);
      assertThat(answers).allMatch(answer -> answer.getSignaturesCount() == DIGESTS);
      return true;
    } catch (io.grpc.StatusRuntimeException e) {
      Thread.sleep(100);
      return false;
    }
  }

  private static void nothingCameTwice() throws IOException {
    for (int host = 1; host <= 3; host++) {
      var seen = new HashSet<String>();
      var lines = Files.readAllLines(trio.host(host).file(CrashingDaemon.EVIDENCE));
      assertThat(lines).hasSizeGreaterThan(DIGESTS);
      assertThat(lines.stream().filter(line -> !seen.add(line))).as("host " + host).isEmpty();
    }
  }

  @Test
  void aDeathAtAnyMomentOfASessionReusesNothingAndLocksNobody() throws Exception {
    everyQuorumSignsAgain("nothing");
    for (var death : ofASession()) {
      diesWhileItSigns(death);
      trio.host(VICTIM).start().awaitReady();
      everyQuorumSignsAgain(death + " of a session");
    }
    for (var death : ofARenewal()) {
      diesWhileItSigns(Death.at(Point.SENDING, 3));
      death.plan(trio.host(VICTIM));
      trio.host(VICTIM).start();
      trio.host(VICTIM).awaitDeath();
      trio.host(VICTIM).start().awaitReady();
      everyQuorumSignsAgain(death + " of the set-up that follows");
    }
    var nonces = new HashSet<String>();
    for (var line : Files.readAllLines(trio.host(VICTIM).file(CrashingDaemon.EVIDENCE))) {
      if (line.startsWith("nonce ")) {
        nonces.add(line);
      }
    }
    assertThat(nonces).hasSizeGreaterThan(2 * DIGESTS);
    anOldBackupOfOneHost();
    anOldBackupOfAllHosts();
  }

  /** Its shares are older than what its peers set up with it since. */
  private static void anOldBackupOfOneHost() throws Exception {
    var backup = trio.host(VICTIM).backup();
    diesWhileItSigns(Death.at(Point.SENDING, 3));
    trio.host(VICTIM).start().awaitReady();
    everyQuorumSignsAgain("dies once more, after a backup");
    trio.host(VICTIM).kill();
    trio.host(VICTIM).restore(backup);
    trio.host(VICTIM).start().awaitReady();
    everyQuorumSignsAgain("an old backup of one host is restored");
  }

  private static void anOldBackupOfAllHosts() throws Exception {
    var backups = new ArrayList<Path>();
    for (int host = 1; host <= 3; host++) {
      backups.add(trio.host(host).backup());
    }
    everyQuorumSignsAgain("sessions after a backup of all");
    for (int host = 1; host <= 3; host++) {
      trio.host(host).kill();
      trio.host(host).restore(backups.get(host - 1));
      trio.host(host).start();
    }
    for (int host = 1; host <= 3; host++) {
      trio.host(host).awaitReady();
    }
    everyQuorumSignsAgain("old backups of all hosts are restored");
  }
}
