package io.argosy.cli.attack;

import com.google.protobuf.ByteString;
import io.argosy.cli.attack.CustodyCaller.Said;
import io.argosy.cli.deploy.Deployment;
import io.argosy.cli.person.KeyFile;
import io.argosy.custodycore.SignatureLines;
import io.argosy.model.Address;
import io.argosy.model.FundId;
import io.argosy.model.FundStatement;
import io.argosy.model.PersonSignature;
import io.argosy.model.PersonSignature.Role;
import io.argosy.model.PersonSignature.Verdict;
import io.argosy.proto.custody.v1.Acknowledgement;
import io.argosy.proto.custody.v1.FundIntent;
import io.argosy.proto.custody.v1.Intent;
import io.argosy.proto.custody.v1.SignRequest;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** Thefts of the lanes' gas money, beyond what officers signed for. */
final class FundThefts {
  private static final int ITEM_GAS = 50_000;
  private final Deployment deployment;
  private final CustodyCaller caller;
  private final FundStatement fund;

  FundThefts(Deployment deployment, CustodyCaller caller) {
    this.deployment = deployment;
    this.caller = caller;
    this.fund = deployment.facts().fund();
  }

  List<Theft> all() throws IOException, InterruptedException {
    var said = acknowledged(fund, stored());
    int today = (int) FundStatement.day(Instant.now());
    return List.of(
        new Theft(
            "Lane funding: a lane of his own, under two stolen signatures of something else",
            "ORDER_INVALID",
            () -> Attack.spelled(register(withHisLane(), stored()))),
        new Theft(
            "Lane funding: a lane that no officer listed",
            "NOT_IN_STATEMENT",
            () -> refill("unlisted", fund, said, today, fund.lanes().size(), 0)),
        new Theft(
            "Lane funding: one refill more than the day has",
            "NOT_IN_STATEMENT",
            () -> refill("more", fund, said, today, 0, fund.refills())),
        new Theft(
            "Lane funding: tomorrow's refill today",
            "NOT_YET_VALID",
            () -> refill("tomorrow", fund, said, today + 1, 0, 0)),
        new Theft("Lane funding: beyond its lifetime cap", "LIMIT_EXCEEDED", this::beyondCap));
  }

  /** The officers' signatures, which lie in zone A for all to read. */
  private List<PersonSignature> stored() throws IOException {
    var file = deployment.run().documents().resolve("fund-1.signatures");
    return SignatureLines.decode(Files.readAllBytes(file));
  }

  private FundStatement withHisLane() {
    return changed(fund.fund(), List.of(Loot.THIEF), fund.amount(), fund.cap());
  }

  private FundStatement changed(FundId id, List<Address> lanes, BigInteger amount, BigInteger cap) {
    return new FundStatement(
        fund.genesis(),
        id,
        fund.treasury(),
        fund.asset(),
        fund.executor(),
        fund.policy(),
        lanes,
        amount,
        fund.refills(),
        cap,
        fund.notBefore(),
        fund.expiry());
  }

  private SortedMap<String, Said<Acknowledgement>> register(
      FundStatement statement, List<PersonSignature> officers) throws InterruptedException {
    return caller.register(CustodyCaller.parts(statement.encoded(), List.of(), officers));
  }

  private List<Acknowledgement> acknowledged(
      FundStatement statement, List<PersonSignature> officers)
      throws IOException, InterruptedException {
    var all = new ArrayList<Acknowledgement>();
    for (var answer : register(statement, officers).entrySet()) {
      switch (answer.getValue()) {
        case Said.Gave<Acknowledgement>(var acknowledgement) -> all.add(acknowledgement);
        case Said.Refused<Acknowledgement>(String reason, String detail) ->
            throw new IOException(
                answer.getKey() + " refused what officers signed: " + reason + " " + detail);
      }
    }
    return all;
  }

  /** A small one that officers really signed; honest refills use its cap up, at every daemon. */
  private SortedMap<String, String> beyondCap()
      throws IOException, GeneralSecurityException, InterruptedException {
    var amount = BigInteger.TEN.pow(15);
    var small =
        changed(new FundId("fund-small"), fund.lanes(), amount, amount.multiply(BigInteger.TWO));
    var officers = new ArrayList<PersonSignature>();
    for (var officer : deployment.facts().people().officers().subList(0, 2)) {
      officers.add(
          KeyFile.read(officer.file())
              .sign(Role.OFFICER, fund.genesis(), 0, Verdict.APPROVE, small.hash()));
    }
    var said = acknowledged(small, officers);
    int today = (int) FundStatement.day(Instant.now());
    for (var quorum :
        List.of(List.of("custody-1", "custody-2"), List.of("custody-1", "custody-3"))) {
      var honest = request("honest-" + quorum.getLast(), small, said, quorum, today, 0, 0);
      for (var answer : caller.sign(honest, quorum).values()) {
        if (answer instanceof Said.Refused<?>(String reason, String detail)) {
          throw new IOException("custody refused an honest refill: " + reason + " " + detail);
        }
      }
    }
    return refill("cap", small, said, today, 1, 0);
  }

  /** Everybody is asked; each daemon stands in a quorum in which it is asked. */
  private SortedMap<String, String> refill(
      String id, FundStatement statement, List<Acknowledgement> said, int day, int lane, int number)
      throws InterruptedException {
    var first = List.of("custody-1", "custody-2");
    var second = List.of("custody-2", "custody-3");
    var answers =
        Attack.spelled(
            caller.sign(request(id + "-12", statement, said, first, day, lane, number), first));
    answers.putAll(
        Attack.spelled(
            caller.sign(
                request(id + "-23", statement, said, second, day, lane, number),
                List.of("custody-3"))));
    return answers;
  }

  private static SignRequest request(
      String id,
      FundStatement statement,
      List<Acknowledgement> said,
      List<String> quorum,
      int day,
      int lane,
      int number) {
    return SignRequest.newBuilder()
        .setRequestId("fund-" + id)
        .setKeyId("treasury-1")
        .addAllQuorum(quorum)
        .setStatementHash(ByteString.copyFrom(statement.hash().bytes()))
        .addAllAcknowledgements(said)
        .addIntents(
            Intent.newBuilder()
                .setFund(
                    FundIntent.newBuilder()
                        .setLeaf(lane)
                        .setDay(day)
                        .setRefill(number)
                        .setItemGas(ITEM_GAS)))
        .build();
  }
}
