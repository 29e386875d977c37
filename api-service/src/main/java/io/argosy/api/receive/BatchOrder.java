package io.argosy.api.receive;

import io.argosy.model.ClientId;
import io.argosy.model.Digest32;
import io.argosy.model.KeyId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/**
 * What a client orders under a request id.
 *
 * @param requestId the client's name for this order
 * @param maker the person whose tool signs the statement
 * @param bodyHash of all that the client sent; the same request id with another is refused
 */
public record BatchOrder(
    ClientId client, String requestId, KeyId maker, Digest32 bodyHash, List<Row> rows) {
  public BatchOrder {
    rows = List.copyOf(rows);
  }

  /** An order of rows; its body is the maker and every field of every row. */
  public static BatchOrder ofRows(ClientId client, String requestId, KeyId maker, List<Row> rows) {
    return new BatchOrder(client, requestId, maker, hash(maker, rows), rows);
  }

  /** One row a line: no field may hold a line break, and a tab parts them. */
  private static Digest32 hash(KeyId maker, List<Row> rows) {
    var text = new StringBuilder(rows.size() * 160).append("rows\t").append(maker).append('\n');
    for (var row : rows) {
      text.append(row.line()).append('\t').append(row.externalId()).append('\t');
      text.append(row.recipient()).append('\t').append(row.amount().asset()).append('\t');
      text.append(row.amount().units()).append('\t').append(row.route()).append('\t');
      text.append(row.urgent()).append('\t').append(row.region().orElse("")).append('\t');
      text.append(row.notBefore().map(Instant::toString).orElse("")).append('\t');
      text.append(row.reference()).append('\n');
    }
    return Digest32.sha256(text.toString().getBytes(StandardCharsets.UTF_8));
  }
}
