package io.argosy.servicekit.telemetry;

import io.grpc.Context;
import io.opentelemetry.api.trace.Span;
import java.util.Optional;
import org.slf4j.MDC;

/**
 * The id that one request keeps through every process it touches: 32 hexadecimal digits. It travels
 * with {@link Context}, so a task that another thread is to run takes it along by {@code
 * Context.current().wrap(task)}.
 */
public final class TraceId {
  /** Its name in log lines and in the details of an error. */
  public static final String NAME = "trace_id";

  static final Context.Key<Span> SPAN = Context.key("span");

  private TraceId() {}

  /** The id of what this thread works on. */
  public static Optional<String> current() {
    Span span = SPAN.get();
    return span == null ? Optional.empty() : Optional.of(of(span));
  }

  static String of(Span span) {
    return span.getSpanContext().getTraceId();
  }

  /** Where what begins now belongs; the start of a new trace where nothing is under way. */
  static io.opentelemetry.context.Context parent() {
    Span span = SPAN.get();
    var root = io.opentelemetry.context.Context.root();
    return span == null ? root : root.with(span);
  }

  /** Puts the id into the log lines of this thread until closed. */
  static InLog inLog(Span span) {
    var before = Optional.ofNullable(MDC.get(NAME));
    MDC.put(NAME, of(span));
    return new InLog(before);
  }

  /** Until closed, log lines of this thread name a trace; after it, the one of before. */
  record InLog(Optional<String> before) implements AutoCloseable {
    @Override
    public void close() {
      before.ifPresentOrElse(id -> MDC.put(NAME, id), () -> MDC.remove(NAME));
    }
  }
}
