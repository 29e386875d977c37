package io.argosy.reconcile.finding;

import io.argosy.model.AccountId;
import io.argosy.model.AssetId;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** The stored breaks. Every method works in the caller's transaction. */
public final class Breaks {
  private static final Logger LOG = LoggerFactory.getLogger(Breaks.class);

  private Breaks() {}

  /** A stored break and its place in the order of finding. */
  public record Stored(long seq, Break found) {}

  /** Stores breaks that stay open until people close them. */
  public static void keep(Handle tx, Origin origin, List<Break> found, Instant now) {
    for (Break each : opened(tx, origin, found, now)) {
      var level = origin == Origin.JUDGED ? Level.ERROR : Level.WARN;
      LOG.atLevel(level)
          .log(
              "{} {} expected {} found {}: {}",
              each.breakClass(),
              each.subject(),
              each.expectedUnits(),
              each.foundUnits(),
              each.explanation());
    }
  }

  /** Stores what a comparison found now, and closes what it found before and no longer does. */
  public static void settle(Handle tx, Origin origin, List<Break> found, Instant now) {
    keep(tx, origin, found, now);
    tx.createUpdate(
            """
            UPDATE finding
               SET closed_at = :now
             WHERE origin = :origin AND closed_at IS NULL AND break_id <> ALL (:ids)""")
        .bind("now", now)
        .bind("origin", origin.name())
        .bind("ids", texts(found, Break::id))
        .execute();
  }

  /** Answers those that were not open before. */
  private static List<Break> opened(Handle tx, Origin origin, List<Break> found, Instant now) {
    if (found.isEmpty()) {
      return List.of();
    }
    var open =
        tx.createQuery(
                "SELECT break_id FROM finding WHERE closed_at IS NULL AND break_id = ANY (:ids)")
            .bind("ids", texts(found, Break::id))
            .mapTo(String.class)
            .set();
    tx.createUpdate(
            """
            INSERT INTO finding AS f (break_id, origin, break_class, subject, treasury, asset,
                                 expected_units, found_units, block, explanation, opened_at)
            SELECT DISTINCT ON (id) id, :origin, class, subject, treasury, asset,
                   expected::numeric, found::numeric, block, explanation, :now
              FROM unnest(:ids, :classes, :subjects, :treasuries, :assets, :expected, :found,
                          :blocks, :explanations)
                AS r (id, class, subject, treasury, asset, expected, found, block, explanation)
            ON CONFLICT (break_id) DO UPDATE
               SET expected_units = excluded.expected_units, found_units = excluded.found_units,
                   block = excluded.block, explanation = excluded.explanation, closed_at = NULL
             WHERE (f.expected_units, f.found_units, f.block, f.explanation)
                   IS DISTINCT FROM (excluded.expected_units, excluded.found_units,
                                     excluded.block, excluded.explanation)
                OR f.closed_at IS NOT NULL""")
        .bind("origin", origin.name())
        .bind("now", now)
        .bind("ids", texts(found, Break::id))
        .bind("classes", texts(found, each -> each.breakClass().name()))
        .bind("subjects", texts(found, Break::subject))
        .bind("treasuries", texts(found, each -> text(each.treasury())))
        .bind("assets", texts(found, each -> text(each.asset())))
        .bind("expected", texts(found, each -> each.expectedUnits().toString()))
        .bind("found", texts(found, each -> each.foundUnits().toString()))
        .bind("blocks", found.stream().mapToLong(Break::block).toArray())
        .bind("explanations", texts(found, Break::explanation))
        .execute();
    return found.stream().filter(each -> !open.contains(each.id())).toList();
  }

  private static String[] texts(List<Break> found, Function<Break, String> field) {
    return found.stream().map(field).toArray(String[]::new);
  }

  private static String text(Optional<?> value) {
    return value.map(Object::toString).orElse("");
  }

  /** Open breaks found before one, newest first; {@link Long#MAX_VALUE} for the newest. */
  public static List<Stored> open(Handle tx, long before, int most) {
    return tx.createQuery(
            """
            SELECT seq, break_class, subject, treasury, asset, expected_units::text AS expected,
                   found_units::text AS found, block, explanation
              FROM finding
             WHERE closed_at IS NULL AND seq < :before
             ORDER BY seq DESC
             LIMIT :most""")
        .bind("before", before)
        .bind("most", most)
        .map((row, _) -> stored(row))
        .list();
  }

  private static Stored stored(ResultSet row) throws SQLException {
    String treasury = row.getString("treasury");
    String asset = row.getString("asset");
    return new Stored(
        row.getLong("seq"),
        new Break(
            BreakClass.valueOf(row.getString("break_class")),
            row.getString("subject"),
            treasury.isEmpty() ? Optional.empty() : Optional.of(AccountId.parse(treasury)),
            asset.isEmpty() ? Optional.empty() : Optional.of(AssetId.parse(asset)),
            new BigInteger(row.getString("expected")),
            new BigInteger(row.getString("found")),
            row.getLong("block"),
            row.getString("explanation")));
  }
}
