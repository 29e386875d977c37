package io.argosy.api.screen;

import io.argosy.custodycore.Policy;
import io.argosy.custodycore.Policy.Tier;
import io.argosy.model.AccountId;
import io.argosy.model.AssetId;
import io.argosy.model.BatchId;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * The rules that judge a batch: what custody would refuse is rejected before people sign it, and
 * what is worth a lot is held. Limits are the policy's; a total that no tier allows is over them.
 */
record Rules(Policy policy, AccountId treasury) {
  /** Writes every finding, in the caller's transaction. */
  void judge(
      Handle tx,
      BatchId batch,
      Map<AssetId, Prices.Ceiling> ceilings,
      Instant expiry,
      Instant now) {
    var priced = policy.assets().stream().filter(a -> ceilings.containsKey(a.id())).toList();
    var ids = texts(priced, asset -> asset.id().toString());
    var dao = tx.attach(FindingDao.class);
    dao.rejectPayouts(
        batch.text(),
        treasury.address().toString(),
        expiry,
        now,
        ids,
        texts(priced, asset -> asset.id().token().map(Object::toString).orElse("")),
        texts(priced, asset -> asset.payoutLimit().toString()),
        texts(priced, asset -> limit("one payout", asset, asset.payoutLimit())));
    dao.rejectTotals(
        batch.text(),
        now,
        ids,
        texts(priced, asset -> statementLimit(asset).toString()),
        texts(priced, asset -> limit("one statement", asset, statementLimit(asset))));
    dao.holdPayouts(
        batch.text(),
        now,
        ids,
        texts(priced, asset -> ceiling(ceilings, asset).units().toString()),
        texts(priced, asset -> ceiling(ceilings, asset).why()));
  }

  private static String limit(String of, Policy.Asset asset, BigInteger units) {
    return "%s pays at most %s units of %s".formatted(of, units, asset.symbol());
  }

  private static Prices.Ceiling ceiling(Map<AssetId, Prices.Ceiling> ceilings, Policy.Asset asset) {
    return Objects.requireNonNull(ceilings.get(asset.id()));
  }

  private BigInteger statementLimit(Policy.Asset asset) {
    var approvable =
        policy.tiers().stream()
            .filter(tier -> tier.asset().equals(asset.id()))
            .map(Tier::upTo)
            .max(BigInteger::compareTo)
            .orElse(BigInteger.ZERO);
    return asset.statementLimit().min(approvable);
  }

  private static String[] texts(List<Policy.Asset> assets, Function<Policy.Asset, String> field) {
    return assets.stream().map(field).toArray(String[]::new);
  }
}
