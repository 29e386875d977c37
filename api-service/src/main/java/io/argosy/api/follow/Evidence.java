package io.argosy.api.follow;

import io.argosy.api.statement.StoredStatement;
import io.argosy.chain.Abi;
import io.argosy.chain.Keccak;
import io.argosy.chain.executor.ExecutorEvent;
import io.argosy.chainclient.Log;
import io.argosy.chainclient.Receipt;
import io.argosy.model.Address;
import io.argosy.model.Digest32;
import io.argosy.model.Leaf;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads receipts. A token's payment is evidence only with its exact log: token, treasury,
 * recipient, amount, each log for one leaf; a coin's is the executor's event. That a transaction
 * succeeded is none.
 */
final class Evidence {
  private static final Digest32 TRANSFER = Keccak.hash("Transfer(address,address,uint256)");
  private static final Address COIN = Address.of(new byte[20]);
  private final Function<Digest32, Optional<StoredStatement>> statements;
  private final Address treasury;

  /**
   * @param statements finds a statement that is known here, by its hash
   */
  Evidence(Function<Digest32, Optional<StoredStatement>> statements, Address treasury) {
    this.statements = statements;
    this.treasury = treasury;
  }

  /** A transfer out of the treasury, as a token's log tells it. */
  private record Moved(Address token, Address to, BigInteger amount) {}

  /** What a receipt tells of leaves of statements that are known here. */
  List<Sighting> in(Receipt receipt) {
    var sightings = new ArrayList<Sighting>();
    Map<Moved, Integer> moved = new HashMap<>();
    for (var log : receipt.logs()) {
      if (!log.address().equals(treasury)) {
        count(log, moved);
        continue;
      }
      ExecutorEvent.decode(log.topics(), log.data())
          .ifPresent(
              event -> {
                switch (event) {
                  case ExecutorEvent.Paid paid -> sightings.addAll(paid(paid, log, moved));
                  case ExecutorEvent.Voided voided -> sightings.addAll(voided(voided, log));
                }
                // An event speaks of the calls since the one before, and of no others.
                moved.clear();
              });
    }
    return sightings;
  }

  private void count(Log log, Map<Moved, Integer> moved) {
    boolean transfer =
        log.topics().size() == 3
            && log.topics().getFirst().equals(TRANSFER)
            && log.data().length == 32
            && account(log.topics().get(1)).equals(treasury);
    if (transfer) {
      var out = new Moved(log.address(), account(log.topics().get(2)), Abi.number(log.data(), 0));
      moved.merge(out, 1, Integer::sum);
    }
  }

  private static Address account(Digest32 topic) {
    return Address.of(Arrays.copyOfRange(topic.bytes(), 12, 32));
  }

  private List<Sighting> paid(ExecutorEvent.Paid event, Log log, Map<Moved, Integer> moved) {
    var stored = statements.apply(event.statement());
    if (stored.isEmpty()) {
      return List.of();
    }
    var sightings = new ArrayList<Sighting>();
    for (int number : numbers(event.word(), event.paid(), stored.get())) {
      boolean exact = isExact(stored.get().leaves().get(number), event.token(), moved);
      var kind = exact ? Sighting.Kind.PAID : Sighting.Kind.DISPUTED;
      sightings.add(sighting(event.statement(), number, kind, log));
    }
    for (int number : numbers(event.word(), event.failed(), stored.get())) {
      sightings.add(sighting(event.statement(), number, Sighting.Kind.FAILED, log));
    }
    for (int number : numbers(event.word(), event.disputed(), stored.get())) {
      sightings.add(sighting(event.statement(), number, Sighting.Kind.DISPUTED, log));
    }
    return sightings;
  }

  private static boolean isExact(Leaf leaf, Address token, Map<Moved, Integer> moved) {
    if (!leaf.asset().token().orElse(COIN).equals(token)) {
      return false;
    }
    if (token.equals(COIN)) {
      return true;
    }
    var expected = new Moved(token, leaf.recipient(), leaf.amount());
    int left = moved.getOrDefault(expected, 0);
    moved.put(expected, left - 1);
    return left > 0;
  }

  private List<Sighting> voided(ExecutorEvent.Voided event, Log log) {
    return statements
        .apply(event.statement())
        .map(
            stored ->
                numbers(event.word(), event.mask(), stored).stream()
                    .map(n -> sighting(event.statement(), n, Sighting.Kind.VOID, log))
                    .toList())
        .orElse(List.of());
  }

  private static Sighting sighting(Digest32 statement, int leaf, Sighting.Kind kind, Log log) {
    return new Sighting(statement, leaf, kind, log.transaction(), log.index());
  }

  /** Bits beyond the statement's leaves stand for nothing. */
  private static List<Integer> numbers(long word, BigInteger mask, StoredStatement stored) {
    var numbers = new ArrayList<Integer>();
    for (int bit = mask.getLowestSetBit(); bit >= 0 && bit < 256; bit = next(mask, bit)) {
      long number = word * 256 + bit;
      if (number < stored.leaves().size()) {
        numbers.add((int) number);
      }
    }
    return numbers;
  }

  private static int next(BigInteger mask, int after) {
    int further = mask.shiftRight(after + 1).getLowestSetBit();
    return further < 0 ? -1 : after + 1 + further;
  }
}
