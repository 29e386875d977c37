package io.argosy.custodycore;

import io.argosy.model.KeyId;

/**
 * A threshold key between two refreshes.
 *
 * @param epoch 0 for the key generation, one more for each refresh or resharing
 */
public record KeyEpoch(KeyId key, int epoch) {}
