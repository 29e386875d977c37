package io.argosy.acceptance;

import static io.argosy.proto.common.v1.Reason.*;

import io.argosy.cli.deploy.Deployment;
import io.argosy.model.Address;
import io.argosy.model.AssetId;
import io.argosy.model.Leaf;
import io.argosy.model.PersonSignature.Role;
import io.argosy.model.PersonSignature.Verdict;
import io.argosy.model.Route;
import io.argosy.proto.common.v1.Reason;
import io.argosy.proto.custody.v1.CustodyServiceGrpc;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What a daemon says to statements that it must not register. */
record RegistrationReasons(Host host, Provoked provoked) {
  private static final int MORE_THAN_THERE_ARE_PLACES = 8;

  private Deployment deployment() {
    return host.deployment();
  }

  private void refused(Reason reason, Paper paper) throws Exception {
    provoked.by(reason, host.register(paper));
  }

  private Paper right(String name) throws Exception {
    return Paper.right(deployment(), name);
  }

  /** One payout that a test bent before people signed it. */
  private Paper one(Leaf leaf) throws Exception {
    return Paper.of(deployment(), "bent", List.of(leaf));
  }

  private Leaf leaf() {
    return Paper.leaf(deployment(), "bent", 0, deployment().facts().chain().asset("DUSD"));
  }

  private static Leaf with(Leaf leaf, AssetId asset, BigInteger amount, Route route) {
    return new Leaf(
        leaf.treasury(), asset, leaf.recipient(), amount, route, leaf.client(), leaf.externalId());
  }

  void provokeByText() throws Exception {
    var paper = right("bent");
    var now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    String dusd = deployment().facts().chain().asset("DUSD").toString();
    String elsewhere = deployment().facts().treasury().chain() + ":0x" + "11".repeat(20);
    var longer = new Paper(deployment(), paper.text() + "more: 1\n", paper.leaves(), List.of());

    refused(REASON_STATEMENT_MALFORMED, longer);
    refused(REASON_GENESIS_OTHER, paper.saying("genesis", "00".repeat(32)));
    refused(REASON_COUNT_MISMATCH, paper.saying("count", "3"));
    refused(REASON_ROOT_MISMATCH, paper.saying("root", "00".repeat(32)));
    refused(REASON_TOTALS_MISMATCH, paper.saying("total", dusd + " 1 6 0.000001"));
    refused(REASON_TREASURY_UNKNOWN, paper.saying("treasury", elsewhere));
    refused(REASON_EXECUTOR_OTHER, paper.saying("executor", "2"));
    refused(REASON_LIFE_TOO_LONG, paper.saying("expiry", now.plus(Duration.ofDays(3)).toString()));
    refused(
        REASON_STATEMENT_EXPIRED,
        paper
            .saying("not-before", now.minusSeconds(60).toString())
            .saying("expiry", now.minusSeconds(30).toString()));
  }

  void provokeByLeaves() throws Exception {
    var leaf = leaf();
    var stranger = AssetId.token(leaf.asset().chain(), Address.of(leaf.recipient().bytes()));
    var million = BigInteger.TEN.pow(12);

    refused(REASON_ASSET_UNKNOWN, one(with(leaf, stranger, leaf.amount(), Route.BATCH)));
    refused(REASON_LIMIT_EXCEEDED, one(with(leaf, leaf.asset(), million, Route.BATCH)));
    refused(REASON_ROUTE_NOT_SUPPORTED, one(with(leaf, leaf.asset(), leaf.amount(), Route.DIRECT)));
  }

  void provokeByPeople() throws Exception {
    var people = deployment().facts().people();
    var paper = right("unsigned");
    var maker = paper.sign(people.maker(), Role.MAKER, Verdict.APPROVE);
    var alice = paper.sign(people.approvers().get(0), Role.APPROVER, Verdict.APPROVE);
    var bob = paper.sign(people.approvers().get(1), Role.APPROVER, Verdict.APPROVE);
    var no = paper.sign(people.approvers().get(1), Role.APPROVER, Verdict.REJECT);
    var herself = paper.sign(people.makersSecondKey(), Role.APPROVER, Verdict.APPROVE);
    var officer = paper.sign(people.officers().getFirst(), Role.APPROVER, Verdict.APPROVE);

    refused(REASON_SIGNATURE_INVALID, right("another").withSignaturesOf(paper));
    refused(REASON_MAKER_MISSING, paper.signedBy(alice, bob));
    refused(REASON_APPROVALS_MISSING, paper.signedBy(maker, alice, alice));
    refused(REASON_MAKER_IS_APPROVER, paper.signedBy(maker, alice, herself));
    refused(REASON_PERSON_UNKNOWN, paper.signedBy(maker, alice, officer));
    refused(REASON_REJECTED_BY_APPROVER, paper.signedBy(maker, alice, no));
  }

  /** Registrations that are begun and not ended take all places. */
  void provokeByCrowding() throws Exception {
    int port = deployment().ports(host.name()).getOrDefault("client", 0);
    var tls = deployment().apiCustodyCertificate();
    var head = right("crowd").registration().subList(0, 1);
    var crowd = new ArrayList<Caller.Held<?, ?>>();
    try (var caller = Caller.with(port, tls, tls.authority())) {
      for (int i = 0; i < MORE_THAN_THERE_ARE_PLACES; i++) {
        crowd.add(caller.begin(CustodyServiceGrpc.getRegisterMethod(), head));
      }
      var turnedAway = crowd.stream().map(Caller.Held::said).toArray(CompletableFuture<?>[]::new);
      var said = CompletableFuture.anyOf(turnedAway).get(10, TimeUnit.SECONDS);
      provoked.by(REASON_RATE_LIMITED, (Said) said);
      crowd.forEach(Caller.Held::close);
    }
  }
}
