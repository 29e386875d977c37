package io.argosy.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.servicekit.telemetry.Telemetry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;

class MainJobTest {
  private static final Telemetry TELEMETRY = telemetry();

  private static Telemetry telemetry() {
    try {
      return Telemetry.start(OptionalInt.empty());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stage stage(String name, IntSupplier run) {
    return new Stage() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public int run() {
        return run.getAsInt();
      }
    };
  }

  @Test
  void aStageThatFailsIsTriedAgainAndHoldsUpNoOther() throws Exception {
    var failures = new AtomicInteger();
    var recovered = new CountDownLatch(1);
    var others = new AtomicInteger();
    var bad =
        stage(
            "bad",
            () -> {
              if (failures.getAndIncrement() < 2) {
                throw new IllegalStateException("not yet");
              }
              recovered.countDown();
              return 0;
            });
    var good =
        stage(
            "good",
            () -> {
              int _ = others.incrementAndGet();
              return 0;
            });

    try (var _ = MainJob.start(List.of(bad, good), TELEMETRY)) {
      assertThat(recovered.await(10, TimeUnit.SECONDS)).isTrue();
    }

    assertThat(failures.get()).isGreaterThanOrEqualTo(3);
    assertThat(others.get()).isGreaterThan(failures.get());
  }

  @Test
  void itDoesNotRestWhileSomethingMoves() throws Exception {
    var left = new AtomicInteger(1_000);
    var done = new CountDownLatch(1);
    var busy =
        stage(
            "busy",
            () -> {
              if (left.decrementAndGet() == 0) {
                done.countDown();
              }
              return left.get() > 0 ? 1 : 0;
            });
    long start = System.nanoTime();

    try (var _ = MainJob.start(List.of(busy), TELEMETRY)) {
      assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    }

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
  }
}
