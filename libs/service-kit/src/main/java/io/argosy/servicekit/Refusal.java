package io.argosy.servicekit;

import com.google.protobuf.Any;
import com.google.rpc.ErrorInfo;
import io.argosy.proto.common.v1.Reason;
import io.argosy.proto.common.v1.ReasonOuterClass;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A refusal that a caller is told: a reason of the catalogue and where it applies. Thrown at the
 * edges only; {@link RoleGuard} turns it into a status with {@code google.rpc.ErrorInfo}.
 */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final String DOMAIN = "argosy.io";
  private static final String PREFIX = "REASON_";

  /** Why. */
  private final Reason reason;

  /** Where, for people: field or thing, and what was found there. */
  private final LinkedHashMap<String, String> details;

  private Refusal(Reason reason, Map<String, String> details) {
    super(name(reason) + " " + details);
    this.reason = reason;
    this.details = new LinkedHashMap<>(details);
  }

  /** Refuses one thing. */
  public static Refusal of(Reason reason, String what, String detail) {
    return new Refusal(reason, Map.of(what, detail));
  }

  /** Refuses with every violation at once: field to fault. */
  public static Refusal of(Reason reason, Map<String, String> details) {
    return new Refusal(reason, details);
  }

  public Reason reason() {
    return reason;
  }

  public Map<String, String> details() {
    return Map.copyOf(details);
  }

  /** What goes over the wire. */
  public StatusRuntimeException status() {
    var info =
        ErrorInfo.newBuilder()
            .setReason(name(reason))
            .setDomain(DOMAIN)
            .putAllMetadata(details)
            .build();
    var status =
        com.google.rpc.Status.newBuilder()
            .setCode(code(reason).value())
            .setMessage(getMessage())
            .addDetails(Any.pack(info))
            .build();
    return StatusProto.toStatusRuntimeException(status);
  }

  /** The refusal inside another service's answer; empty when it is not one of ours. */
  public static Optional<Refusal> in(Throwable answer) {
    var status = StatusProto.fromThrowable(answer);
    if (status == null) {
      return Optional.empty();
    }
    for (Any detail : status.getDetailsList()) {
      if (detail.is(ErrorInfo.class)) {
        return read(detail);
      }
    }
    return Optional.empty();
  }

  private static Optional<Refusal> read(Any detail) {
    try {
      var info = detail.unpack(ErrorInfo.class);
      var reason = Reason.valueOf(PREFIX + info.getReason());
      return info.getDomain().equals(DOMAIN)
          ? Optional.of(new Refusal(reason, info.getMetadataMap()))
          : Optional.empty();
    } catch (com.google.protobuf.InvalidProtocolBufferException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String name(Reason reason) {
    return reason.name().substring(PREFIX.length());
  }

  private static Status.Code code(Reason reason) {
    var options = reason.getValueDescriptor().getOptions();
    return Status.Code.valueOf(options.getExtension(ReasonOuterClass.grpcStatus));
  }
}
