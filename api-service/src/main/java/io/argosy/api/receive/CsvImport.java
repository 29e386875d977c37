package io.argosy.api.receive;

import static io.argosy.api.receive.RowReason.ASSET_UNKNOWN;
import static io.argosy.api.receive.RowReason.COLUMN_MISSING;
import static io.argosy.api.receive.RowReason.COLUMN_TWICE;
import static io.argosy.api.receive.RowReason.COLUMN_UNKNOWN;
import static io.argosy.api.receive.RowReason.EXTERNAL_ID_TWICE;
import static io.argosy.api.receive.RowReason.FIELD_COUNT;
import static io.argosy.api.receive.RowReason.FILE_EMPTY;
import static io.argosy.api.receive.RowReason.ROW_TWICE;
import static io.argosy.api.receive.RowReason.SEPARATOR;
import static io.argosy.api.receive.RowReason.TOKEN_TYPE;
import static io.argosy.api.receive.RowReason.TOO_MANY_ROWS;

import io.argosy.model.Digest32;
import io.argosy.model.ExternalId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Checks a whole file and tells every fault; creates nothing. Confined to one file.
 *
 * <p>Files without external ids get them from the file's SHA-256 and the line, so that the same
 * file, imported twice, is refused by the same rule that guards every external id.
 */
public final class CsvImport {
  /** What one statement holds at most. */
  public static final int MOST_ROWS = 100_000;

  private final List<KnownAsset> assets;
  private final Optional<KnownAsset> disperseAsset;
  private final String filePrefix;
  private final List<RowError> errors = new ArrayList<>();
  private final List<Row> rows = new ArrayList<>();
  private final Map<ExternalId, Integer> seenIds = new HashMap<>();
  private final Map<List<Object>, Integer> seenPayments = new HashMap<>();

  private CsvImport(List<KnownAsset> assets, Optional<KnownAsset> disperseAsset, byte[] file) {
    this.assets = List.copyOf(assets);
    this.disperseAsset = disperseAsset;
    this.filePrefix = Digest32.sha256(file).toString().substring(0, 16);
  }

  /**
   * Reads a file.
   *
   * @param assets the registry
   * @param disperseAsset what Disperse lines, which name no asset, pay
   */
  public static CheckedImport check(
      byte[] file, List<KnownAsset> assets, Optional<KnownAsset> disperseAsset) {
    var reading = new CsvImport(assets, disperseAsset, file);
    reading.read(FileText.of(file));
    reading.errors.sort(Comparator.comparingInt(RowError::line));
    return new CheckedImport(reading.rows, reading.errors);
  }

  private void read(FileText text) {
    errors.addAll(text.errors());
    if (text.lines().isEmpty()) {
      fault(1, "file", FILE_EMPTY, "", "name the columns in line 1, then one payout a line");
      return;
    }
    var first = text.lines().getFirst();
    if (!first.text().contains(",") && first.text().matches(".*[;\t|].*")) {
      fault(first.number(), "line", SEPARATOR, first.text(), "separate the columns by commas");
      return;
    }
    var header = split(first).map(CsvImport::lowerCase);
    if (header.isEmpty()) {
      return;
    }
    var layout = Layout.of(header.get());
    boolean headed = layout != Layout.DISPERSE;
    var columns = headed ? header.get() : layout.required();
    if (headed && !knownColumns(first.number(), layout, columns)) {
      return;
    }
    readRows(layout, columns, text.lines().subList(headed ? 1 : 0, text.lines().size()));
  }

  private void readRows(Layout layout, List<String> columns, List<FileText.Line> lines) {
    if (lines.size() > MOST_ROWS) {
      int line = lines.get(MOST_ROWS).number();
      fault(
          line, "file", TOO_MANY_ROWS, lines.size() + " rows", "write at most 100000 rows a file");
      return;
    }
    if (lines.isEmpty()) {
      fault(1, "file", FILE_EMPTY, "", "write one payout a line below the header");
    }
    if (layout == Layout.DISPERSE && disperseAsset.isEmpty()) {
      fault(1, "asset", ASSET_UNKNOWN, "", "name the asset that this file's lines pay");
      return;
    }
    lines.forEach(line -> split(line).ifPresent(f -> readRow(layout, columns, line, f)));
  }

  private void readRow(
      Layout layout, List<String> columns, FileText.Line line, List<String> fields) {
    if (fields.size() != columns.size()) {
      var found = fields.size() + " fields";
      var remedy = "write " + columns.size() + " fields; quote one that holds a comma";
      fault(line.number(), "line", FIELD_COUNT, found, remedy);
      return;
    }
    var named = new HashMap<String, String>();
    for (int i = 0; i < fields.size(); i++) {
      named.put(columns.get(i), fields.get(i));
    }
    var reader = new RowReader(line.number(), named);
    var row =
        switch (layout) {
          case TEMPLATE -> read(reader, r -> r.asset(assets), this::givenId, "recipient");
          case SAFE_AIRDROP -> read(reader, this::safeAsset, r -> madeId(line), "receiver");
          case DISPERSE ->
              read(reader, r -> disperseAsset.orElse(null), r -> madeId(line), "recipient");
        };
    errors.addAll(reader.errors());
    row.filter(read -> isFirst(layout, read)).ifPresent(rows::add);
  }

  private static Optional<Row> read(
      RowReader reader,
      Function<RowReader, @Nullable KnownAsset> assetOf,
      Function<RowReader, @Nullable ExternalId> idOf,
      String recipientColumn) {
    return reader.read(assetOf, idOf, recipientColumn, RowReader::amount);
  }

  /** Ids are unique in every file; where a file has none, nothing else tells two payments apart. */
  private boolean isFirst(Layout layout, Row row) {
    var sameId = seenIds.putIfAbsent(row.externalId(), row.line());
    if (sameId != null) {
      var id = row.externalId().text();
      fault(row.line(), "external_id", EXTERNAL_ID_TWICE, id, "also in line " + sameId);
      return false;
    }
    if (layout == Layout.TEMPLATE) {
      return true;
    }
    List<Object> payment = List.of(row.recipient(), row.amount());
    var samePayment = seenPayments.putIfAbsent(payment, row.line());
    if (samePayment != null) {
      var remedy = "also in line " + samePayment + "; if both are meant, give them external ids";
      fault(row.line(), "line", ROW_TWICE, row.recipient().toString(), remedy);
      return false;
    }
    return true;
  }

  private boolean knownColumns(int line, Layout layout, List<String> columns) {
    int before = errors.size();
    var seen = new HashSet<String>();
    for (String column : columns) {
      if (!layout.knows(column)) {
        fault(line, column, COLUMN_UNKNOWN, column, "leave the column out");
      } else if (!seen.add(column)) {
        fault(line, column, COLUMN_TWICE, column, "name each column once");
      }
    }
    for (String column : layout.required()) {
      if (!columns.contains(column)) {
        fault(line, column, COLUMN_MISSING, "", "add the column " + column);
      }
    }
    return errors.size() == before;
  }

  private @Nullable KnownAsset safeAsset(RowReader reader) {
    var type = reader.required("token_type", CsvImport::tokenType);
    if (type == null) {
      return null;
    }
    if (type.equals("native")) {
      return reader.required("token_type", text -> find(a -> a.id().token().isEmpty()));
    }
    return reader.required(
        "token_address",
        text ->
            AddressText.parse(text)
                .then(token -> find(a -> a.id().token().filter(token::equals).isPresent())));
  }

  private static Checked<String> tokenType(String text) {
    return text.equals("erc20") || text.equals("native")
        ? Checked.good(text)
        : Checked.bad(TOKEN_TYPE, "write erc20 or native; collectibles are not paid here");
  }

  private Checked<KnownAsset> find(Predicate<KnownAsset> wanted) {
    return KnownAsset.find(assets, wanted);
  }

  private @Nullable ExternalId givenId(RowReader reader) {
    return reader.required("external_id", RowReader::externalId);
  }

  private ExternalId madeId(FileText.Line line) {
    return new ExternalId(filePrefix + "-" + line.number());
  }

  private Optional<List<String>> split(FileText.Line line) {
    return switch (CsvLine.split(line.text())) {
      case Checked.Good<List<String>>(var fields) -> Optional.of(fields);
      case Checked.Bad<List<String>>(var reason, var remedy) -> {
        fault(line.number(), "line", reason, line.text(), remedy);
        yield Optional.empty();
      }
    };
  }

  private static List<String> lowerCase(List<String> names) {
    return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
  }

  private void fault(int line, String field, RowReason reason, String found, String remedy) {
    errors.add(new RowError(line, field, reason, found, remedy));
  }
}
