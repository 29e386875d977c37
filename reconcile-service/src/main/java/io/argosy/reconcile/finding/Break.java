package io.argosy.reconcile.finding;

import io.argosy.model.AccountId;
import io.argosy.model.AssetId;
import io.argosy.model.Digest32;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * One finding. Units are base units of the asset; the block is that of the evidence, 0 without one.
 *
 * @param subject what it is about: {@code statement/leaf}, a transaction, an account
 * @param treasury the treasury whose money it is about, where it is one's
 * @param explanation a sentence for a person: what differs and what to do
 */
public record Break(
    BreakClass breakClass,
    String subject,
    Optional<AccountId> treasury,
    Optional<AssetId> asset,
    BigInteger expectedUnits,
    BigInteger foundUnits,
    long block,
    String explanation) {

  /** Stable: the same finding has the same id in every run. */
  public String id() {
    String key = breakClass.name() + "\n" + subject + "\n";
    return Digest32.sha256(key.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
