package io.argosy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.proto.payout.v1.BatchState;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The main job, whatever dies in the middle of it. One deployment, one batch a test. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class MainJobIT {
  private static final AtomicInteger SEEDS = new AtomicInteger(1_000);
  private static Whole whole;

  @BeforeAll
  static void start() throws Exception {
    whole = Whole.start("main-job");
  }

  @AfterAll
  static void stop() {
    whole.close();
  }

  @Test
  @Order(1)
  void withoutPeoplesSignaturesNothingLeaves() throws Exception {
    var ordered = whole.order(10, SEEDS.incrementAndGet());
    assertThat(whole.approve("mara", ordered.batch())).isZero();
    assertThat(whole.approve("alice", ordered.batch())).isZero();

    Thread.sleep(3_000);

    var batch = whole.desk().batch(ordered.batch());
    assertThat(batch.getState()).isEqualTo(BatchState.BATCH_STATE_AWAITING_APPROVAL);
    assertThat(whole.approve("bob", ordered.batch())).isZero();
    assertThat(Whole.completed(whole.awaitCompleted(ordered.batch())))
        .isEqualTo(ordered.accepted());
    whole.outsideLookAgrees(ordered);
  }

  @Test
  @Order(2)
  void aDaemonThatIsKilledInTheMiddleStopsNothing() throws Exception {
    var ordered = whole.order(600, SEEDS.incrementAndGet());
    whole.approveByAll(ordered.batch());
    whole.awaitState(ordered.batch(), state -> state == BatchState.BATCH_STATE_EXECUTING);

    whole.deployment().service("custody-2").kill();

    whole.awaitCompleted(ordered.batch());
    whole.outsideLookAgrees(ordered);
    whole.deployment().startAgain("custody-2");
  }

  @Test
  @Order(3)
  void withTwoDaemonsDeadItWaitsSaysSoAndGoesOnWhenOneReturns() throws Exception {
    var ordered = whole.order(20, SEEDS.incrementAndGet());
    whole.deployment().service("custody-1").kill();
    whole.deployment().service("custody-3").kill();
    whole.approveByAll(ordered.batch());

    var waiting =
        whole.await(ordered.batch(), batch -> batch.getWaitsFor().contains("custody-1, custody-3"));

    assertThat(Whole.completed(waiting)).isZero();
    whole.deployment().startAgain("custody-3");
    whole.awaitCompleted(ordered.batch());
    whole.outsideLookAgrees(ordered);
    whole.deployment().startAgain("custody-1");
  }

  @Test
  @Order(4)
  void anApiServiceThatIsKilledAtTenRandomPointsPaysEverybodyExactlyOnce() throws Exception {
    var random = new SecureRandom();
    long seed = random.nextLong();
    random = SecureRandom.getInstance("SHA1PRNG");
    random.setSeed(seed);
    System.out.println("seed of the kills: " + seed);
    var ordered = whole.order(1_000, SEEDS.incrementAndGet());
    whole.approveByAll(ordered.batch());

    for (int i = 0; i < 10; i++) {
      Thread.sleep(100 + random.nextInt(1_500));
      whole.deployment().service("api-service").kill();
      whole.deployment().startAgain("api-service");
    }

    assertThat(Whole.completed(whole.awaitCompleted(ordered.batch())))
        .isEqualTo(ordered.accepted());
    whole.outsideLookAgrees(ordered);
  }

  @Test
  @Order(5)
  void aTreasuryPaysOnAfterItsKeyWasHandedOverToFewerDaemons() throws Exception {
    var handover = new Handover(whole, "custody-3");
    handover.draft();
    assertThat(handover.sign("olga")).isZero();
    assertThat(handover.install()).as("one officer is no quorum").isNotZero();
    assertThat(handover.sign("otto")).isZero();
    assertThat(handover.install()).isZero();
    handover.admit("treasury-1");
    assertThat(handover.reshare("treasury-1")).isZero();
    handover.tell("api-service");
    handover.tell("reconcile-service");
    whole.deployment().service("custody-3").kill();

    var ordered = whole.order(20, SEEDS.incrementAndGet());
    whole.approveByAll(ordered.batch());

    assertThat(Whole.completed(whole.awaitCompleted(ordered.batch())))
        .isEqualTo(ordered.accepted());
    whole.outsideLookAgrees(ordered);
  }

  @Test
  @Order(6)
  void theWatcherFindsNothingToSayAboutAllOfThat() throws Exception {
    var found = whole.desk().reconcile();

    assertThat(found.getBreaksList()).isEmpty();
    assertThat(found.getPayoutsMatched()).isPositive();
    assertThat(found.getBalancesMatched()).isPositive();
    assertThat(found.getFeesMatched()).isPositive();
  }
}
