package io.argosy.api.follow;

import io.argosy.api.statement.FundStore;
import io.argosy.chain.executor.ExecutorEvent;
import io.argosy.chainclient.Log;
import io.argosy.chainclient.Receipt;
import io.argosy.model.Address;
import io.argosy.model.AssetId;
import io.argosy.model.Digest32;
import io.argosy.model.FundStatement;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Reads refills out of receipts: coin's evidence is the executor's event, whoever submitted it. */
final class RefillEvidence {
  private static final Address COIN = Address.of(new byte[20]);
  private final FundStore funds;
  private final Address treasury;

  RefillEvidence(FundStore funds, Address treasury) {
    this.funds = funds;
    this.treasury = treasury;
  }

  /** A refill that a block tells of. */
  record Seen(
      Digest32 statement,
      int leaf,
      AssetId asset,
      Address lane,
      BigInteger amount,
      Digest32 transaction,
      int logIndex) {}

  List<Seen> in(Receipt receipt) {
    return receipt.logs().stream()
        .filter(log -> log.address().equals(treasury))
        .flatMap(this::paid)
        .toList();
  }

  private Stream<Seen> paid(Log log) {
    var event = ExecutorEvent.decode(log.topics(), log.data());
    if (!(event.orElse(null) instanceof ExecutorEvent.Paid paid) || !paid.token().equals(COIN)) {
      return Stream.empty();
    }
    return funds.find(paid.statement()).stream()
        .flatMap(statement -> leaves(paid).boxed().flatMap(leaf -> seen(statement, leaf, log)));
  }

  private static IntStream leaves(ExecutorEvent.Paid paid) {
    return IntStream.range(0, 256)
        .filter(paid.paid()::testBit)
        .map(bit -> Math.toIntExact(paid.word() * 256 + bit));
  }

  /** Bits beyond the statement's leaves stand for nothing. */
  private static Stream<Seen> seen(FundStatement statement, int leaf, Log log) {
    return statement.refill(leaf).stream()
        .map(
            refill ->
                new Seen(
                    statement.hash(),
                    leaf,
                    statement.asset(),
                    statement.lanes().get(refill.lane()),
                    statement.amount(),
                    log.transaction(),
                    log.index()));
  }
}
