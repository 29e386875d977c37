package io.argosy.api.sign;

import io.argosy.api.state.Faults;
import io.argosy.api.state.Ground;
import io.argosy.api.state.RefillState;
import io.argosy.api.statement.FundStore;
import io.argosy.chain.executor.Authorization;
import io.argosy.custodycore.Acknowledgement;
import io.argosy.custodycore.SignOrder;
import io.argosy.model.DaemonId;
import io.argosy.model.Digest32;
import io.argosy.model.KeyId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has planned refills signed, each once by one quorum; one that could not be signed stays planned
 * and is taken up again after a while. A request id is a fresh random one, and never repeated.
 */
final class RefillSigning {
  private static final Logger LOG = LoggerFactory.getLogger(RefillSigning.class);
  private static final Duration TRY_AGAIN = Duration.ofSeconds(5);
  private final Ground ground;
  private final FundStore funds;
  private final Quorums quorums;
  private final QuorumCall call;
  private final KeyId key;
  private final int threshold;
  private final Map<Long, Instant> notBefore = new HashMap<>();

  RefillSigning(
      Ground ground, FundStore funds, Quorums quorums, QuorumCall call, KeyId key, int threshold) {
    this.ground = ground;
    this.funds = funds;
    this.quorums = quorums;
    this.call = call;
    this.key = key;
    this.threshold = threshold;
  }

  /** Answers how many refills were signed. */
  int run() {
    var now = ground.clock().instant();
    notBefore.values().removeIf(time -> !time.isAfter(now));
    int signed = 0;
    for (var refill : ground.db().withExtension(RefillDao.class, dao -> dao.unsigned(now))) {
      if (!notBefore.containsKey(refill.refillId())) {
        notBefore.put(refill.refillId(), now.plus(TRY_AGAIN));
        signed += sign(refill);
      }
    }
    return signed;
  }

  private int sign(RefillDao.Unsigned refill) {
    var acknowledgements = acknowledgements(refill.statementHash());
    if (acknowledgements.size() < threshold) {
      return 0;
    }
    var quorum = quorums.next(Set.of());
    if (quorum.isEmpty()) {
      return 0;
    }
    var statement = funds.get(Digest32.of(refill.statementHash()));
    var which = statement.refill(refill.leaf()).orElseThrow();
    var digest = Authorization.of(statement, which, refill.itemGas()).orElseThrow().digest();
    var order =
        new SignOrder(
            UUID.randomUUID().toString(),
            key,
            quorum.get(),
            Optional.of(statement.hash()),
            acknowledgements,
            List.of(new SignOrder.Intent.Fund(which, refill.itemGas())));
    return switch (ask(order, digest)) {
      case Try.Signed(var signatures) -> {
        quorums.worked(quorum.get());
        var names = quorum.get().stream().map(DaemonId::text).toArray(String[]::new);
        byte[] signature = signatures.getFirst().signature().bytes();
        ground.db().useTransaction(tx -> store(tx, refill, digest, signature, names));
        ground.faults().at(Faults.Point.SIGNATURES_STORED);
        LOG.info("refill {} is signed by {}", refill.refillId(), quorum.get());
        yield 1;
      }
      case Try.Failed(var words) -> {
        if (!words.isEmpty() && words.values().stream().allMatch(RefillSigning::isSilence)) {
          quorums.putAside(quorum.get(), words);
        }
        LOG.warn("refill {} is not signed: {}", refill.refillId(), Try.texts(words));
        yield 0;
      }
    };
  }

  /** One that says no to a refill may well sign a shard, so it is not left out of quorums. */
  private static boolean isSilence(Try.Word word) {
    return word.blames() || word.reason().equals("DEPENDENCY_DOWN");
  }

  private Try ask(SignOrder order, Digest32 digest) {
    try {
      return call.ask(order, List.of(digest));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Try.Failed(Map.of());
    }
  }

  private List<Acknowledgement.Signed> acknowledgements(byte[] statement) {
    return ground
        .db()
        .withExtension(RefillDao.class, dao -> dao.acknowledgements(statement))
        .stream()
        .map(SignDao.Acknowledged::signed)
        .toList();
  }

  private static void store(
      Handle tx, RefillDao.Unsigned refill, Digest32 digest, byte[] signature, String[] quorum) {
    int stored =
        tx.attach(RefillDao.class).store(refill.refillId(), digest.bytes(), signature, quorum);
    if (stored != 1) {
      throw new IllegalStateException("refill " + refill.refillId() + " was signed already");
    }
    RefillState.advance(tx, List.of(refill.refillId()), RefillState.PLANNED, RefillState.SIGNED);
  }
}
