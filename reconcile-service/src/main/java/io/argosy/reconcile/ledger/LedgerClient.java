package io.argosy.reconcile.ledger;

import io.argosy.model.Address;
import io.argosy.model.Amount;
import io.argosy.model.AssetId;
import io.argosy.model.ChainId;
import io.argosy.model.Digest32;
import io.argosy.proto.ledger.v1.GetTrialBalanceRequest;
import io.argosy.proto.ledger.v1.LedgerServiceGrpc;
import io.argosy.proto.ledger.v1.LedgerServiceGrpc.LedgerServiceBlockingStub;
import io.argosy.proto.ledger.v1.ReadFeesRequest;
import io.argosy.proto.ledger.v1.ReadFeesResponse;
import io.argosy.proto.ledger.v1.ReadOutcomesRequest;
import io.argosy.proto.ledger.v1.ReadOutcomesResponse;
import io.argosy.reconcile.match.FeeMatch;
import io.argosy.reconcile.match.LeafRef;
import io.argosy.reconcile.match.LedgerMatch;
import io.argosy.reconcile.match.Payment;
import io.argosy.servicekit.GrpcClient;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/** The ledger's read-only views, parsed. Thread-safe. */
public final class LedgerClient implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final int CHUNK = 5_000;
  private final GrpcClient client;
  private final ChainId chain;

  public LedgerClient(GrpcClient client, ChainId chain) {
    this.client = client;
    this.chain = chain;
  }

  private LedgerServiceBlockingStub stub() {
    return LedgerServiceGrpc.newBlockingStub(client.channel())
        .withDeadlineAfter(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Hands over outcomes after a position, in chunks. */
  void outcomes(long after, Consumer<List<LedgerMatch.Row>> take) throws IOException {
    chunks(
        () -> stub().readOutcomes(ReadOutcomesRequest.newBuilder().setAfter(after).build()),
        new Parsed<>(LedgerClient::outcome, LedgerMatch.Row::position, take),
        after);
  }

  /** Hands over fees after a position, in chunks. */
  void fees(long after, Consumer<List<FeeMatch.Row>> take) throws IOException {
    chunks(
        () -> stub().readFees(ReadFeesRequest.newBuilder().setAfter(after).build()),
        new Parsed<>(this::fee, FeeMatch.Row::position, take),
        after);
  }

  /** How rows of a stream are read, placed and handed over. */
  private record Parsed<A, R>(
      Function<A, R> read, Function<R, Long> position, Consumer<List<R>> take) {}

  /** Opens a stream. */
  private interface Opening<A> {
    Iterator<A> open();
  }

  private static <A, R> void chunks(Opening<A> opening, Parsed<A, R> parsed, long after)
      throws IOException {
    var chunk = new ArrayList<R>();
    long last = after;
    try {
      var answers = opening.open();
      while (answers.hasNext()) {
        R row = parsed.read().apply(answers.next());
        long position = parsed.position().apply(row);
        if (position <= last) {
          throw new IOException("the ledger tells position " + position + " after " + last);
        }
        last = position;
        chunk.add(row);
        if (chunk.size() == CHUNK) {
          parsed.take().accept(List.copyOf(chunk));
          chunk.clear();
        }
      }
    } catch (StatusRuntimeException e) {
      throw new IOException("the ledger answers " + e.getStatus().getCode(), e);
    } catch (IllegalArgumentException e) {
      throw new IOException("the ledger tells a row that is none: " + e.getMessage(), e);
    }
    if (!chunk.isEmpty()) {
      parsed.take().accept(chunk);
    }
  }

  private static LedgerMatch.Row outcome(ReadOutcomesResponse row) {
    var asset = AssetId.parse(row.getAsset());
    return new LedgerMatch.Row(
        number(row.getPosition()),
        new Payment(
            new LeafRef(
                Digest32.of(row.getStatementHash().toByteArray()),
                Integer.toUnsignedLong(row.getLeaf())),
            asset,
            Address.parse(row.getRecipient()),
            units(asset, row.getAmountUnits()),
            number(row.getBlockNumber()),
            Digest32.of(row.getTxHash().toByteArray())));
  }

  private FeeMatch.Row fee(ReadFeesResponse row) {
    return new FeeMatch.Row(
        number(row.getPosition()),
        new FeeMatch.Fee(
            Digest32.of(row.getTxHash().toByteArray()),
            Address.parse(row.getLane()),
            units(AssetId.coin(chain), row.getAmountUnits()),
            number(row.getBlockNumber())));
  }

  private static BigInteger units(AssetId asset, String text) {
    if (!text.matches("[0-9]{1,78}")) {
      throw new IllegalArgumentException("units are up to 78 digits");
    }
    return new Amount(asset, new BigInteger(text)).units();
  }

  private static long number(long value) {
    if (value < 0) {
      throw new IllegalArgumentException("a number of 64 bits");
    }
    return value;
  }

  /**
   * What the ledger knows against itself.
   *
   * @param unbalanced postings whose entries do not sum to zero
   * @param missing final shards whose posting is missing or wrong
   */
  public record SelfCheck(long unbalanced, long missing) {}

  SelfCheck selfCheck() throws IOException {
    try {
      var answer = stub().getTrialBalance(GetTrialBalanceRequest.getDefaultInstance());
      return new SelfCheck(
          number(answer.getUnbalancedPostings()), number(answer.getMissingPostings()));
    } catch (StatusRuntimeException e) {
      throw new IOException("the ledger answers " + e.getStatus().getCode(), e);
    } catch (IllegalArgumentException e) {
      throw new IOException("the ledger's trial balance is none", e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
