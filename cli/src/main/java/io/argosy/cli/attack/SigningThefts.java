package io.argosy.cli.attack;

import com.google.protobuf.ByteString;
import io.argosy.cli.deploy.Deployment;
import io.argosy.cli.person.KeyFile;
import io.argosy.custodycore.DelegationOrder;
import io.argosy.model.Digest32;
import io.argosy.model.KeyId;
import io.argosy.model.PersonSignature.Role;
import io.argosy.model.PersonSignature.Verdict;
import io.argosy.proto.custody.v1.DelegationIntent;
import io.argosy.proto.custody.v1.Intent;
import io.argosy.proto.custody.v1.PayIntent;
import io.argosy.proto.custody.v1.SignRequest;
import io.argosy.wire.PersonSignatureWire;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Consumer;

/** Thefts by a signing request that goes beyond what was registered. */
final class SigningThefts {
  private final Deployment deployment;
  private final CustodyCaller caller;
  private final Loot loot;

  SigningThefts(Deployment deployment, CustodyCaller caller, Loot loot) {
    this.deployment = deployment;
    this.caller = caller;
    this.loot = loot;
  }

  List<Theft> all() {
    return List.of(
        new Theft(
            "A leaf outside the statement",
            "NOT_IN_STATEMENT",
            () -> pay("outside", pay -> pay.addLeaves(Loot.COUNT))),
        new Theft(
            "A statement that nobody registered: the hash of anything",
            "NOT_REGISTERED",
            () ->
                sign(
                    "raw",
                    request ->
                        request.setStatementHash(
                            ByteString.copyFrom(Digest32.sha256(new byte[] {1}).bytes())))),
        new Theft(
            "A raw hash: an intent of no kind",
            "REQUEST_INVALID",
            () -> sign("kindless", request -> request.setIntents(0, Intent.newBuilder()))),
        new Theft(
            "An authorization that outlives its statement",
            "DEADLINE_TOO_LATE",
            () -> pay("late", pay -> pay.setDeadline(pay.getDeadline() + 1))),
        new Theft(
            "So little gas for each item that transfers fail and he may try again",
            "ITEM_GAS_OUT_OF_BOUNDS",
            () -> pay("gasless", pay -> pay.setItemGas(100))),
        new Theft(
            "One stolen daemon alone",
            "QUORUM_INVALID",
            () ->
                sign(
                    "alone",
                    request -> request.clearQuorum().addAllQuorum(List.of("custody-1")),
                    List.of("custody-1"))),
        new Theft(
            "A delegation of the treasury to his own code, with officers' stolen signatures",
            "EXECUTOR_OTHER",
            this::delegation),
        new Theft("An old statement after its expiry", "STATEMENT_EXPIRED", this::expired));
  }

  private SortedMap<String, String> pay(String id, Consumer<PayIntent.Builder> bend)
      throws Exception {
    return sign(
        id,
        request -> {
          var pay = request.getIntents(0).getPay().toBuilder();
          bend.accept(pay);
          request.setIntents(0, Intent.newBuilder().setPay(pay));
        });
  }

  private SortedMap<String, String> sign(String id, Consumer<SignRequest.Builder> bend)
      throws Exception {
    return sign(id, bend, List.of());
  }

  /** Everybody is asked; each daemon stands in a quorum in which it is asked. */
  private SortedMap<String, String> sign(
      String id, Consumer<SignRequest.Builder> bend, List<String> only) throws Exception {
    var request = Loot.request(loot.living(), loot.acknowledgements(), id + "-12");
    bend.accept(request);
    var answers = Attack.spelled(caller.sign(request.build(), request.getQuorumList()));
    if (only.isEmpty()) {
      var third = request.setRequestId(id + "-23").clearQuorum();
      third.addAllQuorum(List.of("custody-2", "custody-3"));
      answers.putAll(Attack.spelled(caller.sign(third.build(), List.of("custody-3"))));
    }
    return answers;
  }

  private SortedMap<String, String> delegation() throws Exception {
    var order =
        new DelegationOrder(
            deployment.genesisHash(),
            deployment.facts().treasury(),
            new KeyId("treasury-1"),
            Loot.THIEF,
            1);
    var text = Digest32.sha256(order.encoded());
    var intent = DelegationIntent.newBuilder().setOrder(ByteString.copyFrom(order.encoded()));
    for (var officer : deployment.facts().people().officers()) {
      intent.addSignatures(
          PersonSignatureWire.wire(
              KeyFile.read(officer.file())
                  .sign(Role.OFFICER, deployment.genesisHash(), 0, Verdict.APPROVE, text)));
    }
    return sign(
        "delegate",
        request ->
            request
                .clearStatementHash()
                .clearAcknowledgements()
                .setIntents(0, Intent.newBuilder().setDelegation(intent)));
  }

  private SortedMap<String, String> expired() throws Exception {
    while (!Instant.now().isAfter(loot.dying().statement().expiry().plusSeconds(1))) {
      Thread.sleep(200);
    }
    var request = Loot.request(loot.dying(), loot.dyingAcknowledgements(), "expired-12");
    var answers = Attack.spelled(caller.sign(request.build(), request.getQuorumList()));
    request.setRequestId("expired-23").clearQuorum();
    request.addAllQuorum(List.of("custody-2", "custody-3"));
    answers.putAll(Attack.spelled(caller.sign(request.build(), List.of("custody-3"))));
    return answers;
  }
}
