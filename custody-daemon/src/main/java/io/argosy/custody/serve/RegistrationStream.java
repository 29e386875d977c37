package io.argosy.custody.serve;

import com.google.protobuf.ByteString;
import io.argosy.custodycore.Journal;
import io.argosy.custodycore.Registration;
import io.argosy.model.Leaf;
import io.argosy.model.VoidLeaf;
import io.argosy.proto.custody.v1.LeafChunk;
import io.argosy.proto.custody.v1.ReadRegistrationsResponse;
import io.argosy.proto.custody.v1.RegistrationHead;
import io.argosy.wire.PersonSignatureWire;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * Tells all registrations after a position, as fast as the reader takes them and never more than
 * one in memory. Confined to one call.
 */
final class RegistrationStream {
  private static final int CHUNK = 2_000;
  private final Journal journal;
  private final ServerCallStreamObserver<ReadRegistrationsResponse> out;
  private final Queue<ReadRegistrationsResponse> parts = new ArrayDeque<>();
  private long position;
  private boolean over;

  RegistrationStream(
      Journal journal, ServerCallStreamObserver<ReadRegistrationsResponse> out, long after) {
    this.journal = journal;
    this.out = out;
    this.position = after;
  }

  /** Goes on while the reader takes more. Called whenever it does. */
  void pour() {
    while (!over && out.isReady()) {
      if (parts.isEmpty()) {
        journal.after(position).ifPresent(this::split);
      }
      var part = parts.poll();
      if (part == null) {
        over = true;
        out.onCompleted();
      } else {
        out.onNext(part);
      }
    }
  }

  private void split(Registration registration) {
    position = registration.position();
    parts.add(part().setHead(head(registration)).build());
    chunks(registration).forEach(chunk -> parts.add(part().setLeaves(chunk).build()));
  }

  static RegistrationHead head(Registration registration) {
    return RegistrationHead.newBuilder()
        .setStatement(ByteString.copyFrom(registration.statement().encoded()))
        .addAllSignatures(
            registration.signatures().stream().map(PersonSignatureWire::wire).toList())
        .build();
  }

  static List<LeafChunk> chunks(Registration registration) {
    List<byte[]> leaves =
        switch (registration) {
          case Registration.Payment payment ->
              payment.leaves().stream().map(Leaf::encoded).toList();
          case Registration.Voiding voiding ->
              voiding.leaves().stream().map(VoidLeaf::encoded).toList();
          case Registration.Funding _ -> List.of();
        };
    var chunks = new ArrayList<LeafChunk>();
    for (int from = 0; from < leaves.size(); from += CHUNK) {
      var chunk = LeafChunk.newBuilder();
      leaves.subList(from, Math.min(from + CHUNK, leaves.size())).stream()
          .map(ByteString::copyFrom)
          .forEach(chunk::addLeaves);
      chunks.add(chunk.build());
    }
    return chunks;
  }

  private ReadRegistrationsResponse.Builder part() {
    return ReadRegistrationsResponse.newBuilder().setPosition(position);
  }
}
