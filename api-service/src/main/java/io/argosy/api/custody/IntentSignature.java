package io.argosy.api.custody;

import io.argosy.chain.EcdsaSignature;
import io.argosy.model.Digest32;

/** A signature, and the digest that the daemon says it is over. */
public record IntentSignature(Digest32 digest, EcdsaSignature signature) {}
