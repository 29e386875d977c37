package io.argosy.servicekit;

import io.argosy.servicekit.telemetry.Telemetry;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * One port of a service: mutual TLS, roles, health, a virtual thread for each call. The services of
 * a port are all that it answers.
 */
public final class GrpcServer implements AutoCloseable {
  private static final int MESSAGE_BYTES = 16 << 20;
  private static final int MOST_CALLS = 256;
  private static final long STOP_SECONDS = 10;
  private final Server server;
  private final HealthStatusManager health;

  private GrpcServer(Server server, HealthStatusManager health) {
    this.server = server;
    this.health = health;
  }

  /** Whether a port tells its methods to tools such as grpcurl. */
  public enum Reflection {
    ON,
    OFF
  }

  /**
   * Where a port listens and who may speak there.
   *
   * @param port 0 for a free one
   */
  public record Listen(String host, int port, Tls tls, String deployment, Reflection reflection) {}

  /** As below, in traces but counted nowhere. */
  public static GrpcServer start(Listen listen, List<? extends BindableService> services)
      throws IOException {
    return start(listen, services, Telemetry.start(OptionalInt.empty()));
  }

  /** Starts to serve; throws where a method has no allowed roles. */
  public static GrpcServer start(
      Listen listen, List<? extends BindableService> services, Telemetry telemetry)
      throws IOException {
    var guard = new RoleGuard(listen.deployment(), RoleGuard.Methods.OURS);
    var anyone = new RoleGuard(listen.deployment(), RoleGuard.Methods.STANDARD);
    var health = new HealthStatusManager();
    var builder =
        NettyServerBuilder.forAddress(new InetSocketAddress(listen.host(), listen.port()))
            .sslContext(listen.tls().server())
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .maxInboundMessageSize(MESSAGE_BYTES)
            .maxInboundMetadataSize(16 << 10)
            .maxConcurrentCallsPerConnection(MOST_CALLS)
            .permitKeepAliveTime(10, TimeUnit.SECONDS)
            .intercept(telemetry.server())
            .addService(ServerInterceptors.intercept(health.getHealthService(), anyone));
    if (listen.reflection() == Reflection.ON) {
      builder.addService(
          ServerInterceptors.intercept(ProtoReflectionServiceV1.newInstance(), anyone));
    }
    for (var service : services) {
      var definition = service.bindService();
      requireRoles(definition);
      builder.addService(ServerInterceptors.intercept(definition, guard));
    }
    var server = builder.build().start();
    services.forEach(
        service ->
            health.setStatus(
                service.bindService().getServiceDescriptor().getName(), ServingStatus.SERVING));
    return new GrpcServer(server, health);
  }

  private static void requireRoles(ServerServiceDefinition definition) {
    for (var method : definition.getMethods()) {
      var descriptor = method.getMethodDescriptor();
      if (RoleGuard.allowed(descriptor).isEmpty()) {
        throw new IllegalStateException(
            descriptor.getFullMethodName() + " has no option allowed_roles; give it one");
      }
    }
  }

  /** The port that it listens on. */
  public int port() {
    return server.getPort();
  }

  /** Tells health under a name: a dependency's, or empty for the whole. */
  public void health(String name, boolean serving) {
    health.setStatus(name, serving ? ServingStatus.SERVING : ServingStatus.NOT_SERVING);
  }

  /** Takes no new call, gives running ones ten seconds, then ends them. */
  @Override
  public void close() {
    health.enterTerminalState();
    server.shutdown();
    try {
      if (!server.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
        server.shutdownNow();
      }
    } catch (InterruptedException e) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
