package io.argosy.custody.session;

import io.argosy.model.DaemonId;
import io.argosy.model.Digest32;
import io.argosy.model.KeyId;
import io.argosy.threshold.Abort;
import java.time.Duration;
import java.util.List;

/** Words about a session: what it is about, and what became of it. */
public final class Session {
  private Session() {}

  /**
   * What a session is about.
   *
   * @param name 1 to 128 printable characters, the same at everybody; a signing's begins with
   *     {@code sign/} and is never used again
   * @param parties everybody's index, rising
   * @param policy number of the policy that was decided by; 0 where none counts
   * @param setup the transcript of the key's generation; zeros where none counts
   * @param subject what all must see alike
   */
  public record About(
      String name,
      KeyId key,
      int epoch,
      List<Integer> parties,
      long policy,
      Digest32 setup,
      Digest32 subject,
      Patience patience) {
    public About {
      parties = List.copyOf(parties);
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
    record Desync(DaemonId peer, String difference) implements Failure {}

    /** A member did not answer in time. */
    record Stalled(DaemonId peer) implements Failure {}

    /** For a member the session is over. */
    record Left(DaemonId peer) implements Failure {}

    /** A member is quarantined: now, or since before. */
    record Quarantined(DaemonId peer) implements Failure {}

    /** The protocol ended without a result. */
    record Aborted(Abort abort) implements Failure {}
  }
}
