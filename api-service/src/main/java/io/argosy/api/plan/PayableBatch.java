package io.argosy.api.plan;

import io.argosy.model.BatchId;
import io.argosy.model.Digest32;
import java.time.Instant;

/** A batch with payable leaves; its statement's expiry is every authorization's deadline. */
record PayableBatch(BatchId id, Digest32 statement, Instant expiry) {}
