package io.argosy.custodycore;

import io.argosy.model.AssetId;
import io.argosy.model.DaemonId;
import io.argosy.model.Digest32;
import io.argosy.model.FundStatement;
import io.argosy.model.KeyId;
import io.argosy.model.PersonSignature;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a quorum is asked to sign. Every member builds the digests by itself.
 *
 * @param request 1 to 64 printable ASCII characters, used once
 * @param quorum t daemons in the order of their indexes
 * @param statement empty for a delegation
 */
public record SignOrder(
    String request,
    KeyId key,
    List<DaemonId> quorum,
    Optional<Digest32> statement,
    List<Acknowledgement.Signed> acknowledgements,
    List<Intent> intents) {
  /** One thing to be signed. */
  public sealed interface Intent {
    /** Pays leaves of one asset by the executor. */
    record Pay(List<Integer> leaves, AssetId asset, Instant deadline, long itemGas)
        implements Intent {
      public Pay {
        leaves = List.copyOf(leaves);
      }
    }

    /** Voids leaves of one pay statement, by their places in the void statement. */
    record VoidLeaves(List<Integer> places, Instant deadline) implements Intent {
      public VoidLeaves {
        places = List.copyOf(places);
      }
    }

    /** Refills one lane, once. */
    record Fund(FundStatement.Refill refill, long itemGas) implements Intent {}

    /** Lets the treasury run a contract's code. */
    record Delegate(DelegationOrder order, List<PersonSignature> officers) implements Intent {
      public Delegate {
        officers = List.copyOf(officers);
      }
    }
  }

  public SignOrder {
    quorum = List.copyOf(quorum);
    acknowledgements = List.copyOf(acknowledgements);
    intents = List.copyOf(intents);
    if (!request.matches("[!-~]{1,64}") || intents.isEmpty() || intents.size() > 4_096) {
      throw new IllegalArgumentException("a request id of 1 to 64 characters; 1 to 4,096 intents");
    }
  }

  /** What all members of the quorum must see alike: the request and the digests it leads to. */
  Digest32 manifest(List<Digest32> digests) {
    var text = new TextLines("argosy manifest 1").line("request", request).line("key", key);
    text.lines("daemon", quorum).lines("digest", digests);
    return Digest32.sha256(text.bytes());
  }
}
