package io.argosy.api.book;

import com.google.protobuf.ByteString;
import io.argosy.proto.ledger.v1.AccountBalance;
import io.argosy.proto.ledger.v1.GetTrialBalanceRequest;
import io.argosy.proto.ledger.v1.GetTrialBalanceResponse;
import io.argosy.proto.ledger.v1.LedgerServiceGrpc;
import io.argosy.proto.ledger.v1.ReadFeesRequest;
import io.argosy.proto.ledger.v1.ReadFeesResponse;
import io.argosy.proto.ledger.v1.ReadOutcomesRequest;
import io.argosy.proto.ledger.v1.ReadOutcomesResponse;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/** The ledger's read-only views, for the watcher. */
public final class LedgerEndpoint extends LedgerServiceGrpc.LedgerServiceImplBase {
  private static final int PAGE = 2_000;
  private final Jdbi db;

  public LedgerEndpoint(Jdbi db) {
    this.db = db;
  }

  @Override
  public void readOutcomes(ReadOutcomesRequest request, StreamObserver<ReadOutcomesResponse> out) {
    pages(
        request.getAfter(),
        after -> db.withExtension(LedgerDao.class, dao -> dao.paid(after, PAGE)),
        paid -> {
          out.onNext(wire(paid));
          return paid.position();
        });
    out.onCompleted();
  }

  @Override
  public void readFees(ReadFeesRequest request, StreamObserver<ReadFeesResponse> out) {
    pages(
        request.getAfter(),
        after -> db.withExtension(LedgerDao.class, dao -> dao.fees(after, PAGE)),
        fee -> {
          out.onNext(wire(fee));
          return fee.position();
        });
    out.onCompleted();
  }

  private static <T> void pages(long after, LongFunction<List<T>> read, ToLongFunction<T> tell) {
    long last = after;
    List<T> page;
    do {
      page = read.apply(last);
      for (T each : page) {
        last = tell.applyAsLong(each);
      }
    } while (page.size() == PAGE);
  }

  private static ReadOutcomesResponse wire(LedgerDao.Paid paid) {
    return ReadOutcomesResponse.newBuilder()
        .setPosition(paid.position())
        .setStatementHash(ByteString.copyFrom(paid.statementHash()))
        .setLeaf(paid.leaf())
        .setAsset(paid.asset())
        .setRecipient(paid.recipient())
        .setAmountUnits(paid.amount().toPlainString())
        .setBlockNumber(paid.blockNumber())
        .setTxHash(ByteString.copyFrom(paid.txHash()))
        .build();
  }

  private static ReadFeesResponse wire(LedgerDao.Fee fee) {
    return ReadFeesResponse.newBuilder()
        .setPosition(fee.position())
        .setTxHash(ByteString.copyFrom(fee.txHash()))
        .setLane(fee.lane())
        .setAmountUnits(fee.amount().toPlainString())
        .setBlockNumber(fee.blockNumber())
        .build();
  }

  /** All numbers of one moment: one snapshot. */
  @Override
  public void getTrialBalance(
      GetTrialBalanceRequest request, StreamObserver<GetTrialBalanceResponse> out) {
    var response =
        db.inTransaction(
            TransactionIsolationLevel.REPEATABLE_READ,
            tx -> {
              var dao = tx.attach(LedgerDao.class);
              return GetTrialBalanceResponse.newBuilder()
                  .addAllBalances(dao.balances().stream().map(LedgerEndpoint::wire).toList())
                  .setUnbalancedPostings(dao.unbalancedPostings())
                  .setMissingPostings(dao.missingPostings())
                  .build();
            });
    out.onNext(response);
    out.onCompleted();
  }

  private static AccountBalance wire(LedgerDao.Balance balance) {
    return AccountBalance.newBuilder()
        .setAccount(balance.account())
        .setAsset(balance.asset())
        .setUnits(balance.units().toPlainString())
        .build();
  }
}
