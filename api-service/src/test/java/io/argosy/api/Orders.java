package io.argosy.api;

import com.google.protobuf.ByteString;
import io.argosy.proto.payout.v1.CreateBatchRequest;
import io.argosy.proto.payout.v1.FaultyLines;
import io.argosy.proto.payout.v1.ImportBatchRequest;
import io.argosy.proto.payout.v1.PayoutOrder;
import java.util.stream.Stream;

/** Orders as clients of the tests make them. */
final class Orders {
  private Orders() {}

  static PayoutOrder payout(String externalId, String units) {
    return PayoutOrder.newBuilder()
        .setExternalId(externalId)
        .setRecipient(ApiStack.PAYEE)
        .setAsset("DUSD")
        .setAmountUnits(units)
        .build();
  }

  static CreateBatchRequest batch(String requestId, PayoutOrder... payouts) {
    var request =
        CreateBatchRequest.newBuilder().setRequestId(requestId).setMakerKeyId(People.MAKER.text());
    Stream.of(payouts).forEach(request::addPayouts);
    return request.build();
  }

  static ImportBatchRequest.Builder file(String requestId, String text) {
    return ImportBatchRequest.newBuilder()
        .setRequestId(requestId)
        .setMakerKeyId(People.MAKER.text())
        .setFile(ByteString.copyFromUtf8(text))
        .setFaultyLines(FaultyLines.FAULTY_LINES_REFUSE);
  }

  /** A file of the template, one DUSD a line. */
  static String csv(String prefix, int rows) {
    var text = new StringBuilder("external_id,recipient,asset,amount\n");
    for (int i = 1; i <= rows; i++) {
      text.append(prefix).append(i).append(',').append(ApiStack.PAYEE).append(",DUSD,1\n");
    }
    return text.toString();
  }
}
