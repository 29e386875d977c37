package io.argosy.api.fund;

import io.argosy.api.Stage;
import io.argosy.api.custody.CustodyGroup;
import io.argosy.api.state.Faults;
import io.argosy.api.state.FinalBlock;
import io.argosy.api.state.Ground;
import io.argosy.api.statement.FundStore;
import io.argosy.chainclient.ChainClient;
import io.argosy.model.Address;
import io.argosy.model.FundStatement;
import io.argosy.model.FundStatement.Refill;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the lanes' coin. One that holds less than half a refill gets the day's next refill: a
 * planned row whose amount is held, which the stages after this one sign, send, follow and book.
 */
public final class Funding implements Stage {
  private static final Logger LOG = LoggerFactory.getLogger(Funding.class);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(3);

  /** What must be left of a day, so that a refill is paid before its deadline. */
  private static final Duration LEFT_OF_DAY = Duration.ofMinutes(2);

  private final Ground ground;
  private final ChainClient chain;
  private final FundStatement statement;
  private final FundStore funds;
  private final Acknowledging acknowledging;
  private final Terms terms;
  private Instant idleUntil = Instant.MIN;
  private final Map<Address, String> waitsFor = new HashMap<>();

  /**
   * How refills are paid.
   *
   * @param lanes that this service has keys of; no other is refilled
   * @param itemGas within the policy's bounds for the coin
   * @param gasLimit of the transaction
   */
  public record Terms(Set<Address> lanes, int itemGas, int gasLimit, int finalityDepth) {
    public Terms {
      lanes = Set.copyOf(lanes);
    }
  }

  public Funding(
      Ground ground,
      CustodyGroup custody,
      ChainClient chain,
      FundStore funds,
      SignedFund fund,
      Terms terms) {
    this.ground = ground;
    this.chain = chain;
    this.statement = fund.statement();
    this.funds = funds;
    this.acknowledging = new Acknowledging(ground, custody, fund);
    this.terms = terms;
  }

  @Override
  public String name() {
    return "fund";
  }

  @Override
  public int run() {
    var now = ground.clock().instant();
    if (now.isBefore(idleUntil)) {
      return 0;
    }
    idleUntil = now.plus(LOOK_AGAIN);
    funds.keep(statement, now);
    acknowledging.run();
    try {
      return refillLow(now);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int refillLow(Instant now) throws IOException {
    long day = FundStatement.day(now);
    boolean time =
        !now.isBefore(statement.notBefore())
            && now.plus(LEFT_OF_DAY).isBefore(statement.deadline(day));
    var last = ground.db().withHandle(tx -> FinalBlock.read(tx, terms.finalityDepth()));
    if (!time || last.isEmpty()) {
      return 0;
    }
    var underWay = ground.db().withExtension(FundDao.class, FundDao::underWay);
    long head = chain.head();
    int planned = 0;
    for (int lane = 0; lane < statement.lanes().size(); lane++) {
      var address = statement.lanes().get(lane);
      if (terms.lanes().contains(address)
          && !underWay.contains(address.toString())
          && chain.balance(address, head).compareTo(statement.amount().shiftRight(1)) < 0) {
        var treasury = chain.balance(statement.treasury().address(), last.get().number());
        planned += refill(day, lane, treasury, now);
      }
    }
    return planned;
  }

  private int refill(long day, int lane, BigInteger treasury, Instant now) {
    int planned = ground.db().inTransaction(tx -> plan(tx, day, lane, treasury, now));
    ground.faults().at(Faults.Point.REFILL_PLANNED);
    return planned;
  }

  private int plan(Handle tx, long day, int lane, BigInteger treasury, Instant now) {
    var dao = tx.attach(FundDao.class);
    var _ = dao.lock();
    var address = statement.lanes().get(lane);
    var leaf = dao.unused(statement.hash().bytes(), leaves(day, lane).toArray(Integer[]::new));
    if (leaf.isEmpty()) {
      return wait(address, "the day's refills are used up");
    }
    var held = dao.held(statement.asset().toString()).toBigIntegerExact();
    if (treasury.subtract(held).compareTo(statement.amount()) < 0) {
      return wait(address, "the treasury's final balance is too small");
    }
    long refill =
        dao.plan(
            statement.hash().bytes(),
            leaf.get(),
            address.toString(),
            statement.asset().toString(),
            new BigDecimal(statement.amount()),
            terms.itemGas(),
            terms.gasLimit(),
            statement.deadline(day),
            now);
    int _ = dao.hold(refill, now);
    waitsFor.remove(address);
    LOG.info("lane {} runs low: refill {} is planned, leaf {}", address, refill, leaf.get());
    return 1;
  }

  private List<Integer> leaves(long day, int lane) {
    return IntStream.range(0, statement.refills())
        .mapToObj(number -> statement.leaf(new Refill(day, lane, number)))
        .flatMap(Optional::stream)
        .toList();
  }

  /** Said once for each cause. */
  private int wait(Address lane, String why) {
    if (!why.equals(waitsFor.put(lane, why))) {
      LOG.warn("lane {} runs low and is not refilled: {}", lane, why);
    }
    return 0;
  }
}
