package io.argosy.custody.ceremony;

import io.argosy.custody.session.AgreedSession;
import io.argosy.custody.session.Session.Result;
import io.argosy.model.Digest32;
import io.argosy.threshold.KeyGeneration;
import io.argosy.threshold.KeyShare;
import io.argosy.threshold.Randomness;
import io.argosy.threshold.Refresh;
import io.argosy.threshold.Resharing;
import io.argosy.threshold.SharedKey;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * New shares of a key for the same daemons: a refresh where every one has its share; where some
 * lost theirs, the others hand the key over to all.
 *
 * @param dealers who has a share, in rising order
 * @param epoch the new shares' own
 */
record Renewal(SharedKey key, List<Integer> dealers, int epoch) {
  /** A new share, and the digest of everything public that was said. */
  record Made(KeyShare share, Digest32 transcript) {}

  /** Runs the protocol that fits, this daemon's share being there or not. */
  Result<Made> run(AgreedSession session, int self, Optional<KeyShare> share, Randomness random)
      throws InterruptedException {
    byte[] bound = ByteBuffer.allocate(36).put(session.id()).putInt(epoch).array();
    byte[] sid = Digest32.sha256(bound).bytes();
    if (dealers.equals(key.holders())) {
      return switch (session.run(new Refresh(sid, share.orElseThrow(), random))) {
        case Result.Ended<KeyGeneration.Made>(var why) -> new Result.Ended<>(why);
        case Result.Done<KeyGeneration.Made>(var made) ->
            new Result.Done<>(new Made(made.share(), Digest32.of(made.transcript())));
      };
    }
    var terms = new Resharing.Terms(key, dealers, key.threshold(), key.holders());
    var protocol =
        share
            .map(mine -> Resharing.dealer(sid, terms, mine, random))
            .orElseGet(() -> Resharing.receiver(sid, terms, self, random));
    return switch (session.run(protocol)) {
      case Result.Ended<Resharing.Made>(var why) -> new Result.Ended<>(why);
      case Result.Done<Resharing.Made>(var made) ->
          new Result.Done<>(new Made(made.share().orElseThrow(), Digest32.of(made.transcript())));
    };
  }
}
