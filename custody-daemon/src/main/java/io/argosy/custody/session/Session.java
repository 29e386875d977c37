package io.argosy.custody.session;

import io.argosy.custodycore.KeyEpoch;
import io.argosy.model.DaemonId;
import io.argosy.model.Digest32;
import io.argosy.model.KeyId;
import io.argosy.threshold.Abort;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Words about a session: what it is about, and what became of it. */
public final class Session {
  private Session() {}

  /**
   * What a session is about.
   *
   * @param name 1 to 128 printable characters, the same at everybody; a signing's begins with
   *     {@code sign/} and is never used again
   * @param roster hash of the version in which the key stands, or is to stand
   * @param parties everybody's index, rising
   * @param policy number of the policy that was decided by; 0 where none counts
   * @param setup the transcript of the key's generation; zeros where none counts
   * @param pairs what this party holds with each other one of whose transfers the session uses,
   *     which the two must see alike
   * @param subject what all must see alike
   */
  public record About(
      String name,
      KeyId key,
      int epoch,
      Digest32 roster,
      List<Integer> parties,
      long policy,
      Digest32 setup,
      SortedMap<Integer, Digest32> pairs,
      Digest32 subject,
      Patience patience) {
    public About {
      parties = List.copyOf(parties);
      pairs = Collections.unmodifiableSortedMap(new TreeMap<>(pairs));
    }

    /** A session that uses no transfers of before. */
    public About(
        String name,
        KeyId key,
        int epoch,
        Digest32 roster,
        List<Integer> parties,
        long policy,
        Digest32 setup,
        Digest32 subject,
        Patience patience) {
      this(name, key, epoch, roster, parties, policy, setup, new TreeMap<>(), subject, patience);
    }

    KeyEpoch keyEpoch() {
      return new KeyEpoch(key, epoch);
    }
  }

  /** How long to wait for a peer: until all have begun, and then in each round. */
  public record Patience(Duration opening, Duration round) {}

  /** What became of a session, or of a part of it. */
  public sealed interface Result<T> {
    /** It holds. */
    record Done<T>(T value) implements Result<T> {}

    /** Anything else. */
    record Ended<T>(Failure why) implements Result<T> {}
  }

  /** Why a session gave nothing. */
  public sealed interface Failure {
    /** The members do not see the same thing. */
    record Desync(DaemonId peer, String difference) implements Failure {
      /** Whether all but the transfers that the two hold with each other is seen alike. */
      public boolean ofTheirPair() {
        return difference.equals(Opening.PAIR);
      }
    }

    /** A member did not answer in time. */
    record Stalled(DaemonId peer) implements Failure {}

    /** For a member the session is over. */
    record Left(DaemonId peer) implements Failure {}

    /** A member is quarantined: now, or since before. */
    record Quarantined(DaemonId peer) implements Failure {}

    /** What is held with a member is not used any more, and not yet set up again. */
    record Unready(DaemonId peer) implements Failure {}

    /** The protocol ended without a result. */
    record Aborted(Abort abort) implements Failure {}
  }
}
