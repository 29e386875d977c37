package io.argosy.cli.attack;

import io.argosy.chain.Abi;
import io.argosy.chain.LaneKey;
import io.argosy.chain.Transaction;
import io.argosy.chain.executor.Authorization;
import io.argosy.chain.executor.Segment;
import io.argosy.chainclient.Receipt;
import io.argosy.chainclient.Submission;
import io.argosy.cli.deploy.Deployment;
import io.argosy.model.Address;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Thefts on the chain itself, with the lanes' keys, against the executor. */
final class ChainThefts {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final BigInteger GWEI = BigInteger.valueOf(1_000_000_000);
  private final Deployment deployment;
  private final Loot loot;

  ChainThefts(Deployment deployment, Loot loot) {
    this.deployment = deployment;
    this.loot = loot;
  }

  List<Theft> all() {
    return List.of(
        new Theft(
            "On chain: a replayed authorization, paid before",
            "reverted",
            () -> send(treasury(), loot.paid().calldata(), 2_000_000)),
        new Theft(
            "On chain: custody's signature under other recipients",
            "reverted",
            () -> send(treasury(), bent().calldata(), 2_000_000)),
        new Theft(
            "On chain: an authorization after its expiry",
            "reverted",
            () -> send(treasury(), loot.unused().calldata(), 2_000_000)),
        new Theft(
            "On chain: a lane moves the treasury's tokens by itself",
            "reverted",
            () -> send(dusd(), transferFrom(), 200_000)),
        new Theft(
            "On chain: the executor, called at its own address, pays for the treasury",
            "reverted",
            () -> send(deployment.facts().chain().executor(), loot.paid().calldata(), 2_000_000)));
  }

  private Address treasury() {
    return deployment.facts().treasury().address();
  }

  private Address dusd() {
    return deployment.facts().chain().asset("DUSD").token().orElseThrow();
  }

  private Loot.Signed bent() {
    var real = loot.paid().authorization();
    var first = real.segments().getFirst();
    var items =
        first.items().stream().map(item -> new Segment.Item(Loot.THIEF, item.amount())).toList();
    var authorization =
        new Authorization(
            real.treasury(),
            real.statement(),
            real.asset(),
            real.deadline(),
            real.itemGas(),
            real.mode(),
            List.of(new Segment(first.word(), first.mask(), items)));
    return new Loot.Signed(authorization, loot.paid().signature());
  }

  private byte[] transferFrom() {
    return Abi.concat(
        Abi.selector("transferFrom(address,address,uint256)"),
        Abi.word(treasury()),
        Abi.word(Loot.THIEF),
        Abi.word(1_000_000));
  }

  /** Really sends it, from a lane, and answers what became of it in a block. */
  private SortedMap<String, String> send(Address to, byte[] data, long gas)
      throws IOException, InterruptedException {
    var chain = deployment.facts().chain().client();
    var lane = LaneKey.read(deployment.run().of("api-service").resolve("lane-1.key"));
    var fees = new Transaction.Fees(GWEI, GWEI.multiply(BigInteger.valueOf(50)));
    var signed =
        lane.sign(
            Transaction.call(chain.chain(), chain.nonce(lane.address()), fees, gas, to, data));
    var answer = new TreeMap<String, String>();
    switch (chain.submit(signed.bytes())) {
      case Submission.Refused(String why) -> answer.put("chain", "reverted: " + why);
      case Submission.Accepted _, Submission.AlreadyKnown _, Submission.Unclear _ ->
          answer.put("chain", fate(signed));
    }
    return answer;
  }

  private String fate(Transaction.Signed signed) throws IOException, InterruptedException {
    var chain = deployment.facts().chain().client();
    Instant end = Instant.now().plus(PATIENCE);
    while (Instant.now().isBefore(end)) {
      Optional<Receipt> receipt = chain.receipt(signed.hash());
      if (receipt.isPresent()) {
        return (receipt.get().succeeded() ? "executed" : "reverted")
            + " in block "
            + receipt.get().block();
      }
      Thread.sleep(100);
    }
    return "is in no block";
  }
}
