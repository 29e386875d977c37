package io.argosy.custody.serve;

import com.google.protobuf.ByteString;
import io.argosy.custody.freeze.Freezing;
import io.argosy.custody.session.Mailbox;
import io.argosy.custody.session.Peers;
import io.argosy.model.KeyId;
import io.argosy.proto.common.v1.Reason;
import io.argosy.proto.custodypeer.v1.DeliverRequest;
import io.argosy.proto.custodypeer.v1.DeliverResponse;
import io.argosy.proto.custodypeer.v1.PassFreezeRequest;
import io.argosy.proto.custodypeer.v1.PassFreezeResponse;
import io.argosy.proto.custodypeer.v1.PeerServiceGrpc;
import io.argosy.proto.custodypeer.v1.ReadCertificatesRequest;
import io.argosy.proto.custodypeer.v1.ReadCertificatesResponse;
import io.argosy.servicekit.Caller;
import io.argosy.servicekit.Refusal;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The peer port: hears what other daemons of the roster say. */
public final class PeerEndpoint extends PeerServiceGrpc.PeerServiceImplBase {
  private static final String SESSION = "[!-~]{1,128}";
  private static final int LAST_ROUND = 8;
  private final Peers peers;
  private final Mailbox mailbox;
  private final Freezing freezing;
  private final Function<KeyId, List<byte[]>> certificates;

  /**
   * @param certificates what this daemon has of a key's certificates
   */
  public PeerEndpoint(
      Peers peers, Mailbox mailbox, Freezing freezing, Function<KeyId, List<byte[]>> certificates) {
    this.peers = peers;
    this.mailbox = mailbox;
    this.freezing = freezing;
    this.certificates = certificates;
  }

  /** The sender is who the certificate says, and must stand in the roster. */
  private int sender() {
    String name = Caller.current().name();
    return peers
        .index(name)
        .orElseThrow(
            () -> Refusal.of(Reason.REASON_ROLE_NOT_ALLOWED, "daemon", name + " is no peer"));
  }

  @Override
  public void deliver(DeliverRequest request, StreamObserver<DeliverResponse> out) {
    int from = sender();
    if (!request.getSession().matches(SESSION)) {
      throw Refusals.invalid("session", "1 to 128 printable ASCII characters");
    }
    if (request.getRound() < 0 || request.getRound() > LAST_ROUND) {
      throw Refusals.invalid("round", "0 to " + LAST_ROUND);
    }
    byte[] body = request.getBody().toByteArray();
    switch (mailbox.put(from, request.getSession(), request.getRound(), body)) {
      case KEPT -> {
        out.onNext(DeliverResponse.getDefaultInstance());
        out.onCompleted();
      }
      case LATER ->
          throw Refusal.of(Reason.REASON_RATE_LIMITED, "session", "not open here, or too many");
      case NEVER -> throw Refusals.invalid("session", "over here, or not for this sender or size");
    }
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
    int _ = sender();
    var key = KeyNames.parse(request.getKeyId());
    var answer = ReadCertificatesResponse.newBuilder();
    certificates.apply(key).forEach(each -> answer.addCertificates(ByteString.copyFrom(each)));
    out.onNext(answer.build());
    out.onCompleted();
  }
}
