package io.argosy.threshold;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Everything that reads bytes of others, each with what honest ones sent: party 2 in the state in
 * which it takes the message of party 1.
 */
final class Decoders {
  private static final byte[] SID = Seeded.sha256(new byte[] {1});
  private static final List<byte[]> DIGESTS = List.of(Seeded.sha256(new byte[] {2}));
  private static final Map<Integer, KeyGeneration.Made> MADE = new TreeMap<>();

  /**
   * One decoder.
   *
   * @param honest what it accepts
   * @param read throws only what is a bug
   */
  record Decoder(byte[] honest, Consumer<byte[]> read) {}

  private Decoders() {}

  private static KeyGeneration dealer(int self) {
    return new KeyGeneration(SID, 2, 2, self, new Seeded("dealer " + self));
  }

  private static Signing signer(int self) {
    return new Signing(
        old(self), SID, List.of(1, 2), Table.entries(DIGESTS), new Seeded("signer " + self));
  }

  private static void make() {
    if (MADE.isEmpty()) {
      Table.run(Map.of(1, dealer(1), 2, dealer(2)), Table.HONEST)
          .forEach((party, outcome) -> MADE.put(party, Table.done(outcome)));
    }
  }

  static Decoder keyGeneration(int round) {
    return round(round, Map.of(1, dealer(1), 2, dealer(2)), () -> dealer(2));
  }

  static Decoder signing(int round) {
    return round(round, Map.of(1, signer(1), 2, signer(2)), () -> signer(2));
  }

  private static KeyShare old(int self) {
    make();
    return Objects.requireNonNull(MADE.get(self)).share();
  }

  private static Refresh refresher(int self) {
    return new Refresh(SID, old(self), new Seeded("refresher " + self));
  }

  static Decoder refresh(int round) {
    return round(round, Map.of(1, refresher(1), 2, refresher(2)), () -> refresher(2));
  }

  private static Resharing resharer(int self) {
    var terms = new Resharing.Terms(old(self).key(), List.of(1, 2), 2, List.of(1, 2));
    return Resharing.dealer(SID, terms, old(self), new Seeded("resharer " + self));
  }

  static Decoder resharing(int round) {
    return round(round, Map.of(1, resharer(1), 2, resharer(2)), () -> resharer(2));
  }

  private static PairRenewal renewer(int self) {
    return new PairRenewal(old(self), SID, 3 - self, new Seeded("renewer " + self));
  }

  static Decoder pairRenewal(int round) {
    return round(round, Map.of(1, renewer(1), 2, renewer(2)), () -> renewer(2));
  }

  private interface Fresh<T> {
    Rounds<T> party();
  }

  /** The same coins say the same, so that what party 1 said is recorded once. */
  private static <T> Decoder round(
      int round, Map<Integer, ? extends Rounds<T>> both, Fresh<T> two) {
    var said = new HashMap<Integer, byte[]>();
    var _ =
        Table.run(
            both,
            (r, from, to, message) -> {
              if (from == 1) {
                said.put(r, message.clone());
              }
              return message;
            });
    return new Decoder(Matrix.of(said, round), bytes -> take(round, bytes, said, two.party()));
  }

  private static <T> void take(
      int round, byte[] bytes, Map<Integer, byte[]> said, Rounds<T> party) {
    var outcome = party.start();
    for (int r = 1; r < round; r++) {
      outcome = party.next(Map.of(1, Matrix.of(said, r)));
    }
    if (!(outcome instanceof Outcome.Continue<T>)) {
      throw new AssertionError("honest messages came to " + outcome);
    }
    switch (party.next(Map.of(1, bytes))) {
      case Outcome.Continue<T> _, Outcome.Done<T> _ -> party.abandon();
      case Outcome.Aborted<T>(var abort) -> require(abort);
    }
  }

  private static void require(Abort abort) {
    if (abort.kind() == Abort.Kind.QUARANTINE && abort.culprits().isEmpty()) {
      throw new AssertionError("a quarantine of nobody: " + abort);
    }
  }

  static Decoder share() {
    byte[] honest = old(2).encodeSecret();
    return new Decoder(honest, Decoders::readShare);
  }

  private static void readShare(byte[] bytes) {
    try (var share = KeyShare.decode(bytes)) {
      if (!java.util.Arrays.equals(bytes, share.encodeSecret())) {
        throw new AssertionError("a share with two encodings");
      }
    } catch (IllegalArgumentException e) {
      // Refused: what most bytes come to.
    }
  }
}
