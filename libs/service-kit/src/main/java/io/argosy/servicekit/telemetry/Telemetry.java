package io.argosy.servicekit.telemetry;

import io.grpc.ClientInterceptor;
import io.grpc.Context;
import io.grpc.ServerInterceptor;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;

/**
 * One process's traces and metrics: an OpenTelemetry SDK of its own, never the global one.
 * Thread-safe.
 */
public final class Telemetry implements AutoCloseable {
  private static final String SCOPE = "io.argosy";
  private final SdkTracerProvider traces;
  private final SdkMeterProvider meters;
  private final Tracer tracer;
  private final CallTimes times;
  private final Optional<MetricsPort> endpoint;

  private Telemetry(OptionalInt wanted) throws IOException {
    var metrics = new PulledMetrics();
    traces = SdkTracerProvider.builder().addSpanProcessor(new LoggedSpans()).build();
    meters = SdkMeterProvider.builder().registerMetricReader(metrics).build();
    tracer = traces.get(SCOPE);
    times = new CallTimes(meters.get(SCOPE));
    endpoint =
        wanted.isPresent()
            ? Optional.of(MetricsPort.start(wanted.getAsInt(), metrics::collect))
            : Optional.empty();
  }

  /**
   * Begins to trace and to count.
   *
   * @param prometheusPort where metrics are read on loopback, 0 for a free port; nowhere if empty
   */
  public static Telemetry start(OptionalInt prometheusPort) throws IOException {
    return new Telemetry(prometheusPort);
  }

  /** The port at which metrics are read. */
  public OptionalInt port() {
    return endpoint.stream().mapToInt(MetricsPort::port).findFirst();
  }

  /** For a service's own counts. Their labels hold no text that comes from outside. */
  public Meter meter() {
    return meters.get(SCOPE);
  }

  /** The outermost one of every service that answers calls. */
  public ServerInterceptor server() {
    return new ServerTrace(tracer, times);
  }

  /** For every channel. */
  public ClientInterceptor client() {
    return new ClientTrace(tracer);
  }

  /** Does a piece of work that no call asked for: its own calls and log lines share a trace. */
  public <T> T inTrace(String name, Callable<T> work) throws Exception {
    Span span = tracer.spanBuilder(name).setParent(TraceId.parent()).startSpan();
    try (var _ = TraceId.inLog(span)) {
      return Context.current().withValue(TraceId.SPAN, span).call(work);
    } finally {
      span.end();
    }
  }

  @Override
  public void close() {
    endpoint.ifPresent(MetricsPort::close);
    traces.close();
    meters.close();
  }
}
