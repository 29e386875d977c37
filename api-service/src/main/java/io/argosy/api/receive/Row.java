package io.argosy.api.receive;

import io.argosy.model.Address;
import io.argosy.model.Amount;
import io.argosy.model.ExternalId;
import io.argosy.model.Route;
import java.time.Instant;
import java.util.Optional;

/**
 * A payout as an import orders it.
 *
 * @param line where it stands, counted from 1
 * @param urgent whether it asks to go before others
 * @param region the payee's country, ISO 3166-1 alpha-2, where one is given
 * @param reference the payee's reference, empty where none is given
 */
public record Row(
    int line,
    ExternalId externalId,
    Address recipient,
    Amount amount,
    Route route,
    boolean urgent,
    Optional<String> region,
    Optional<Instant> notBefore,
    String reference) {}
