package io.argosy.api.freeze;

import io.argosy.model.AccountId;
import io.argosy.model.BatchId;
import io.argosy.model.ClientId;
import io.argosy.model.Digest32;
import io.argosy.model.KeyId;
import io.argosy.model.Statement;
import java.math.BigInteger;
import java.time.Instant;

/**
 * What a statement says beside its payouts.
 *
 * @param policy number of the policy in force now
 * @param maxNetworkFee wei that all transactions may cost together
 */
public record Terms(
    Digest32 genesis,
    BatchId batch,
    ClientId client,
    KeyId maker,
    AccountId treasury,
    int executor,
    Statement.Mode mode,
    long policy,
    BigInteger maxNetworkFee,
    Instant notBefore,
    Instant expiry) {}
