package io.argosy.api;

import static io.argosy.api.Orders.batch;
import static io.argosy.api.Orders.payout;
import static io.argosy.proto.payout.v1.BatchState.BATCH_STATE_AWAITING_APPROVAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.argosy.proto.payout.v1.Attempt;
import io.argosy.proto.payout.v1.Batch;
import io.argosy.proto.payout.v1.GetPayoutRequest;
import io.argosy.proto.payout.v1.LedgerEntry;
import io.argosy.proto.payout.v1.PayoutState;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the stages after approval write is told; their rows are written here as they would. */
class PayoutLifeIT {
  private static ApiStack stack;

  @BeforeAll
  static void start() throws Exception {
    stack = new ApiStack();
    stack.awaitPrices();
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  /** One shard of one leaf: planned, held, signed by two, sent once, its fee booked. */
  private static void execute(Batch batch) {
    stack.db.useTransaction(
        tx -> {
          tx.createScript(
                  """
                  INSERT INTO shard (batch_id, statement_hash, number, asset, leaves, total,
                                     item_gas, gas_limit, deadline, state, digest, signature,
                                     quorum, planned_at)
                  SELECT batch_id, statement_hash, 1, 'DUSD', '{0}', 1, 1, 21000, expiry, 'SIGNED',
                         sha256('1'), decode(repeat('01', 65), 'hex'),
                         '{custody-1,custody-3}', now()
                    FROM statement WHERE batch_id = '%1$s';
                  INSERT INTO posting (kind, shard_id, booked_at)
                  SELECT 'HOLD', shard_id, now() FROM shard;
                  INSERT INTO entry (posting_id, account, asset, units)
                  SELECT posting_id, account, 'DUSD', units
                    FROM posting, (VALUES ('treasury-free', -1), ('treasury-held', 1))
                      AS e (account, units);
                  INSERT INTO leaf_shard (statement_hash, leaf, shard_id, tries)
                  SELECT statement_hash, 0, shard_id, 1 FROM shard;
                  INSERT INTO signing_session (request_id, batch_id, shards, quorum, outcome,
                                               opened_at, ended_at)
                  SELECT 'session-1', batch_id, ARRAY[shard_id], quorum, 'SIGNED', now(), now()
                    FROM shard;
                  INSERT INTO lane VALUES ('0x00000000000000000000000000000000000000bb', 1);
                  INSERT INTO reservation
                  SELECT address, 0, shard_id, now(), now(), 'PAY'
                    FROM lane, shard WHERE address LIKE '%%bb';
                  INSERT INTO attempt (lane, nonce, kind, tx_hash, signed_bytes, gas_limit,
                                       max_fee, max_priority, stored_head, stored_at)
                  SELECT lane, nonce, 'PAY', sha256('tx'), 'x', 21000, 1, 1, 1, now()
                    FROM reservation;
                  INSERT INTO registration_refusal
                  SELECT statement_hash, 'custody-2', 'FROZEN', 'treasury', now() FROM shard;
                  INSERT INTO batch_wait
                  SELECT batch_id, 'send', 'DEPENDENCY_DOWN', 'chain', now() FROM shard;
                  UPDATE batch SET waits_for = '' WHERE batch_id = '%1$s'"""
                      .formatted(batch.getBatchId()))
              .executeAsSeparateStatements();
        });
  }

  @Test
  void aPayoutAndItsBatchTellWhoSignedWhatWasSentAndWhatWasBooked() {
    var client = stack.as("client/life");
    var id = client.createBatch(batch("life", payout("life-1", "1"))).getBatchId();
    var frozen = stack.awaitState(id, BATCH_STATE_AWAITING_APPROVAL);

    execute(frozen);

    var life = client.getPayout(GetPayoutRequest.newBuilder().setExternalId("life-1").build());
    assertThat(life.getPayout().getState()).isEqualTo(PayoutState.PAYOUT_STATE_IN_FLIGHT);
    assertThat(life.getSignedByList()).containsExactly("custody-1", "custody-3");
    assertThat(life.getAttemptsList())
        .singleElement()
        .extracting(Attempt::getLane, Attempt::getNonce)
        .containsExactly("0x00000000000000000000000000000000000000bb", 0L);
    assertThat(life.getAttempts(0).getTxHash()).matches("0x[0-9a-f]{64}");
    assertThat(life.getEntriesList())
        .extracting(LedgerEntry::getKind, LedgerEntry::getAccount, LedgerEntry::getUnits)
        .containsExactly(tuple("HOLD", "treasury-free", "-1"), tuple("HOLD", "treasury-held", "1"));

    var batch = stack.batch(id);
    assertThat(batch.getSessionsByQuorum(0).getDaemonsList())
        .containsExactly("custody-1", "custody-3");
    assertThat(batch.getSessionsByQuorum(0).getSessions()).isEqualTo(1);
    assertThat(batch.getRefusals(0).getReason()).isEqualTo("FROZEN");
    assertThat(batch.getWaitsFor()).isEqualTo("DEPENDENCY_DOWN: chain");
  }
}
