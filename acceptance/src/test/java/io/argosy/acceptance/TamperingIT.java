package io.argosy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.argosy.acceptance.Bending.Bent;
import io.argosy.cli.attack.CustodyCaller;
import io.argosy.cli.attack.CustodyCaller.Said;
import io.argosy.cli.attack.Honest;
import io.argosy.model.Leaf;
import io.argosy.proto.custody.v1.Acknowledgement;
import io.argosy.proto.custody.v1.Intent;
import io.argosy.proto.custody.v1.PayIntent;
import io.argosy.proto.custody.v1.RegisterRequest;
import io.argosy.proto.custody.v1.SignRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A client of custody that changes any single field of what it sends: every daemon, asked directly,
 * refuses, or the field stands in a short list with the reason why it harms nobody.
 */
final class TamperingIT {
  private static final int COUNT = 4;

  /** What may differ, and why nobody can take anything by it. */
  private static final Map<String, String> HARMLESS =
      Map.of(
          "head.signatures last twice", "a person counts once",
          "request_id", "a name for the request, used once whatever it is",
          "acknowledgements one fewer", "with fewer, the statement weighs more against its limits",
          "acknowledgements last twice", "a daemon counts once",
          "intents last twice", "two signatures for the same leaves, each of which is paid once",
          "intents.pay.leaves one fewer", "which leaves of the statement a shard pays is free",
          "intents.pay.item_gas", "within the bounds that the policy sets for the asset");

  private static Whole whole;
  private static CustodyCaller caller;
  private static Honest.Approved registered;
  private static List<Acknowledgement> acknowledgements = List.of();

  @BeforeAll
  static void start() throws Exception {
    whole = Whole.start("tampering");
    caller = CustodyCaller.open(whole.deployment());
    registered = new Honest(whole.deployment(), COUNT).approved("registered", Duration.ofHours(1));
    acknowledgements = new ArrayList<>();
    for (var said :
        caller
            .register(registered.statement(), registered.leaves(), registered.signatures())
            .values()) {
      assertThat(said).isInstanceOf(Said.Gave.class);
      if (said instanceof Said.Gave<Acknowledgement>(var acknowledgement)) {
        acknowledgements.add(acknowledgement);
      }
    }
  }

  @AfterAll
  static void stop() {
    caller.close();
    whole.close();
  }

  private static List<RegisterRequest> registration(Honest.Approved approved) {
    return CustodyCaller.parts(
        approved.statement().encoded(),
        approved.leaves().stream().map(Leaf::encoded).toList(),
        approved.signatures());
  }

  private static Honest.Approved fresh(String name) throws Exception {
    return new Honest(whole.deployment(), COUNT).approved(name, Duration.ofHours(1));
  }

  private static <T> void requireRefused(String what, SortedMap<String, Said<T>> said) {
    assertThat(said).as(what).hasSize(3);
    said.forEach(
        (daemon, answer) -> {
          assertThat(answer).as(what + " at " + daemon).isInstanceOf(Said.Refused.class);
          if (answer instanceof Said.Refused<T>(String reason, String _)) {
            assertThat(reason)
                .as(what + " at " + daemon)
                .isNotIn("PEER_UNREACHABLE", "INTERNAL", "UNKNOWN", "DESYNC", "UNAVAILABLE");
          }
        });
  }

  @Test
  void everyChangedFieldOfARegistrationIsRefusedByEveryDaemon() throws Exception {
    var approved = fresh("bent-registration");
    var parts = registration(approved);
    var harmless = new HashSet<String>();
    int bent = 0;
    for (int place = 0; place < parts.size(); place++) {
      for (Bent each : Bending.all(parts.get(place))) {
        var changed = new ArrayList<>(parts);
        changed.set(place, each.as(RegisterRequest.class));
        if (HARMLESS.containsKey(each.path())) {
          harmless.add(each.path());
          continue;
        }
        requireRefused(each.path(), caller.register(changed));
        bent++;
      }
    }
    assertThat(bent).isGreaterThanOrEqualTo(15);
    assertThat(caller.register(parts).values()).allMatch(said -> said instanceof Said.Gave);
    assertThat(harmless).containsExactly("head.signatures last twice");
  }

  @Test
  void everyChangedFieldOfTheStatementsTextIsRefusedByEveryDaemon() throws Exception {
    var approved = fresh("bent-text");
    var lines = new String(approved.statement().encoded(), StandardCharsets.US_ASCII).split("\n");
    assertThat(lines).hasSizeGreaterThan(10);
    for (int i = 0; i < lines.length; i++) {
      var changed = lines.clone();
      char last = changed[i].charAt(changed[i].length() - 1);
      char other = last == '1' ? '2' : '1';
      changed[i] = changed[i].substring(0, changed[i].length() - 1) + other;
      byte[] text = (String.join("\n", changed) + "\n").getBytes(StandardCharsets.US_ASCII);
      var parts = new ArrayList<>(registration(approved));
      parts.set(
          0,
          parts.getFirst().toBuilder()
              .setHead(
                  parts.getFirst().getHead().toBuilder().setStatement(ByteString.copyFrom(text)))
              .build());
      requireRefused(lines[i], caller.register(parts));
    }
  }

  @Test
  void everyChangedByteOfALeafIsRefusedByEveryDaemon() throws Exception {
    var approved = fresh("bent-leaf");
    byte[] leaf = approved.leaves().getFirst().encoded();
    for (int place = 0; place < leaf.length; place++) {
      byte[] bent = leaf.clone();
      bent[place] ^= 1;
      var leaves = new ArrayList<>(approved.leaves().stream().map(Leaf::encoded).toList());
      leaves.set(0, bent);
      var parts =
          CustodyCaller.parts(approved.statement().encoded(), leaves, approved.signatures());
      requireRefused("byte " + place + " of a leaf", caller.register(parts));
    }
  }

  private static SignRequest honest(String id) {
    var pay =
        PayIntent.newBuilder()
            .addAllLeaves(IntStream.range(0, COUNT - 1).boxed().toList())
            .setAsset(registered.leaves().getFirst().asset().toString())
            .setDeadline(registered.statement().expiry().getEpochSecond())
            .setItemGas(100_000);
    return SignRequest.newBuilder()
        .setRequestId(id)
        .setKeyId("treasury-1")
        .addAllQuorum(List.of("custody-1", "custody-2"))
        .setStatementHash(ByteString.copyFrom(registered.statement().hash().bytes()))
        .addAllAcknowledgements(acknowledgements)
        .addIntents(Intent.newBuilder().setPay(pay))
        .build();
  }

  /** Asks each daemon in a quorum of which it is a member, unless the quorum itself is bent. */
  private static void requireRefused(Bent bent, String id) throws InterruptedException {
    var request = bent.as(SignRequest.class).toBuilder().setRequestId(id + "a");
    var all = caller.sign(request.build(), List.of("custody-1", "custody-2"));
    if (!bent.path().startsWith("quorum")) {
      request.clearQuorum().addAllQuorum(List.of("custody-2", "custody-3"));
    }
    all.putAll(caller.sign(request.setRequestId(id + "b").build(), List.of("custody-3")));
    requireRefused(bent.path(), all);
  }

  @Test
  void everyChangedFieldOfASigningRequestIsRefusedByEveryDaemonOrHarmsNobody() throws Exception {
    Set<String> seen = new HashSet<>();
    int number = 0;
    for (Bent bent : Bending.all(honest("bent"))) {
      number++;
      if (HARMLESS.containsKey(bent.path())) {
        seen.add(bent.path());
        var request = bent.as(SignRequest.class).toBuilder().setRequestId("harmless-" + number);
        var said = caller.sign(request.build(), request.getQuorumList());
        assertThat(said.values()).as(bent.path()).allMatch(each -> each instanceof Said.Gave);
      } else {
        requireRefused(bent, "bent-" + number);
      }
    }
    assertThat(number).isGreaterThan(20);
    assertThat(seen).hasSize(HARMLESS.size() - 1);
  }

  @Test
  void anEarlierDeadlineIsServedAndALaterOneIsNot() throws Exception {
    var request = honest("deadline").toBuilder();
    var pay = request.getIntents(0).getPay().toBuilder();
    pay.setDeadline(pay.getDeadline() - 60);
    request.setIntents(0, Intent.newBuilder().setPay(pay));

    var said = caller.sign(request.build(), request.getQuorumList());

    assertThat(said.values()).hasSize(2).allMatch(each -> each instanceof Said.Gave);
  }

  /** So that a message that nothing bends is noticed. */
  @Test
  void theWalkBendsEveryFieldOfEveryMessageThatItMeets() {
    Message request = honest("walk");
    var paths = Bending.all(request).stream().map(Bent::path).toList();
    for (var field : request.getDescriptorForType().getFields()) {
      assertThat(paths).as(field.getName()).anyMatch(path -> path.startsWith(field.getName()));
    }
  }
}
