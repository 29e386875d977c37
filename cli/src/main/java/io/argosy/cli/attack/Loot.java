package io.argosy.cli.attack;

import com.google.protobuf.ByteString;
import io.argosy.chain.Abi;
import io.argosy.chain.EcdsaSignature;
import io.argosy.chain.executor.Authorization;
import io.argosy.chain.executor.Segment;
import io.argosy.cli.attack.CustodyCaller.Said;
import io.argosy.cli.deploy.Deployment;
import io.argosy.model.Address;
import io.argosy.proto.custody.v1.Acknowledgement;
import io.argosy.proto.custody.v1.Intent;
import io.argosy.proto.custody.v1.PayIntent;
import io.argosy.proto.custody.v1.SignRequest;
import io.argosy.proto.custody.v1.SignResponse;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What the attacker starts with: a statement that lives, one that is about to expire, and for each
 * an authorization that custody signed; the first one's was executed.
 */
record Loot(
    Deployment deployment,
    Honest honest,
    Honest.Approved living,
    List<Acknowledgement> acknowledgements,
    Signed paid,
    Honest.Approved dying,
    List<Acknowledgement> dyingAcknowledgements,
    Signed unused) {
  static final int COUNT = 4;
  static final long ITEM_GAS = 100_000;

  /** Longer than registering, signing and paying take, short enough to wait for. */
  private static final Duration SHORT_LIFE = Duration.ofSeconds(25);

  static final Address THIEF = Address.parse("0x" + "7e".repeat(20));

  /** An authorization with custody's signature. */
  record Signed(Authorization authorization, EcdsaSignature signature) {
    byte[] calldata() {
      return authorization.calldata(signature);
    }
  }

  static Loot prepare(Deployment deployment, CustodyCaller caller)
      throws IOException, GeneralSecurityException, InterruptedException {
    var honest = new Honest(deployment, COUNT);
    var dying = honest.approved("short-lived", SHORT_LIFE);
    var dyingAcknowledgements = acknowledged(caller, dying);
    var unused = signed(deployment, caller, dying, dyingAcknowledgements, "loot-unused");
    var living = honest.approved("payroll-may", Duration.ofHours(2));
    var acknowledgements = acknowledged(caller, living);
    var paid = signed(deployment, caller, living, acknowledgements, "loot-paid");
    var deployer = deployment.facts().chain().deployer();
    var treasury = deployment.facts().treasury().address();
    var _ = deployer.await(deployer.call(treasury, paid.calldata()));
    return new Loot(
        deployment, honest, living, acknowledgements, paid, dying, dyingAcknowledgements, unused);
  }

  private static List<Acknowledgement> acknowledged(CustodyCaller caller, Honest.Approved approved)
      throws IOException, InterruptedException {
    var all = new ArrayList<Acknowledgement>();
    var said = caller.register(approved.statement(), approved.leaves(), approved.signatures());
    for (var answer : said.entrySet()) {
      switch (answer.getValue()) {
        case Said.Gave<Acknowledgement>(var acknowledgement) -> all.add(acknowledgement);
        case Said.Refused<Acknowledgement>(String reason, String detail) ->
            throw new IOException(
                answer.getKey() + " refused an honest statement: " + reason + " " + detail);
      }
    }
    return all;
  }

  /** An honest request for the first leaves of a statement, all but the last. */
  static SignRequest.Builder request(
      Honest.Approved approved, List<Acknowledgement> acknowledgements, String id) {
    var pay =
        PayIntent.newBuilder()
            .addAllLeaves(IntStream.range(0, COUNT - 1).boxed().toList())
            .setAsset(approved.leaves().getFirst().asset().toString())
            .setDeadline(approved.statement().expiry().getEpochSecond())
            .setItemGas((int) ITEM_GAS);
    return SignRequest.newBuilder()
        .setRequestId(id)
        .setKeyId("treasury-1")
        .addAllQuorum(List.of("custody-1", "custody-2"))
        .setStatementHash(ByteString.copyFrom(approved.statement().hash().bytes()))
        .addAllAcknowledgements(acknowledgements)
        .addIntents(Intent.newBuilder().setPay(pay));
  }

  private static Signed signed(
      Deployment deployment,
      CustodyCaller caller,
      Honest.Approved approved,
      List<Acknowledgement> acknowledgements,
      String id)
      throws IOException, InterruptedException {
    var request = request(approved, acknowledgements, id).build();
    var said = caller.sign(request, request.getQuorumList());
    var leaves = IntStream.range(0, COUNT - 1).boxed().toList();
    var authorization =
        new Authorization(
            deployment.facts().treasury(),
            approved.statement().hash(),
            approved.leaves().getFirst().asset(),
            Instant.ofEpochSecond(approved.statement().expiry().getEpochSecond()),
            ITEM_GAS,
            approved.statement().mode(),
            Segment.of(leaves, approved.leaves()));
    for (var answer : said.values()) {
      if (answer instanceof Said.Gave<SignResponse>(var response)) {
        var bytes = response.getSignatures(0).getSignature().toByteArray();
        return new Signed(authorization, new EcdsaSignature(bytes));
      }
    }
    throw new IOException("custody did not sign an honest request: " + said);
  }

  /** What treasury and thief hold now, in every asset. */
  SortedMap<String, BigInteger> balances() throws IOException {
    var chain = deployment.facts().chain();
    long head = chain.client().head();
    var balances = new TreeMap<String, BigInteger>();
    var treasury = deployment.facts().treasury().address();
    for (Address holder : List.of(treasury, THIEF)) {
      balances.put("ETH of " + holder, chain.client().balance(holder, head));
      for (String symbol : List.of("DUSD", "DEUR")) {
        var token = chain.asset(symbol).token().orElseThrow();
        byte[] question = Abi.concat(Abi.selector("balanceOf(address)"), Abi.word(holder));
        byte[] answer = chain.client().call(token, question, head);
        balances.put(symbol + " of " + holder, new BigInteger(1, answer));
      }
    }
    return balances;
  }
}
