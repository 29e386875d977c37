package io.argosy.cli.person;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.argosy.model.AssetId;
import io.argosy.model.Leaf;
import io.argosy.model.Statement;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An approver's own copy of the payouts, against which leaves are held. It was not read by zone A:
 * this reader shares no code with the import there.
 */
public final class OwnFile {
  private final Map<String, Line> lines = new HashMap<>();

  private record Line(String recipient, String asset, String amount) {}

  private OwnFile() {}

  /** Reads a file in the import template; other columns are passed over. */
  public static OwnFile read(Path file) throws IOException {
    var own = new OwnFile();
    try (var reader = reader().ofNamedCsvRecord(file)) {
      for (NamedCsvRecord row : reader) {
        field(row, "external_id")
            .ifPresent(
                id ->
                    own.lines.put(
                        id,
                        new Line(
                            field(row, "recipient").orElse("").toLowerCase(Locale.ROOT),
                            field(row, "asset").orElse(""),
                            field(row, "amount").orElse(""))));
      }
    }
    return own;
  }

  /** A line that is too short or too long names no payout, and no leaf will be found in it. */
  private static CsvReader.CsvReaderBuilder reader() {
    return CsvReader.builder()
        .missingFieldStrategy(FieldMismatchStrategy.SKIP)
        .extraFieldStrategy(FieldMismatchStrategy.SKIP);
  }

  private static Optional<String> field(NamedCsvRecord row, String name) {
    return row.findField(name).map(String::strip).filter(text -> !text.isEmpty());
  }

  /**
   * Every leaf that the file does not say. A symbol of the file must stand for one asset all
   * through, and no two symbols for the same.
   */
  public List<String> differences(Statement statement, List<Leaf> leaves) {
    var decimals = new HashMap<AssetId, Integer>();
    statement.totals().forEach(total -> decimals.put(total.asset(), total.decimals()));
    var symbols = new HashMap<String, AssetId>();
    var assets = new HashMap<AssetId, String>();
    var found = new ArrayList<String>();
    for (int i = 0; i < leaves.size(); i++) {
      Leaf leaf = leaves.get(i);
      Line line = lines.get(leaf.externalId().text());
      String place = "leaf " + i + " (" + leaf.externalId() + "): ";
      if (line == null) {
        found.add(place + "not in your file");
        continue;
      }
      if (!line.recipient().equals(leaf.recipient().toString())) {
        found.add(place + "pays " + leaf.recipient() + ", your file says " + line.recipient());
      }
      if (!same(line.amount(), leaf, decimals.getOrDefault(leaf.asset(), 0))) {
        found.add(place + "pays " + leaf.amount() + " units, your file says " + line.amount());
      }
      var asset = symbols.putIfAbsent(line.asset(), leaf.asset());
      var symbol = assets.putIfAbsent(leaf.asset(), line.asset());
      boolean otherAsset = asset != null && !asset.equals(leaf.asset());
      boolean otherSymbol = symbol != null && !symbol.equals(line.asset());
      if (otherAsset || otherSymbol) {
        found.add(place + "pays " + leaf.asset() + ", your file says " + line.asset());
      }
    }
    return found;
  }

  private static boolean same(String text, Leaf leaf, int decimals) {
    try {
      return new BigDecimal(text).compareTo(new BigDecimal(leaf.amount(), decimals)) == 0;
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
