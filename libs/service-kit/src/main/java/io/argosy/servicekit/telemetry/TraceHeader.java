package io.argosy.servicekit.telemetry;

import io.grpc.Metadata;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The header {@code traceparent} of W3C Trace Context. Its companion {@code tracestate} is neither
 * read nor sent: it would carry a caller's own text from process to process.
 */
final class TraceHeader {
  private static final String NAME = "traceparent";
  private static final Metadata.Key<String> KEY =
      Metadata.Key.of(NAME, Metadata.ASCII_STRING_MARSHALLER);
  private static final W3CTraceContextPropagator FORMAT = W3CTraceContextPropagator.getInstance();
  private static final TextMapGetter<Metadata> ONLY_PARENT =
      new TextMapGetter<>() {
        @Override
        @SuppressWarnings("deprecation") // abstract all the same
        public Iterable<String> keys(Metadata headers) {
          return List.of(NAME);
        }

        @Override
        public @Nullable String get(@Nullable Metadata headers, String name) {
          return headers != null && name.equals(NAME) ? headers.get(KEY) : null;
        }
      };

  private TraceHeader() {}

  /** What the caller's header says; nothing where it is missing or malformed. */
  static Context read(Metadata headers) {
    return FORMAT.extract(Context.root(), headers, ONLY_PARENT);
  }

  static void write(Span span, Metadata headers) {
    headers.discardAll(KEY);
    FORMAT.inject(
        Context.root().with(span),
        headers,
        (carrier, name, value) -> {
          if (carrier != null && name.equals(NAME)) {
            carrier.put(KEY, value);
          }
        });
  }
}
