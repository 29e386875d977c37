package io.argosy.custody.serve;

import io.argosy.custodycore.Registration;
import io.argosy.model.Digest32;
import io.argosy.proto.common.v1.Reason;
import io.argosy.proto.custodypeer.v1.ReadRegistrationResponse;
import io.argosy.servicekit.Refusal;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Peers that read a registration, one at a time each: a whole one is in memory meanwhile.
 * Thread-safe.
 */
final class RegistrationReaders {
  private final Function<Digest32, Optional<Registration>> journal;
  private final Set<Integer> reading = ConcurrentHashMap.newKeySet();

  RegistrationReaders(Function<Digest32, Optional<Registration>> journal) {
    this.journal = journal;
  }

  /** Shows a registration to a peer, as fast as that takes it. */
  void show(int peer, Digest32 statement, ServerCallStreamObserver<ReadRegistrationResponse> out) {
    if (!reading.add(peer)) {
      throw Refusal.of(Reason.REASON_RATE_LIMITED, "registrations", "one at a time");
    }
    out.setOnCancelHandler(() -> reading.remove(peer));
    out.setOnCloseHandler(() -> reading.remove(peer));
    var registration = journal.apply(statement);
    if (registration.isEmpty()) {
      reading.remove(peer);
      throw Refusal.of(Reason.REASON_NOT_FOUND, "statement_hash", "is not registered here");
    }
    var parts = parts(registration.get());
    out.setOnReadyHandler(
        () -> {
          while (out.isReady() && !parts.isEmpty()) {
            out.onNext(parts.remove());
            if (parts.isEmpty()) {
              out.onCompleted();
            }
          }
        });
  }

  private static Queue<ReadRegistrationResponse> parts(Registration registration) {
    var parts = new ArrayDeque<ReadRegistrationResponse>();
    var head = RegistrationStream.head(registration);
    parts.add(ReadRegistrationResponse.newBuilder().setHead(head).build());
    RegistrationStream.chunks(registration)
        .forEach(
            chunk -> parts.add(ReadRegistrationResponse.newBuilder().setLeaves(chunk).build()));
    return parts;
  }
}
