package io.argosy.api.receive;

import io.argosy.model.BatchId;
import io.argosy.model.KeyId;
import java.util.List;

/** What became of an order for a batch. */
public sealed interface Intake {
  /** The batch was made now. */
  record Created(BatchId batch) implements Intake {}

  /** The same client sent the same body under the same request id before. */
  record SeenBefore(BatchId batch) implements Intake {}

  /** The order could be made; it was only to be checked. */
  record Possible() implements Intake {}

  /** The request id stands for another body; nothing was made. */
  record OtherBody() implements Intake {}

  /** The policy lists no such maker; nothing was made. */
  record MakerUnknown(KeyId maker) implements Intake {}

  /** A rule needs prices that are not fresh; nothing was made. */
  record QuotesStale(List<String> pairs) implements Intake {
    public QuotesStale {
      pairs = List.copyOf(pairs);
    }
  }

  /** These external ids are payouts already, for ever; nothing was made. */
  record IdsTaken(List<String> externalIds) implements Intake {
    public IdsTaken {
      externalIds = List.copyOf(externalIds);
    }
  }
}
