package io.argosy.servicekit;

import io.argosy.proto.common.v1.Access;
import io.argosy.proto.common.v1.Reason;
import io.argosy.proto.common.v1.Role;
import io.argosy.servicekit.telemetry.TraceId;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a call through only when the caller's certificate names an identity of this deployment in a
 * role that the method's option allows, and turns what the code behind throws into a status.
 */
final class RoleGuard implements ServerInterceptor {
  private static final Logger LOG = LoggerFactory.getLogger(RoleGuard.class);

  /** Methods that are not ours, health and reflection, are open to every identity here. */
  enum Methods {
    OURS,
    STANDARD
  }

  private final String deployment;
  private final Methods methods;

  RoleGuard(String deployment, Methods methods) {
    this.deployment = deployment;
    this.methods = methods;
  }

  /** Roles that a method's option allows; empty when it has none, which stops a start. */
  static List<Role> allowed(MethodDescriptor<?, ?> method) {
    return method.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier proto
        ? proto.getMethodDescriptor().getOptions().getExtension(Access.allowedRoles)
        : List.of();
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    Optional<Identity> caller = caller(call).filter(who -> who.deployment().equals(deployment));
    if (caller.isEmpty()) {
      return refuse(call, Refusal.of(Reason.REASON_UNAUTHENTICATED, "certificate", "no identity"));
    }
    Identity who = caller.get();
    if (methods == Methods.OURS && !allowed(call.getMethodDescriptor()).contains(who.role())) {
      return refuse(call, Refusal.of(Reason.REASON_ROLE_NOT_ALLOWED, "caller", who.toString()));
    }
    var context = Context.current().withValue(Caller.KEY, who);
    return new Translating<>(call, Contexts.interceptCall(context, call, headers, next));
  }

  private static Optional<Identity> caller(ServerCall<?, ?> call) {
    SSLSession session = call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
    try {
      return session != null && session.getPeerCertificates()[0] instanceof X509Certificate leaf
          ? Identity.of(leaf)
          : Optional.empty();
    } catch (SSLPeerUnverifiedException e) {
      return Optional.empty();
    }
  }

  private static <Q, A> ServerCall.Listener<Q> refuse(ServerCall<Q, A> call, Refusal refusal) {
    close(call, refusal.status());
    return new ServerCall.Listener<>() {};
  }

  /** Says where to look: the log line of the fault has the same trace id. */
  private static Refusal fault(String method) {
    var details = new LinkedHashMap<String, String>();
    details.put("method", method);
    TraceId.current().ifPresent(id -> details.put(TraceId.NAME, id));
    return Refusal.of(Reason.REASON_INTERNAL, details);
  }

  private static void close(ServerCall<?, ?> call, StatusRuntimeException status) {
    var trailers = status.getTrailers();
    call.close(status.getStatus(), trailers == null ? new Metadata() : trailers);
  }

  /** Answers what the code behind throws: refusals as they are, faults without their text. */
  private static final class Translating<Q> extends SimpleForwardingServerCallListener<Q> {
    private final ServerCall<Q, ?> call;

    Translating(ServerCall<Q, ?> call, ServerCall.Listener<Q> next) {
      super(next);
      this.call = call;
    }

    @Override
    public void onMessage(Q message) {
      translate(() -> super.onMessage(message));
    }

    @Override
    public void onHalfClose() {
      translate(super::onHalfClose);
    }

    @Override
    public void onReady() {
      translate(super::onReady);
    }

    @SuppressWarnings("CatchingUnchecked") // the outermost edge: nothing may leave but a status
    private void translate(Runnable step) {
      try {
        step.run();
      } catch (Refusal refusal) {
        close(call, refusal.status());
      } catch (Exception e) {
        String method = call.getMethodDescriptor().getFullMethodName();
        LOG.error("{} failed", method, e);
        close(call, fault(method).status());
      }
    }
  }
}
