package io.argosy.servicekit;

import io.argosy.proto.common.v1.Role;
import io.argosy.servicekit.GrpcServer.Listen;
import io.argosy.servicekit.GrpcServer.Reflection;
import io.argosy.servicekit.telemetry.Telemetry;
import java.io.IOException;
import java.util.OptionalInt;

/**
 * The parts of a configuration that every service writes alike: where it listens, whom it calls.
 */
public final class EdgeConfig {
  private EdgeConfig() {}

  /** {@code certificate}, {@code key} and {@code authority}: PEM files beside the configuration. */
  public static Tls tls(StrictConfig section) {
    return new Tls(section.path("certificate"), section.path("key"), section.path("authority"));
  }

  /** {@code host}, {@code port} (0 for a free one) and the files of {@link #tls}. */
  public static Listen listen(StrictConfig section, String deployment, Reflection reflection) {
    return new Listen(
        section.text("host"), section.number("port"), tls(section), deployment, reflection);
  }

  /** As below; calls made within an answered call carry its trace. */
  public static GrpcClient client(
      StrictConfig section, Tls tls, String deployment, Role role, String name) throws IOException {
    return GrpcClient.to(section.text("address"), tls, new Identity(deployment, role, name));
  }

  /** A process that is called: {@code address} as host:port, under its identity. */
  public static GrpcClient client(
      StrictConfig section, Tls tls, Identity expected, Telemetry telemetry) throws IOException {
    return GrpcClient.to(section.text("address"), tls, expected, telemetry);
  }

  /**
   * {@code telemetry { prometheus-port = 0 }}, which may be left out: then metrics are read
   * nowhere.
   */
  public static OptionalInt prometheusPort(StrictConfig config) {
    return config.optionalSection("telemetry").stream()
        .mapToInt(section -> section.number("prometheus-port"))
        .findFirst();
  }
}
