package io.argosy.servicekit.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Metadata;
import io.opentelemetry.api.trace.Span;
import org.junit.jupiter.api.Test;

final class TraceHeaderTest {
  private static final Metadata.Key<String> PARENT =
      Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER);
  private static final Metadata.Key<String> STATE =
      Metadata.Key.of("tracestate", Metadata.ASCII_STRING_MARSHALLER);
  private static final String VALUE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  @Test
  void textOfACallerIsNotPassedOn() {
    var came = new Metadata();
    came.put(PARENT, VALUE);
    came.put(STATE, "vendor=secret");

    var span = Span.fromContext(TraceHeader.read(came));
    var goes = new Metadata();
    TraceHeader.write(span, goes);

    assertThat(span.getSpanContext().getTraceState().isEmpty()).isTrue();
    assertThat(goes.keys()).containsExactly("traceparent");
    assertThat(goes.get(PARENT)).isEqualTo(VALUE);
  }

  @Test
  void aHeaderThatStandsThereAlreadyIsReplaced() {
    var came = new Metadata();
    came.put(PARENT, VALUE);
    var goes = new Metadata();
    goes.put(PARENT, VALUE.replace("0af7", "ffff"));

    TraceHeader.write(Span.fromContext(TraceHeader.read(came)), goes);

    assertThat(goes.getAll(PARENT)).containsExactly(VALUE);
  }
}
