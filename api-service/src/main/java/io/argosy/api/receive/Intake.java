package io.argosy.api.receive;

import io.argosy.model.BatchId;
import java.util.List;

/** What became of an order for a batch. */
public sealed interface Intake {
  /** The batch was made now. */
  record Created(BatchId batch) implements Intake {}

  /** The same client sent the same body under the same request id before. */
  record SeenBefore(BatchId batch) implements Intake {}

  /** The request id stands for another body; nothing was made. */
  record OtherBody() implements Intake {}

  /** These external ids are payouts already, for ever; nothing was made. */
  record IdsTaken(List<String> externalIds) implements Intake {
    public IdsTaken {
      externalIds = List.copyOf(externalIds);
    }
  }
}
