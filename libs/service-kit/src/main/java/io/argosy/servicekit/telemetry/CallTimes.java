package io.argosy.servicekit.telemetry;

import io.grpc.Status;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Calls that a process answered, under the names of gRPC's own proposal A66. Labels are the names
 * of our methods and of status codes, so no caller can make a new series.
 */
final class CallTimes {
  private static final AttributeKey<String> METHOD = AttributeKey.stringKey("grpc.method");
  private static final AttributeKey<String> STATUS = AttributeKey.stringKey("grpc.status");

  /** Seconds: from a local read to a signing session that waits for its peers. */
  private static final List<Double> BOUNDARIES =
      List.of(0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0);

  private final LongCounter started;
  private final DoubleHistogram duration;

  CallTimes(Meter meter) {
    started =
        meter
            .counterBuilder("grpc.server.call.started")
            .setDescription("Calls that began, by method.")
            .build();
    duration =
        meter
            .histogramBuilder("grpc.server.call.duration")
            .setDescription("Calls that ended, by method and status, and how long they took.")
            .setUnit("s")
            .setExplicitBucketBoundariesAdvice(BOUNDARIES)
            .build();
  }

  Timer begin(String method) {
    started.add(1, Attributes.of(METHOD, method));
    return new Timer(duration, method, System.nanoTime(), new AtomicBoolean());
  }

  /** Runs from a call's first byte to its end. */
  record Timer(DoubleHistogram duration, String method, long began, AtomicBoolean ended) {
    /** Counts the call; answers whether this was the first end that it had. */
    boolean end(Status.Code code) {
      if (!ended.compareAndSet(false, true)) {
        return false;
      }
      duration.record(
          (System.nanoTime() - began) / (double) TimeUnit.SECONDS.toNanos(1),
          Attributes.of(METHOD, method, STATUS, code.name()));
      return true;
    }
  }
}
