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
 * New shares of a key: a refresh where the same daemons hold it afterwards and every one has its
 * share; else those who have theirs hand the key over to all who are to hold it.
 *
 * @param dealers who has a share, in rising order
 * @param threshold signatures required afterwards
 * @param holders who holds the key afterwards, in rising order
 * @param epoch the new shares' own
 */
record Renewal(
    SharedKey key, List<Integer> dealers, int threshold, List<Integer> holders, int epoch) {
  /**
   * What was made.
   *
   * @param share of a party that holds the key afterwards
   * @param transcript the digest of everything public that was said
   */
  record Made(SharedKey key, Optional<KeyShare> share, Digest32 transcript) {}

  /** Runs the protocol that fits, this daemon's share being there or not. */
  Result<Made> run(AgreedSession session, int self, Optional<KeyShare> share, Randomness random)
      throws InterruptedException {
    byte[] bound = ByteBuffer.allocate(36).put(session.id()).putInt(epoch).array();
    byte[] sid = Digest32.sha256(bound).bytes();
    boolean same = holders.equals(key.holders()) && threshold == key.threshold();
    if (same && dealers.equals(holders)) {
      return switch (session.run(new Refresh(sid, share.orElseThrow(), random))) {
        case Result.Ended<KeyGeneration.Made>(var why) -> new Result.Ended<>(why);
        case Result.Done<KeyGeneration.Made>(var made) ->
            made(made.share().key(), Optional.of(made.share()), made.transcript());
      };
    }
    var terms = new Resharing.Terms(key, dealers, threshold, holders);
    var protocol =
        share
            .map(mine -> Resharing.dealer(sid, terms, mine, random))
            .orElseGet(() -> Resharing.receiver(sid, terms, self, random));
    return switch (session.run(protocol)) {
      case Result.Ended<Resharing.Made>(var why) -> new Result.Ended<>(why);
      case Result.Done<Resharing.Made>(var made) ->
          made(made.key(), made.share(), made.transcript());
    };
  }

  private static Result<Made> made(SharedKey key, Optional<KeyShare> share, byte[] transcript) {
    return new Result.Done<>(new Made(key, share, Digest32.of(transcript)));
  }
}
