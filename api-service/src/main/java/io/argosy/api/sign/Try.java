package io.argosy.api.sign;

import io.argosy.api.custody.IntentSignature;
import io.argosy.model.DaemonId;
import java.util.List;
import java.util.Map;

/** What became of one session with one quorum. */
sealed interface Try {
  /** Every signature is the treasury's over our own digest, in the order of the shards. */
  record Signed(List<IntentSignature> signatures) implements Try {
    public Signed {
      signatures = List.copyOf(signatures);
    }
  }

  /**
   * No member gave signatures that hold.
   *
   * @param words each member's reason and detail
   */
  record Failed(Map<DaemonId, Word> words) implements Try {
    public Failed {
      words = Map.copyOf(words);
    }
  }

  /** What the members said, as people read it. */
  static List<String> texts(Map<DaemonId, Word> words) {
    return words.entrySet().stream()
        .map(e -> e.getKey() + ": " + e.getValue().reason() + " " + e.getValue().detail())
        .sorted()
        .toList();
  }

  /** Why one member gave nothing. */
  record Word(String reason, String detail) {
    /** Whether another member is named as the one at fault. */
    boolean blames() {
      return reason.equals("PEER_UNREACHABLE") || reason.equals("QUARANTINED");
    }
  }
}
