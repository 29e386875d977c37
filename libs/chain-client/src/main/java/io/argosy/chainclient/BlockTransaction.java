package io.argosy.chainclient;

import io.argosy.model.Address;
import io.argosy.model.Digest32;
import java.math.BigInteger;
import java.util.Optional;

/**
 * A transaction as its block lists it; whether it succeeded stands in its receipt.
 *
 * @param to empty when it creates a contract
 * @param value wei
 */
public record BlockTransaction(
    Digest32 hash, Address from, Optional<Address> to, BigInteger value) {}
