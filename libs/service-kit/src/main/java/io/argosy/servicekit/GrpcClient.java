package io.argosy.servicekit;

import io.argosy.servicekit.telemetry.Telemetry;
import io.grpc.Channel;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.util.OptionalInt;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A channel to one process, whose certificate must name exactly the identity that we expect. */
public final class GrpcClient implements AutoCloseable {
  private static final int MESSAGE_BYTES = 16 << 20;
  private final ManagedChannel channel;

  private GrpcClient(ManagedChannel channel) {
    this.channel = channel;
  }

  /** As below; calls made within an answered call carry its trace. */
  public static GrpcClient to(String address, Tls tls, Identity expected) throws IOException {
    return to(address, tls, expected, Telemetry.start(OptionalInt.empty()));
  }

  /**
   * Connects at first use, and again after a loss.
   *
   * @param address host:port
   */
  public static GrpcClient to(String address, Tls tls, Identity expected, Telemetry telemetry)
      throws IOException {
    return new GrpcClient(
        NettyChannelBuilder.forTarget("dns:///" + address)
            .sslContext(tls.client(expected))
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .maxInboundMessageSize(MESSAGE_BYTES)
            .intercept(telemetry.client())
            .keepAliveTime(20, TimeUnit.SECONDS)
            .build());
  }

  /** For stubs. */
  public Channel channel() {
    return channel;
  }

  /** Tries a lost connection again now, rather than after the pauses that grow to two minutes. */
  public void reconnect() {
    channel.resetConnectBackoff();
  }

  /** Does something, on a thread of its own, each time that a connection which stood is lost. */
  public void whenLost(Runnable step) {
    watch(channel.getState(false), step);
  }

  private void watch(ConnectivityState before, Runnable step) {
    channel.notifyWhenStateChanged(
        before,
        () -> {
          var now = channel.getState(false);
          if (before == ConnectivityState.READY && now != ConnectivityState.SHUTDOWN) {
            var _ = Thread.ofVirtual().start(step);
          }
          if (now != ConnectivityState.SHUTDOWN) {
            watch(now, step);
          }
        });
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
