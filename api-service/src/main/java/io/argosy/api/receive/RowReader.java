package io.argosy.api.receive;

import io.argosy.model.Address;
import io.argosy.model.Amount;
import io.argosy.model.ExternalId;
import io.argosy.model.Route;
import java.math.BigInteger;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads one line's fields and collects every fault of that line. Confined to one line. */
final class RowReader {
  private static final Instant END_OF_TIME = Instant.parse("9999-01-01T00:00:00Z");
  private final int line;
  private final Map<String, String> fields;
  private final List<RowError> errors = new ArrayList<>();

  RowReader(int line, Map<String, String> fields) {
    this.line = line;
    this.fields = fields;
  }

  List<RowError> errors() {
    return errors;
  }

  /** The row, or nothing where any field is at fault. */
  Optional<Row> read(
      Function<RowReader, @Nullable KnownAsset> assetOf,
      Function<RowReader, @Nullable ExternalId> idOf,
      String recipientColumn,
      BiFunction<RowReader, @Nullable KnownAsset, @Nullable BigInteger> unitsOf) {
    var asset = assetOf.apply(this);
    var id = idOf.apply(this);
    var recipient = required(recipientColumn, AddressText::parse);
    var units = unitsOf.apply(this, asset);
    if (asset != null && recipient != null) {
      checkAgainstToken(recipientColumn, recipient, asset);
      checkChain(asset);
    }
    var urgent = optional("priority", RowReader::priority);
    var region = optional("region", RowReader::region);
    var notBefore = optional("not_before", RowReader::instant);
    var route = optional("route", RowReader::route).orElse(Route.BATCH);
    var reference = optional("reference", RowReader::reference).orElse("");
    if (!errors.isEmpty() || asset == null || id == null || recipient == null || units == null) {
      return Optional.empty();
    }
    var amount = new Amount(asset.id(), units);
    return Optional.of(
        new Row(
            line,
            id,
            recipient,
            amount,
            route,
            urgent.orElse(false),
            region,
            notBefore,
            reference));
  }

  /** The column amount, in whole units; of an unknown asset all is checked but its decimals. */
  @Nullable BigInteger amount(@Nullable KnownAsset asset) {
    return required(
        "amount",
        text ->
            asset == null
                ? AmountText.parseOfAnyAsset(text)
                : AmountText.parse(text, asset.decimals()));
  }

  /** The field amount_units, in base units. */
  @Nullable BigInteger amountUnits() {
    return required("amount_units", AmountText::parseUnits);
  }

  /** The asset by its symbol or CAIP-19 name. */
  @Nullable KnownAsset asset(List<KnownAsset> assets) {
    return required(
        "asset", text -> KnownAsset.find(assets, a -> a.symbol().equals(text) || a.hasName(text)));
  }

  /** The field's value, or null after its fault is noted. */
  <T> @Nullable T required(String field, Function<String, Checked<T>> parse) {
    String text = fields.getOrDefault(field, "");
    if (text.isEmpty()) {
      fault(field, RowReason.FIELD_MISSING, "fill it in");
      return null;
    }
    return switch (parse.apply(text)) {
      case Checked.Good<T>(T value) -> value;
      case Checked.Bad<T>(RowReason reason, String remedy) -> {
        fault(field, reason, remedy);
        yield null;
      }
    };
  }

  private <T> Optional<T> optional(String field, Function<String, Checked<T>> parse) {
    return fields.getOrDefault(field, "").isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(required(field, parse));
  }

  void fault(String field, RowReason reason, String remedy) {
    errors.add(new RowError(line, field, reason, fields.getOrDefault(field, ""), remedy));
  }

  private void checkAgainstToken(String column, Address recipient, KnownAsset asset) {
    if (asset.id().token().filter(recipient::equals).isPresent()) {
      fault(column, RowReason.ADDRESS_TOKEN, "write the payee's address, not the token's contract");
    }
  }

  private void checkChain(KnownAsset asset) {
    String chain = asset.id().chain().toString();
    var given = fields.getOrDefault("chain", "");
    if (!given.isEmpty() && !given.equals(chain)) {
      fault("chain", RowReason.CHAIN_OTHER, "write " + chain + ", where the asset is");
    }
  }

  static Checked<ExternalId> externalId(String text) {
    try {
      return Checked.good(new ExternalId(text));
    } catch (IllegalArgumentException e) {
      return Checked.bad(
          RowReason.EXTERNAL_ID_FORMAT, "write 1 to 64 printable ASCII characters without a space");
    }
  }

  private static Checked<Boolean> priority(String text) {
    return switch (text) {
      case "normal" -> Checked.good(false);
      case "urgent" -> Checked.good(true);
      default -> Checked.bad(RowReason.PRIORITY_UNKNOWN, "write normal or urgent");
    };
  }

  private static Checked<String> region(String text) {
    return text.matches("[A-Z]{2}")
        ? Checked.good(text)
        : Checked.bad(RowReason.REGION_FORMAT, "write a country's two letters, such as DE");
  }

  private static Checked<Instant> instant(String text) {
    try {
      var time = Instant.parse(text);
      if (!time.isBefore(Instant.EPOCH) && time.isBefore(END_OF_TIME)) {
        return Checked.good(time);
      }
    } catch (DateTimeParseException e) {
      // Told below, as a time that no database holds.
    }
    return Checked.bad(RowReason.TIME_FORMAT, "write UTC as 2026-01-31T23:59:59Z");
  }

  private static Checked<Route> route(String text) {
    return switch (text) {
      case "batch" -> Checked.good(Route.BATCH);
      case "direct" -> Checked.good(Route.DIRECT);
      default -> Checked.bad(RowReason.ROUTE_UNKNOWN, "write batch or direct");
    };
  }

  private static Checked<String> reference(String text) {
    return text.matches("[ -~]{1,140}")
        ? Checked.good(text)
        : Checked.bad(RowReason.REFERENCE_FORMAT, "write at most 140 printable ASCII characters");
  }
}
