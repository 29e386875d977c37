package io.argosy.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.api.state.Faults.Point;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Execution is cut off in every gap between two effects, and another process goes on. */
class ExecutionCrashIT {
  private static ExecutionStack stack;
  private static Job job;

  @BeforeAll
  static void start() throws IOException, GeneralSecurityException {
    stack = new ExecutionStack();
    job = new Job(stack, Duration.ofHours(2));
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  @ParameterizedTest
  @CsvSource({
    "ACKNOWLEDGEMENT_STORED, 1",
    "ACKNOWLEDGEMENT_STORED, 2",
    "BATCH_REGISTERED, 1",
    "SHARDS_PLANNED, 1",
    "SESSION_STORED, 1",
    "SESSION_STORED, 3",
    "SIGNATURES_RECEIVED, 1",
    "SIGNATURES_STORED, 1",
    "NONCE_RESERVED, 1",
    "ATTEMPT_STORED, 1",
    "ATTEMPT_STORED, 2",
    "ATTEMPT_SENT, 1",
    "ATTEMPT_SENT, 3",
    "BLOCK_STORED, 1",
    "BLOCK_STORED, 3",
    "NONCES_SETTLED, 1",
    "NONCES_SETTLED, 3",
    "SHARDS_BOOKED, 1",
    "SHARDS_BOOKED, 3"
  })
  void whereverTheProcessIsKilledAnotherOnePaysEverythingOnce(Point point, int pass)
      throws Exception {
    var pays = job.pays(2);
    var batch = job.approved(pays);
    var killer = Killer.at(point, pass);

    try (var doomed = stack.start(killer)) {
      doomed.until(() -> killer.hasStruck() || job.completed(batch));
    } catch (Killer.Killed expected) {
      assertThat(killer.hasStruck()).isTrue();
    }
    assertThat(killer.hasStruck()).isTrue();
    job.complete(batch);

    job.assertPaidOnce(pays);
    assertThat(job.states(batch)).isEqualTo("COMPLETED " + pays.size());
  }
}
