package io.argosy.api.screen;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/** The decisions in the table finding. */
interface HoldDao {
  /** A finding that holds a payout; its decision is empty while there is none. */
  record Hold(int line, String decision) {}

  @SqlQuery(
      """
      SELECT line, coalesce(decision, '') AS decision
        FROM finding
       WHERE batch_id = :batch AND line = ANY(:lines) AND verdict = 'HOLD'""")
  @RegisterConstructorMapper(Hold.class)
  List<Hold> holds(@Bind("batch") String batch, @Bind("lines") int[] lines);

  /** Decides what is undecided and answers the payouts' external ids. */
  @SqlQuery(
      """
      WITH decided AS (
        UPDATE finding
           SET decision = :decision, decided_by = :who, decided_at = :now
         WHERE batch_id = :batch AND line = ANY(:lines)
           AND verdict = 'HOLD' AND decision IS NULL
        RETURNING batch_id, line)
      SELECT DISTINCT p.external_id FROM payout p JOIN decided USING (batch_id, line)""")
  List<String> decide(
      @Bind("batch") String batch,
      @Bind("lines") int[] lines,
      @Bind("decision") HeldDecisions.Decision decision,
      @Bind("who") String who,
      @Bind("now") Instant now);

  @SqlQuery(
      """
      SELECT count(*)
        FROM finding
       WHERE batch_id = :batch AND verdict = 'HOLD' AND decision IS NULL""")
  int undecided(@Bind("batch") String batch);
}
