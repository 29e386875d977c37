package io.argosy.acceptance;

import io.argosy.servicekit.Tls;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Anybody who knocks at a port: with any certificate or none, and with any message. Not our own
 * client, which would not let itself be bent like that, but its TLS is the same, so that a
 * handshake fails for the certificate and for nothing else.
 */
final class Caller implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private final ManagedChannel channel;

  private Caller(ManagedChannel channel) {
    this.channel = channel;
  }

  /** Without any encryption. */
  static Caller inTheClear(int port) {
    return new Caller(NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build());
  }

  /** Without a certificate of its own. */
  static Caller nobody(int port, Path authority) throws IOException {
    return new Caller(channel(port, SslContextBuilder.forClient(), authority));
  }

  /** With this certificate. */
  static Caller with(int port, Tls tls, Path authority) throws IOException {
    var own =
        SslContextBuilder.forClient().keyManager(tls.certificate().toFile(), tls.key().toFile());
    return new Caller(channel(port, own, authority));
  }

  private static ManagedChannel channel(int port, SslContextBuilder context, Path authority)
      throws IOException {
    var tls =
        GrpcSslContexts.configure(context.trustManager(authority.toFile()), SslProvider.OPENSSL)
            .protocols("TLSv1.3")
            .option(OpenSslContextOption.GROUPS, new String[] {"X25519MLKEM768"})
            .build();
    return NettyChannelBuilder.forAddress("127.0.0.1", port).sslContext(tls).build();
  }

  /** Sends one empty message, whatever the method takes. */
  <Q, A> Said ask(MethodDescriptor<Q, A> method) {
    return ask(method, List.of(empty(method)));
  }

  private static <Q> Q empty(MethodDescriptor<Q, ?> method) {
    var prototype = (MethodDescriptor.PrototypeMarshaller<Q>) method.getRequestMarshaller();
    return java.util.Objects.requireNonNull(prototype.getMessagePrototype());
  }

  /** Sends these messages and waits for the end, or for the first message of an endless stream. */
  <Q, A> Said ask(MethodDescriptor<Q, A> method, List<Q> requests) {
    var call = channel.newCall(method, CallOptions.DEFAULT);
    var listener = new Listening<A>(method.getType().serverSendsOneMessage());
    call.start(listener, new Metadata());
    call.request(Integer.MAX_VALUE);
    requests.forEach(call::sendMessage);
    call.halfClose();
    try {
      return listener.said.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return new Said(listener.messages.get(), Optional.empty());
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    } finally {
      call.cancel("all was said", null);
    }
  }

  private static final class Listening<A> extends ClientCall.Listener<A> {
    private final CompletableFuture<Said> said = new CompletableFuture<>();
    private final AtomicInteger messages = new AtomicInteger();
    private final boolean one;

    Listening(boolean one) {
      this.one = one;
    }

    @Override
    public void onMessage(A message) {
      int count = messages.incrementAndGet();
      if (!one) {
        boolean _ = said.complete(new Said(count, Optional.empty()));
      }
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      var end = status.isOk() ? null : status.asRuntimeException(trailers);
      boolean _ = said.complete(new Said(messages.get(), Optional.ofNullable(end)));
    }
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
