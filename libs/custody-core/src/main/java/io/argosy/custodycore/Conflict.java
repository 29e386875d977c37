package io.argosy.custodycore;

import io.argosy.model.ClientId;
import io.argosy.model.DaemonId;
import io.argosy.model.Digest32;
import io.argosy.model.ExternalId;

/**
 * One external id in two statements that people signed and daemons acknowledged: somebody showed
 * different statements to different daemons. Neither leaf is paid.
 *
 * @param statement the one that this daemon knew first
 * @param other the one that a daemon showed
 */
public record Conflict(
    ClientId client,
    ExternalId externalId,
    Digest32 statement,
    int leaf,
    Digest32 other,
    int otherLeaf,
    DaemonId shownBy) {
  @Override
  public String toString() {
    return "%s of %s is leaf %d of %s and leaf %d of %s, shown by %s"
        .formatted(externalId, client, leaf, statement, otherLeaf, other, shownBy);
  }
}
