package io.argosy.api.screen;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** The table finding, and which batches wait for one. */
interface FindingDao {
  /** A batch that no rule has judged yet, and the assets that it pays. */
  record Unscreened(String batchId, List<String> assets) {}

  /** What was found about a payout; the worst where there is more. */
  record Found(String externalId, String verdict, String reason) {}

  @SqlQuery(
      """
      SELECT b.batch_id, array_agg(DISTINCT p.asset) AS assets
        FROM batch b
        JOIN payout p USING (batch_id)
       WHERE b.state = 'SCREENING' AND b.screened_at IS NULL
       GROUP BY b.batch_id, b.created_at
       ORDER BY b.created_at, b.batch_id""")
  @RegisterConstructorMapper(Unscreened.class)
  List<Unscreened> unscreened();

  /**
   * Rejects every payout that custody would refuse by itself, each rule by a finding of its own.
   */
  @SqlUpdate(
      """
      INSERT INTO finding (batch_id, line, rule, verdict, reason, remedy, found_at)
      SELECT p.batch_id, p.line, r.rule, 'REJECT', r.reason, r.remedy, :now
        FROM payout p
        LEFT JOIN unnest(:assets, :tokens, :limits, :limitTexts)
               AS a (asset, token, most, limit_text)
               ON a.asset = p.asset
        CROSS JOIN LATERAL (VALUES
          ('asset', a.asset IS NULL,
           'ASSET_UNKNOWN: the policy does not list ' || p.asset,
           'order it again when the policy lists the asset'),
          ('route', p.route <> 'BATCH',
           'ROUTE_NOT_SUPPORTED: this deployment does not pay by ' || p.route,
           'order it again by the route batch'),
          ('recipient',
           p.recipient IN (a.token, :treasury, '0x0000000000000000000000000000000000000000'),
           'REQUEST_INVALID: the recipient is the token, the treasury or nobody',
           'order it again to the address of the payee'),
          ('payout-limit', p.amount > a.most::numeric,
           'LIMIT_EXCEEDED: ' || a.limit_text,
           'order less, or ask the officers for a higher limit'),
          ('not-before', p.not_before > :expiry,
           'NOT_YET_VALID: it may be paid only after its statement would expire',
           'order it again when that time is near'))
          AS r (rule, hit, reason, remedy)
       WHERE p.batch_id = :batch AND r.hit""")
  void rejectPayouts(
      @Bind("batch") String batch,
      @Bind("treasury") String treasury,
      @Bind("expiry") Instant expiry,
      @Bind("now") Instant now,
      @Bind("assets") String[] assets,
      @Bind("tokens") String[] tokens,
      @Bind("limits") String[] limits,
      @Bind("limitTexts") String[] limitTexts);

  /** Rejects every payout of an asset of which the batch pays more than one statement may. */
  @SqlUpdate(
      """
      WITH total AS (
        SELECT p.asset, sum(p.amount) AS units
          FROM payout p
         WHERE p.batch_id = :batch
           AND p.line NOT IN (SELECT line FROM finding
                               WHERE batch_id = :batch AND verdict = 'REJECT')
         GROUP BY p.asset)
      INSERT INTO finding (batch_id, line, rule, verdict, reason, remedy, found_at)
      SELECT p.batch_id, p.line, 'statement-limit', 'REJECT', 'LIMIT_EXCEEDED: ' || a.limit_text,
             'order it again in a smaller batch, under another external id', :now
        FROM payout p
        JOIN total t USING (asset)
        JOIN unnest(:assets, :limits, :limitTexts) AS a (asset, most, limit_text) USING (asset)
       WHERE p.batch_id = :batch AND t.units > a.most::numeric""")
  void rejectTotals(
      @Bind("batch") String batch,
      @Bind("now") Instant now,
      @Bind("assets") String[] assets,
      @Bind("limits") String[] limits,
      @Bind("limitTexts") String[] limitTexts);

  /** Holds what nobody rejected and what is worth more than a ceiling. */
  @SqlUpdate(
      """
      INSERT INTO finding (batch_id, line, rule, verdict, reason, remedy, found_at)
      SELECT p.batch_id, p.line, 'fiat-limit', 'HOLD', 'LIMIT_EXCEEDED: ' || a.ceiling_text,
             'an operator decides whether it is paid', :now
        FROM payout p
        JOIN unnest(:assets, :ceilings, :ceilingTexts) AS a (asset, ceiling, ceiling_text)
       USING (asset)
       WHERE p.batch_id = :batch AND p.amount > a.ceiling::numeric
         AND p.line NOT IN (SELECT line FROM finding WHERE batch_id = :batch)""")
  void holdPayouts(
      @Bind("batch") String batch,
      @Bind("now") Instant now,
      @Bind("assets") String[] assets,
      @Bind("ceilings") String[] ceilings,
      @Bind("ceilingTexts") String[] ceilingTexts);

  @SqlQuery(
      """
      SELECT p.external_id, max(f.verdict) AS verdict,
             coalesce(min(f.reason) FILTER (WHERE f.verdict = 'REJECT'), min(f.reason)) AS reason
        FROM finding f
        JOIN payout p USING (batch_id, line)
       WHERE f.batch_id = :batch
       GROUP BY p.external_id, p.line
       ORDER BY p.line""")
  @RegisterConstructorMapper(Found.class)
  List<Found> found(@Bind("batch") String batch);

  @SqlUpdate("UPDATE batch SET screened_at = :now WHERE batch_id = :batch")
  void screened(@Bind("batch") String batch, @Bind("now") Instant now);
}
