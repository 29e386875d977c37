package io.argosy.api.receive;

import static io.argosy.proto.common.v1.Reason.REASON_REQUEST_INVALID;

import com.google.protobuf.Timestamp;
import io.argosy.model.Digest32;
import io.argosy.model.KeyId;
import io.argosy.proto.payout.v1.CreateBatchRequest;
import io.argosy.proto.payout.v1.FaultyLines;
import io.argosy.proto.payout.v1.ImportBatchRequest;
import io.argosy.proto.payout.v1.PayoutOrder;
import io.argosy.servicekit.Refusal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Orders, from the wire; faults, to it. A refusal lists every field that is wrong. */
public final class OrderWire {
  private static final String NAME = "[!-~]{1,64}";
  private static final String NAME_REMEDY = "1 to 64 printable ASCII characters without a space";

  private OrderWire() {}

  /** A program's order as it came. */
  public record Ordered(String requestId, KeyId maker, List<OrderedPayout> payouts) {
    public Ordered {
      payouts = List.copyOf(payouts);
    }
  }

  /**
   * A file as it came.
   *
   * @param bodyHash of all that decides what the file makes
   */
  public record Imported(
      String requestId,
      KeyId maker,
      byte[] file,
      Optional<KnownAsset> disperseAsset,
      Purpose purpose,
      Faulty faulty,
      Digest32 bodyHash) {}

  /** Whether anything is to be made of a file. */
  public enum Purpose {
    CHECK,
    MAKE
  }

  /** What becomes of a file with faulty lines. */
  public enum Faulty {
    REFUSE,
    LEAVE_OUT
  }

  public static Ordered parse(CreateBatchRequest wire) {
    var faults = names(wire.getRequestId(), wire.getMakerKeyId());
    int count = wire.getPayoutsCount();
    if (count < 1 || count > CsvImport.MOST_ROWS) {
      faults.put("payouts", "1 to 100,000 payouts, not " + count);
    }
    refuse(faults);
    var payouts = wire.getPayoutsList().stream().map(OrderWire::payout).toList();
    return new Ordered(wire.getRequestId(), new KeyId(wire.getMakerKeyId()), payouts);
  }

  public static Imported parse(ImportBatchRequest wire, List<KnownAsset> assets) {
    var faults = names(wire.getRequestId(), wire.getMakerKeyId());
    var symbol = wire.getDisperseAsset();
    var asset = assets.stream().filter(each -> each.symbol().equals(symbol)).findFirst();
    if (!symbol.isEmpty() && asset.isEmpty()) {
      faults.put("disperse_asset", "a symbol of the registry");
    }
    if (wire.getFaultyLines() == FaultyLines.UNRECOGNIZED) {
      faults.put("faulty_lines", "refuse or leave out");
    }
    refuse(faults);
    byte[] file = wire.getFile().toByteArray();
    var faulty = faulty(wire.getFaultyLines());
    var rest = "file\t%s\t%s\t%s\t".formatted(wire.getMakerKeyId(), symbol, faulty);
    return new Imported(
        wire.getRequestId(),
        new KeyId(wire.getMakerKeyId()),
        file,
        asset,
        wire.getDryRun() ? Purpose.CHECK : Purpose.MAKE,
        faulty,
        Digest32.sha256(rest.getBytes(StandardCharsets.UTF_8), file));
  }

  private static Faulty faulty(FaultyLines wire) {
    return wire == FaultyLines.FAULTY_LINES_LEAVE_OUT ? Faulty.LEAVE_OUT : Faulty.REFUSE;
  }

  private static Map<String, String> names(String requestId, String maker) {
    var faults = new LinkedHashMap<String, String>();
    if (!requestId.matches(NAME)) {
      faults.put("request_id", NAME_REMEDY);
    }
    if (!maker.matches(NAME)) {
      faults.put("maker_key_id", NAME_REMEDY);
    }
    return faults;
  }

  private static void refuse(Map<String, String> faults) {
    if (!faults.isEmpty()) {
      throw Refusal.of(REASON_REQUEST_INVALID, faults);
    }
  }

  private static OrderedPayout payout(PayoutOrder wire) {
    return new OrderedPayout(
        wire.getExternalId(),
        wire.getRecipient(),
        wire.getAsset(),
        wire.getAmountUnits(),
        wire.hasNotBefore() ? time(wire.getNotBefore()) : "",
        wire.getRegion(),
        wire.getReference(),
        wire.getUrgent());
  }

  /** A time beyond every calendar becomes text that the row's own check refuses. */
  private static String time(Timestamp wire) {
    try {
      return Instant.ofEpochSecond(wire.getSeconds(), wire.getNanos()).toString();
    } catch (DateTimeException | ArithmeticException e) {
      return wire.getSeconds() + " s";
    }
  }

  public static List<io.argosy.proto.payout.v1.RowError> wire(List<RowError> errors) {
    return errors.stream()
        .map(
            error ->
                io.argosy.proto.payout.v1.RowError.newBuilder()
                    .setLine(error.line())
                    .setField(error.field())
                    .setReason(error.reason().name())
                    .setFound(error.found())
                    .setRemedy(error.remedy())
                    .build())
        .toList();
  }
}
