package io.argosy.custody.serve;

import com.google.protobuf.ByteString;
import io.argosy.custody.freeze.Freezing;
import io.argosy.custody.session.Mailbox;
import io.argosy.custody.session.Peers;
import io.argosy.custody.takeover.Showing;
import io.argosy.custody.tell.Telling;
import io.argosy.custodycore.Checkpoint;
import io.argosy.custodycore.KeyEpoch;
import io.argosy.custodycore.Policy;
import io.argosy.custodycore.Tell;
import io.argosy.model.Digest32;
import io.argosy.model.KeyId;
import io.argosy.proto.common.v1.Reason;
import io.argosy.proto.custodypeer.v1.DeliverRequest;
import io.argosy.proto.custodypeer.v1.DeliverResponse;
import io.argosy.proto.custodypeer.v1.LeaveRequest;
import io.argosy.proto.custodypeer.v1.LeaveResponse;
import io.argosy.proto.custodypeer.v1.PassFreezeRequest;
import io.argosy.proto.custodypeer.v1.PassFreezeResponse;
import io.argosy.proto.custodypeer.v1.PeerServiceGrpc;
import io.argosy.proto.custodypeer.v1.ReadCertificatesRequest;
import io.argosy.proto.custodypeer.v1.ReadCertificatesResponse;
import io.argosy.proto.custodypeer.v1.ReadCheckpointRequest;
import io.argosy.proto.custodypeer.v1.ReadCheckpointResponse;
import io.argosy.proto.custodypeer.v1.ReadRegistrationRequest;
import io.argosy.proto.custodypeer.v1.ReadRegistrationResponse;
import io.argosy.proto.custodypeer.v1.TellRequest;
import io.argosy.proto.custodypeer.v1.TellResponse;
import io.argosy.servicekit.Caller;
import io.argosy.servicekit.Refusal;
import io.argosy.wire.PersonSignatureWire;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The peer port: hears what other daemons of the roster say. */
public final class PeerEndpoint extends PeerServiceGrpc.PeerServiceImplBase {
  private final Peers peers;
  private final Mailbox mailbox;
  private final Freezing freezing;
  private final Function<KeyId, List<byte[]>> certificates;
  private final Telling telling;
  private final Checkpoints checkpoints;
  private final RegistrationReaders readers;

  /** Where pages of this daemon's checkpoint come from. */
  public interface Checkpoints {
    /** As {@link Showing#show}. */
    Showing.Shown show(int peer, KeyEpoch key, int to, Checkpoint.Place from);
  }

  /**
   * @param certificates what this daemon has of a key's certificates
   */
  public PeerEndpoint(
      Peers peers,
      Mailbox mailbox,
      Freezing freezing,
      Function<KeyId, List<byte[]>> certificates,
      Telling telling,
      Checkpoints checkpoints) {
    this.peers = peers;
    this.mailbox = mailbox;
    this.freezing = freezing;
    this.certificates = certificates;
    this.telling = telling;
    this.checkpoints = checkpoints;
    this.readers = new RegistrationReaders(telling::registration);
  }

  /** The sender is who the certificate says, and must stand in the roster. */
  private int sender() {
    String name = Caller.current().name();
    return peers
        .index(name)
        .orElseThrow(
            () -> Refusal.of(Reason.REASON_ROLE_NOT_ALLOWED, "daemon", name + " is no peer"));
  }

  /** Who left the roster may still read what says that a key is not its own any more. */
  private void requireEverListed() {
    String name = Caller.current().name();
    if (!peers.everListed(name)) {
      throw Refusal.of(Reason.REASON_ROLE_NOT_ALLOWED, "daemon", name + " is no peer");
    }
  }

  @Override
  public StreamObserver<DeliverRequest> deliver(StreamObserver<DeliverResponse> out) {
    return new IncomingMessage(peers.index(Caller.current().name()), mailbox, out);
  }

  @Override
  public void leave(LeaveRequest request, StreamObserver<LeaveResponse> out) {
    mailbox.leave(request.getSession(), sender());
    out.onNext(LeaveResponse.getDefaultInstance());
    out.onCompleted();
  }

  @Override
  public void passFreeze(PassFreezeRequest request, StreamObserver<PassFreezeResponse> out) {
    int from = sender();
    byte[] order = SignOrderWire.text("order", request.getOrder());
    var signer = SignOrderWire.key("signer", request.getSigner());
    byte[] signature = request.getSignature().toByteArray();
    var _ = Refusals.granted(freezing.freeze(order, signer, signature, Optional.of(from)));
    out.onNext(PassFreezeResponse.getDefaultInstance());
    out.onCompleted();
  }

  @Override
  public void readCertificates(
      ReadCertificatesRequest request, StreamObserver<ReadCertificatesResponse> out) {
    requireEverListed();
    var key = KeyNames.parse(request.getKeyId());
    var answer = ReadCertificatesResponse.newBuilder();
    certificates.apply(key).forEach(each -> answer.addCertificates(ByteString.copyFrom(each)));
    out.onNext(answer.build());
    out.onCompleted();
  }

  @Override
  public void tell(TellRequest request, StreamObserver<TellResponse> out) {
    int from = sender();
    byte[] text = SignOrderWire.text("text", request.getText());
    byte[] signature = SignOrderWire.text("signature", request.getSignature());
    byte[] policy = SignOrderWire.text("policy", request.getPolicy());
    var officers = SignOrderWire.signatures("officers", request.getOfficersList());
    var shown =
        Optional.of(new Policy.Signed(policy, officers)).filter(each -> each.text().length > 0);
    switch (telling.hear(from, new Tell.Signed(text, signature), shown)) {
      case Telling.Heard.Taken(long after) -> {
        out.onNext(TellResponse.newBuilder().setAfter(after).build());
        out.onCompleted();
      }
      case Telling.Heard.Refused(var why, var detail) -> throw Refusals.of(why, detail);
      case Telling.Heard.TooOften _ ->
          throw Refusal.of(Reason.REASON_RATE_LIMITED, "tells", "too many at a time");
    }
  }

  @Override
  public void readRegistration(
      ReadRegistrationRequest request, StreamObserver<ReadRegistrationResponse> out) {
    int from = sender();
    if (request.getStatementHash().size() != 32) {
      throw Refusals.invalid("statement_hash", "has 32 bytes");
    }
    var statement = Digest32.of(request.getStatementHash().toByteArray());
    readers.show(from, statement, (ServerCallStreamObserver<ReadRegistrationResponse>) out);
  }

  @Override
  public void readCheckpoint(
      ReadCheckpointRequest request, StreamObserver<ReadCheckpointResponse> out) {
    int from = sender();
    var key = new KeyEpoch(KeyNames.parse(request.getKeyId()), request.getEpoch());
    var at = request.getFrom();
    boolean inRange =
        request.getEpoch() >= 0
            && request.getRosterVersion() >= 0
            && at.getPart() >= 0
            && at.getPosition() >= 0
            && at.getNumber() >= 0;
    if (!inRange) {
      throw Refusals.invalid("epoch, roster_version, from", "below 2^31, places below 2^63");
    }
    var place = new Checkpoint.Place(at.getPart(), at.getPosition(), at.getNumber());
    switch (checkpoints.show(from, key, request.getRosterVersion(), place)) {
      case Showing.Shown.Page(var signed) -> {
        out.onNext(wire(signed));
        out.onCompleted();
      }
      case Showing.Shown.Refused(var why, var detail) -> throw Refusals.of(why, detail);
      case Showing.Shown.Elsewhere(int epoch) ->
          throw Refusal.of(Reason.REASON_WRONG_STATE, "epoch", epoch + " is in force");
      case Showing.Shown.TooOften _ ->
          throw Refusal.of(Reason.REASON_RATE_LIMITED, "checkpoints", "one page at a time");
    }
  }

  private static ReadCheckpointResponse wire(Checkpoint.Signed signed) {
    var answer =
        ReadCheckpointResponse.newBuilder()
            .setText(ByteString.copyFrom(signed.text()))
            .setSignature(ByteString.copyFrom(signed.signature()));
    signed
        .policy()
        .ifPresent(
            policy -> {
              answer.setPolicy(ByteString.copyFrom(policy.text()));
              policy.officers().stream()
                  .map(PersonSignatureWire::wire)
                  .forEach(answer::addOfficers);
            });
    return answer.build();
  }
}
