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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Anybody who knocks at a port: with any certificate or none, and with any message. Not our own
 * client, which would not let itself be bent like that, but its TLS is the same, so that a
 * handshake fails for the certificate and for nothing else.
 */
final class Caller implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** An endless stream may have nothing to tell. */
  private static final Duration SILENCE = Duration.ofSeconds(2);

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

  /** Asks one port once. */
  static <Q, A> Said ask(int port, Tls tls, MethodDescriptor<Q, A> method, List<Q> requests)
      throws IOException {
    try (var caller = with(port, tls, tls.authority())) {
      return caller.ask(method, requests);
    }
  }

  /** Sends one empty message, whatever the method takes. */
  <Q, A> Said ask(MethodDescriptor<Q, A> method) {
    return ask(method, List.of(empty(method)));
  }

  /** As above; a stream that stays open a while is taken for served. */
  <Q, A> Said askBriefly(MethodDescriptor<Q, A> method) {
    var patience = method.getType().serverSendsOneMessage() ? PATIENCE : SILENCE;
    return ask(method, List.of(empty(method)), patience);
  }

  private static <Q> Q empty(MethodDescriptor<Q, ?> method) {
    var prototype = (MethodDescriptor.PrototypeMarshaller<Q>) method.getRequestMarshaller();
    return java.util.Objects.requireNonNull(prototype.getMessagePrototype());
  }

  /** Sends these messages and waits for the end, or for the first message of an endless stream. */
  <Q, A> Said ask(MethodDescriptor<Q, A> method, List<Q> requests) {
    return ask(method, requests, PATIENCE);
  }

  private <Q, A> Said ask(MethodDescriptor<Q, A> method, List<Q> requests, Duration patience) {
    try (var held = begin(method, requests)) {
      held.call.halfClose();
      return held.said(patience);
    }
  }

  /** Sends these messages and leaves the call open. */
  <Q, A> Held<Q, A> begin(MethodDescriptor<Q, A> method, List<Q> requests) {
    var call = channel.newCall(method, CallOptions.DEFAULT);
    var held = new Held<>(call, !method.getType().serverSendsOneMessage());
    call.start(held, new Metadata());
    call.request(Integer.MAX_VALUE);
    requests.forEach(call::sendMessage);
    return held;
  }

  /** A call that goes on. */
  static final class Held<Q, A> extends ClientCall.Listener<A> implements AutoCloseable {
    private final ClientCall<Q, A> call;
    private final boolean endless;
    private final CompletableFuture<Said> said = new CompletableFuture<>();
    private final List<Object> messages = new CopyOnWriteArrayList<>();

    private Held(ClientCall<Q, A> call, boolean endless) {
      this.call = call;
      this.endless = endless;
    }

    /** What will have come. */
    CompletableFuture<Said> said() {
      return said;
    }

    /** What came by then. */
    Said said(Duration patience) {
      try {
        return said.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        return new Said(messages, Optional.empty());
      } catch (InterruptedException | ExecutionException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void onMessage(A message) {
      messages.add(message);
      if (endless) {
        boolean _ = said.complete(new Said(messages, Optional.empty()));
      }
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      var end = status.isOk() ? null : status.asRuntimeException(trailers);
      boolean _ = said.complete(new Said(messages, Optional.ofNullable(end)));
    }

    @Override
    public void close() {
      call.cancel("all was said", null);
    }
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
