package io.argosy.custody;

import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.chain.EcdsaSignature;
import io.argosy.custody.Trio.Registered;
import io.argosy.model.AccountId;
import io.argosy.model.Digest32;
import io.argosy.proto.custody.v1.SignRequest;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * What is asked of a wallet after each row of a matrix: every quorum signs for the same address by
 * itself, and nothing came twice that may come once.
 */
final class CrashTable {
  private static final Duration AGAIN_WITHIN = Duration.ofSeconds(60);
  private final Trio trio;
  private final AccountId treasury;
  private final Registered registered;
  private final List<String> rows = new ArrayList<>();
  private int requests;

  CrashTable(Trio trio, AccountId treasury, Registered registered) {
    this.trio = trio;
    this.treasury = treasury;
    this.registered = registered;
  }

  /** Signs one leaf with a quorum; its signature is one of the treasury's address. */
  void sign(List<Integer> quorum) throws Exception {
    for (var answer : trio.sign(request(quorum), quorum)) {
      var each = answer.getSignatures(0);
      assertThat(
              new EcdsaSignature(each.getSignature().toByteArray())
                  .signer(Digest32.of(each.getDigest().toByteArray())))
          .contains(treasury.address());
    }
  }

  /** An order of one leaf for a quorum, which was not asked for before. */
  SignRequest request(List<Integer> quorum) {
    return registered.request("request-" + requests++, quorum, 0);
  }

  private boolean signs(List<Integer> quorum) throws Exception {
    try {
      sign(quorum);
      return true;
    } catch (StatusRuntimeException e) {
      Thread.sleep(100);
      return false;
    }
  }

  void everyQuorumSigns(String what, List<List<Integer>> quorums) throws Exception {
    everyQuorumSigns(what, () -> quorums);
  }

  /** The same where it may change in between which quorums there are. */
  void everyQuorumSigns(String what, Callable<List<List<Integer>>> quorums) throws Exception {
    var began = Instant.now();
    while (!allSign(quorums.call())) {
      assertThat(Duration.between(began, Instant.now()))
          .as("%s, then %s", what, quorums.call())
          .isLessThan(AGAIN_WITHIN);
    }
    long millis = Duration.between(began, Instant.now()).toMillis();
    rows.add("| %s | %d ms |".formatted(what, millis));
  }

  private boolean allSign(List<List<Integer>> quorums) throws Exception {
    for (var quorum : quorums) {
      if (!signs(quorum)) {
        return false;
      }
    }
    return true;
  }

  /** A ceremony says some things to all others alike; what belongs to one session or pair not. */
  void nothingCameTwice(List<Integer> hosts) throws IOException {
    for (int host : hosts) {
      var seen = new HashSet<String>();
      var lines =
          Files.readAllLines(trio.host(host).file(CrashingDaemon.EVIDENCE)).stream()
              .filter(line -> !line.startsWith("said "))
              .toList();
      assertThat(lines).as("host " + host).isNotEmpty();
      assertThat(lines.stream().filter(line -> !seen.add(line))).as("host " + host).isEmpty();
    }
  }

  /** The epoch in force at a host; -1 when its share is not in memory. */
  int epoch(int host) throws Exception {
    var status = trio.status(host);
    assertThat(status.getQuarantinedList()).as("host " + host).isEmpty();
    return status.getKeysCount() == 0 ? -1 : status.getKeys(0).getEpoch();
  }

  /** The version of the roster in which the key stands at a host; -1 when it does not hold it. */
  int stands(int host) throws Exception {
    var status = trio.status(host);
    return status.getKeysCount() == 0 ? -1 : status.getKeys(0).getRosterVersion();
  }

  List<String> quarantined(List<Integer> hosts) throws Exception {
    var all = new ArrayList<String>();
    for (int host : hosts) {
      all.addAll(trio.status(host).getQuarantinedList());
    }
    return all;
  }

  /** Waits until a host says so. */
  void await(Callable<Boolean> condition) throws Exception {
    Trio.await(AGAIN_WITHIN, condition);
  }

  void print(String of) {
    System.out.println("| " + of + " | every quorum signs after |\n|---|---|");
    rows.forEach(System.out::println);
  }
}
