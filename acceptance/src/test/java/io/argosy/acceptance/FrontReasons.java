package io.argosy.acceptance;

import static io.argosy.proto.common.v1.Reason.REASON_EXTERNAL_ID_SEEN;
import static io.argosy.proto.common.v1.Reason.REASON_NOT_FOUND;
import static io.argosy.proto.common.v1.Reason.REASON_PERSON_UNKNOWN;
import static io.argosy.proto.common.v1.Reason.REASON_REQUEST_ID_REUSED;
import static io.argosy.proto.common.v1.Reason.REASON_REQUEST_INVALID;
import static io.argosy.proto.common.v1.Reason.REASON_ROLE_NOT_ALLOWED;
import static io.argosy.proto.common.v1.Reason.REASON_UNAUTHENTICATED;
import static io.argosy.proto.common.v1.Reason.REASON_WRONG_STATE;

import com.google.protobuf.ByteString;
import io.argosy.proto.payout.v1.CancelBatchRequest;
import io.argosy.proto.payout.v1.CreateBatchRequest;
import io.argosy.proto.payout.v1.GetBatchRequest;
import io.argosy.proto.payout.v1.ImportBatchRequest;
import io.argosy.proto.payout.v1.PayoutServiceGrpc;
import io.argosy.servicekit.Tls;
import io.grpc.MethodDescriptor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What clients and operators are told by the api-service. */
record FrontReasons(Whole whole, Whole.Ordered paid, Provoked provoked) {
  private Tls operator() {
    return Host.certificate(whole.deployment(), "treasury-desk", "treasury");
  }

  private <Q, A> Said ask(Tls tls, MethodDescriptor<Q, A> method, Q request) throws IOException {
    int port = whole.deployment().ports("api-service").getOrDefault("api", 0);
    return Caller.ask(port, tls, method, List.of(request));
  }

  <Q, A> Said ask(MethodDescriptor<Q, A> method, Q request) throws IOException {
    return ask(operator(), method, request);
  }

  private Said importing(String requestId, String maker, String file) throws IOException {
    return ask(
        PayoutServiceGrpc.getImportBatchMethod(),
        ImportBatchRequest.newBuilder()
            .setRequestId(requestId)
            .setMakerKeyId(maker)
            .setFile(ByteString.copyFromUtf8(file))
            .build());
  }

  /** Checks one good line and makes nothing. */
  Said checking() throws IOException {
    String line = "late,0x00000000000000000000000000000000000000aa,ETH,0.1\n";
    return ask(
        PayoutServiceGrpc.getImportBatchMethod(),
        ImportBatchRequest.newBuilder()
            .setRequestId("late")
            .setMakerKeyId("mara")
            .setFile(ByteString.copyFromUtf8("external_id,recipient,asset,amount\n" + line))
            .setDryRun(true)
            .build());
  }

  void provokeAll(Path folder) throws Exception {
    var create = PayoutServiceGrpc.getCreateBatchMethod();
    var nothing = CreateBatchRequest.getDefaultInstance();
    var watcher = Host.certificate(whole.deployment(), "reconcile-service", "ledger");
    var authority = whole.deployment().certificates().applicationAuthority();
    var files = authority.issue(folder, "nobody", Optional.empty());
    var nobody = new Tls(files.certificate(), files.key(), files.authority());
    String file = paid.file().text();
    String other = file + "one-more,0x00000000000000000000000000000000000000aa,DUSD,1,\n";
    var unknown = GetBatchRequest.newBuilder().setBatchId("no-such-batch").build();
    var cancel = CancelBatchRequest.newBuilder().setBatchId(paid.batch()).build();

    provoked.by(REASON_UNAUTHENTICATED, ask(nobody, create, nothing));
    provoked.by(REASON_ROLE_NOT_ALLOWED, ask(watcher, create, nothing));
    provoked.by(REASON_REQUEST_INVALID, ask(create, nothing));
    provoked.by(REASON_PERSON_UNKNOWN, importing("by-nobody", "nobody", other));
    provoked.by(REASON_REQUEST_ID_REUSED, importing(paid.requestId(), "mara", other));
    provoked.by(REASON_EXTERNAL_ID_SEEN, importing("again", "mara", file));
    provoked.by(REASON_NOT_FOUND, ask(PayoutServiceGrpc.getGetBatchMethod(), unknown));
    provoked.by(REASON_WRONG_STATE, ask(PayoutServiceGrpc.getCancelBatchMethod(), cancel));
  }
}
