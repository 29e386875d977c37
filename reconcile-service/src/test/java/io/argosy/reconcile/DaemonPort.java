package io.argosy.reconcile;

import com.google.protobuf.ByteString;
import io.argosy.custodycore.Answer;
import io.argosy.custodycore.FreezeOrder;
import io.argosy.custodycore.Gate;
import io.argosy.custodycore.Journal;
import io.argosy.custodycore.Roster;
import io.argosy.custodycore.Rosters;
import io.argosy.model.DaemonId;
import io.argosy.model.KeyId;
import io.argosy.model.Leaf;
import io.argosy.model.PersonSignature;
import io.argosy.model.StatementText;
import io.argosy.proto.common.v1.Reason;
import io.argosy.proto.custody.v1.CustodyServiceGrpc;
import io.argosy.proto.custody.v1.FreezeRequest;
import io.argosy.proto.custody.v1.FreezeResponse;
import io.argosy.proto.custody.v1.GetStatusRequest;
import io.argosy.proto.custody.v1.GetStatusResponse;
import io.argosy.proto.custody.v1.LeafChunk;
import io.argosy.proto.custody.v1.ReadRegistrationsRequest;
import io.argosy.proto.custody.v1.ReadRegistrationsResponse;
import io.argosy.proto.custody.v1.RegistrationHead;
import io.argosy.servicekit.Refusal;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A daemon's client port as the watcher uses it: freezes go through the real gate and journal,
 * which verify the watcher's signature; registrations are the ones that a test made.
 */
final class DaemonPort extends CustodyServiceGrpc.CustodyServiceImplBase implements AutoCloseable {
  private final DaemonId id;
  private final Roster roster;
  private final Journal journal;
  private final Gate gate;
  private final List<Told> told = new CopyOnWriteArrayList<>();
  final List<FreezeOrder> freezes = new CopyOnWriteArrayList<>();
  volatile boolean silent;

  private record Told(StatementText statement, List<Leaf> leaves) {}

  DaemonPort(DaemonId id, Roster roster, Path folder) throws IOException {
    this.id = id;
    this.roster = roster;
    this.journal = Journal.open(folder.resolve(id + ".db"), roster.hash(), id);
    this.gate = new Gate(Rosters.of(roster), id, journal, Clock.systemUTC());
  }

  void register(StatementText statement, List<Leaf> leaves) {
    told.add(new Told(statement, leaves));
  }

  void thaw(FreezeOrder order, List<PersonSignature> officers) {
    if (!(gate.thaw(order.encoded(), officers) instanceof Answer.Granted<FreezeOrder>)) {
      throw new IllegalStateException("the thaw was refused");
    }
  }

  private void answerOnlyIfAwake() {
    if (silent) {
      throw Refusal.of(Reason.REASON_DEPENDENCY_DOWN, "daemon", "asleep");
    }
  }

  @Override
  public void getStatus(GetStatusRequest request, StreamObserver<GetStatusResponse> out) {
    answerOnlyIfAwake();
    out.onNext(
        GetStatusResponse.newBuilder()
            .setDaemonId(id.text())
            .setGenesisHash(ByteString.copyFrom(roster.hash().bytes()))
            .setGeneration(journal.generation())
            .addAllFrozen(journal.freezes().inForce())
            .build());
    out.onCompleted();
  }

  @Override
  public void readRegistrations(
      ReadRegistrationsRequest request, StreamObserver<ReadRegistrationsResponse> out) {
    answerOnlyIfAwake();
    for (int i = (int) request.getAfter(); i < told.size(); i++) {
      var part = ReadRegistrationsResponse.newBuilder().setPosition(i + 1L);
      var statement = ByteString.copyFrom(told.get(i).statement().encoded());
      out.onNext(part.setHead(RegistrationHead.newBuilder().setStatement(statement)).build());
      var chunk = LeafChunk.newBuilder();
      told.get(i).leaves().forEach(leaf -> chunk.addLeaves(ByteString.copyFrom(leaf.encoded())));
      out.onNext(part.setLeaves(chunk).build());
    }
    out.onCompleted();
  }

  @Override
  public void freeze(FreezeRequest request, StreamObserver<FreezeResponse> out) {
    answerOnlyIfAwake();
    var answer =
        gate.freeze(
            request.getOrder().toByteArray(),
            new KeyId(request.getWatcher()),
            request.getSignature().toByteArray());
    switch (answer) {
      case Answer.Granted<FreezeOrder>(var order) -> freezes.add(order);
      case Answer.Refused<FreezeOrder> refused ->
          throw Refusal.of(Reason.REASON_ORDER_INVALID, "order", refused.detail());
    }
    out.onNext(FreezeResponse.newBuilder().addAllFrozen(journal.freezes().inForce()).build());
    out.onCompleted();
  }

  @Override
  public void close() {
    journal.close();
  }
}
