package io.argosy.servicekit.telemetry;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;

/** Answers each call within its caller's trace, and counts and times it when it ends. */
final class ServerTrace implements ServerInterceptor {
  private final Tracer tracer;
  private final CallTimes times;

  ServerTrace(Tracer tracer, CallTimes times) {
    this.tracer = tracer;
    this.times = times;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    String method = call.getMethodDescriptor().getFullMethodName();
    Span span =
        tracer
            .spanBuilder(method)
            .setSpanKind(SpanKind.SERVER)
            .setParent(TraceHeader.read(headers))
            .startSpan();
    var ending = new Ending(span, times.begin(method));
    var context = Context.current().withValue(TraceId.SPAN, span);
    try (var _ = TraceId.inLog(span)) {
      var answered = new Answered<Q, A>(call, ending);
      return new Logged<>(Contexts.interceptCall(context, answered, headers, next), span, ending);
    }
  }

  /** Ends span and time once, whichever comes first: an answer or a caller that gives up. */
  private record Ending(Span span, CallTimes.Timer timer) {
    void with(Status.Code code) {
      if (timer.end(code)) {
        if (code != Status.Code.OK) {
          span.setStatus(StatusCode.ERROR, code.name());
        }
        span.end();
      }
    }
  }

  private static final class Answered<Q, A> extends SimpleForwardingServerCall<Q, A> {
    private final Ending ending;

    Answered(ServerCall<Q, A> call, Ending ending) {
      super(call);
      this.ending = ending;
    }

    @Override
    public void close(Status status, Metadata trailers) {
      ending.with(status.getCode());
      super.close(status, trailers);
    }
  }

  /** Whatever is logged while the call is worked on names its trace. */
  private static final class Logged<Q> extends SimpleForwardingServerCallListener<Q> {
    private final Span span;
    private final Ending ending;

    Logged(ServerCall.Listener<Q> next, Span span, Ending ending) {
      super(next);
      this.span = span;
      this.ending = ending;
    }

    private void logged(Runnable step) {
      try (var _ = TraceId.inLog(span)) {
        step.run();
      }
    }

    @Override
    public void onMessage(Q message) {
      logged(() -> super.onMessage(message));
    }

    @Override
    public void onHalfClose() {
      logged(super::onHalfClose);
    }

    @Override
    public void onReady() {
      logged(super::onReady);
    }

    @Override
    public void onComplete() {
      logged(super::onComplete);
    }

    @Override
    public void onCancel() {
      ending.with(Status.Code.CANCELLED);
      logged(super::onCancel);
    }
  }
}
