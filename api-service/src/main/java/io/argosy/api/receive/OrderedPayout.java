package io.argosy.api.receive;

/**
 * A payout as a client's program orders it, each field as it came; empty where none was given.
 *
 * @param amountUnits base units
 * @param notBefore UTC as 2026-01-31T23:59:59Z
 */
public record OrderedPayout(
    String externalId,
    String recipient,
    String asset,
    String amountUnits,
    String notBefore,
    String region,
    String reference,
    boolean urgent) {}
