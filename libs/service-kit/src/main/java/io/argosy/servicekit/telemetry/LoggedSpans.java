package io.argosy.servicekit.telemetry;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes every span that ended as a line of level DEBUG: who called what under which trace, for how
 * long and how it ended; no arguments and no answers.
 */
final class LoggedSpans implements SpanProcessor {
  private static final Logger LOG = LoggerFactory.getLogger(LoggedSpans.class);

  @Override
  public void onStart(Context parent, ReadWriteSpan span) {}

  @Override
  public boolean isStartRequired() {
    return false;
  }

  @Override
  public void onEnd(ReadableSpan span) {
    if (LOG.isDebugEnabled()) {
      LOG.debug(
          "{} {} {} span={} parent={} {}us {}",
          span.getSpanContext().getTraceId(),
          span.getKind(),
          span.getName(),
          span.getSpanContext().getSpanId(),
          span.getParentSpanContext().getSpanId(),
          TimeUnit.NANOSECONDS.toMicros(span.getLatencyNanos()),
          span.toSpanData().getStatus().getStatusCode());
    }
  }

  @Override
  public boolean isEndRequired() {
    return true;
  }
}
