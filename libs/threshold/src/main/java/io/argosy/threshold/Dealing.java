package io.argosy.threshold;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * One party's side of what key generation, resharing and refresh have in common. Four rounds:
 * commit; open and prove; deal in private, with the receivers' side of the oblivious transfers;
 * answer those, and prove the new share. What is made counts only after every holder has signed the
 * same transcript.
 */
final class Dealing<T> implements Rounds<T> {
  /**
   * What a dealing comes to.
   *
   * @param share of a party that holds one afterwards
   * @param transcript digest of everything public that was said
   */
  record Dealt(SharedKey key, Optional<KeyShare> share, byte[] transcript) {}

  private static final int OVER = 5;
  private final Plan plan;
  private final int self;
  private final List<Integer> peers;
  private final Optional<Polynomial> polynomial;
  private final Function<Dealt, T> result;
  private final Randomness random;
  private final byte[] salt;
  private final byte[] chainPart;
  private final Openings openings;
  private final PerParty<ProvenPolynomial> polynomials = new PerParty<>();
  private final PerParty<PairSetup> pairs = new PerParty<>();
  private long[] share;
  private Optional<DealtKey> made = Optional.empty();
  private int round;

  /**
   * @param polynomial of a dealer
   * @param base what is added to what this party is dealt; this object's own
   * @param result gives what the protocol is for
   */
  Dealing(
      Plan plan,
      int self,
      Optional<Polynomial> polynomial,
      long[] base,
      Randomness random,
      Function<Dealt, T> result) {
    this.plan = plan;
    this.openings = new Openings(plan.sid());
    this.self = self;
    this.peers = plan.parties().stream().filter(party -> party != self).toList();
    this.polynomial = polynomial;
    this.share = base;
    this.random = random;
    this.result = result;
    this.salt = random.bytes(32);
    this.chainPart = random.bytes(plan.chainPartBytes());
    if (peers.size() == plan.parties().size() || polynomial.isPresent() != plan.deals(self)) {
      throw new IllegalArgumentException("a party of the plan; a dealer has a polynomial");
    }
  }

  private Outcome<T> guarded(Step<T> step) {
    return Step.guarded(this::wipe, step);
  }

  private void wipe() {
    polynomial.ifPresent(Polynomial::wipe);
    Arrays.fill(share, 0);
    pairs.forEach((peer, pair) -> pair.wipe());
    forgetCoins();
  }

  private void forgetCoins() {
    if (random instanceof Hedged hedged) {
      hedged.wipe();
    }
  }

  @Override
  public Outcome<T> start() {
    round = 1;
    return guarded(() -> new Outcome.Continue<>(commit()));
  }

  @Override
  public Outcome<T> next(Map<Integer, byte[]> received) {
    round++;
    return switch (round) {
      case 2 -> guarded(() -> new Outcome.Continue<>(open(received)));
      case 3 -> guarded(() -> new Outcome.Continue<>(deal(received)));
      case 4 -> guarded(() -> new Outcome.Continue<>(answer(received)));
      case 5 -> guarded(() -> new Outcome.Done<>(result.apply(finish(received))));
      default -> throw new IllegalStateException("the protocol is over");
    };
  }

  @Override
  public void abandon() {
    round = OVER;
    wipe();
  }

  private Map<Integer, byte[]> toEach(IntFunction<byte[]> message) {
    var all = new HashMap<Integer, byte[]>();
    peers.forEach(peer -> all.put(peer, message.apply(peer)));
    return all;
  }

  private boolean pairsWith(int peer) {
    return plan.holds(self) && plan.holds(peer);
  }

  /** Round 1: a dealer's commitment to everything that it opens in round 2. */
  private Map<Integer, byte[]> commit() {
    byte[] commitment = polynomial.map(this::commitment).orElseGet(() -> new byte[0]);
    return toEach(peer -> commitment);
  }

  private byte[] commitment(Polynomial mine) {
    var out = new Message(plan.openingBytes());
    mine.write(out, plan.sid(), self, random);
    return openings.commit(self, out.bytes(chainPart).bytes(salt).build());
  }

  /** Round 2: the opening, the echo of all commitments, and a commitment to the pair's seed. */
  private Map<Integer, byte[]> open(Map<Integer, byte[]> received) throws ProtocolFault {
    for (int peer : peers) {
      var in = Fields.of(received, peer, plan.firstBytes(peer));
      if (plan.deals(peer)) {
        openings.takeCommitment(peer, in.bytes(32));
      }
    }
    byte[] echo = openings.firstEcho();
    return toEach(
        peer -> {
          var out = new Message(plan.secondBytes(self, peer));
          if (plan.deals(self)) {
            out.bytes(openings.of(self));
          }
          out.bytes(echo);
          if (pairsWith(peer)) {
            var pair = new PairSetup(plan.sid(), self, peer, random);
            pairs.put(peer, pair);
            out.bytes(pair.commitment());
          }
          return out.build();
        });
  }

  /** Round 3: in private, the share dealt, the seed's opening, and our choices' points. */
  private Map<Integer, byte[]> deal(Map<Integer, byte[]> received) throws ProtocolFault {
    byte[] echo = openings.firstEcho();
    for (int peer : peers) {
      takeOpening(Fields.of(received, peer, plan.secondBytes(peer, self)), peer, echo);
    }
    for (int dealer : plan.dealers()) {
      var in = Fields.of(Map.of(dealer, openings.of(dealer)), dealer, plan.openingBytes());
      polynomials.put(dealer, ProvenPolynomial.read(plan, in));
    }
    byte[] second = openings.secondEcho();
    return toEach(
        peer -> {
          var out = new Message(plan.thirdBytes(self, peer)).bytes(second);
          if (plan.holds(peer)) {
            polynomial.ifPresent(mine -> out.scalar(mine.at(peer)));
          }
          if (pairsWith(peer)) {
            pairs.get(peer).deal(out, random);
          }
          return out.build();
        });
  }

  private void takeOpening(Fields in, int peer, byte[] echo) throws ProtocolFault {
    byte[] opening = in.bytes(plan.deals(peer) ? plan.openingBytes() : 0);
    requireEcho(in, echo, "the echo of commitments");
    if (pairsWith(peer)) {
      pairs.get(peer).takeCommitment(in);
    }
    if (plan.deals(peer)) {
      openings.take(peer, opening);
    }
  }

  private static void require(boolean holds, int culprit, String check) throws ProtocolFault {
    if (!holds) {
      throw ProtocolFault.malformed(culprit, check);
    }
  }

  /** Who told two peers different things cannot be known from here. */
  private static void requireEcho(Fields in, byte[] seen, String check) throws ProtocolFault {
    if (!MessageDigest.isEqual(in.bytes(32), seen)) {
      throw ProtocolFault.unblamed(check);
    }
  }

  /** Round 4: answers to the peers' choices, and the proof of the new share. */
  private Map<Integer, byte[]> answer(Map<Integer, byte[]> received) throws ProtocolFault {
    byte[] second = openings.secondEcho();
    for (int peer : peers) {
      takeDealt(Fields.of(received, peer, plan.thirdBytes(peer, self)), peer, second);
    }
    var key = DealtKey.of(plan, openings, polynomials);
    made = Optional.of(key);
    if (!plan.holds(self)) {
      return toEach(peer -> key.transcript());
    }
    polynomial.ifPresent(mine -> addToShare(mine.at(self)));
    if (Limbs.isZero(share, 0)) {
      throw ProtocolFault.unblamed("a share that is zero");
    }
    var proof = Schnorr.prove(key.shareContext(self), share, random);
    byte[] own = Points.generator(share);
    return toEach(
        peer -> {
          var out = new Message(plan.fourthBytes(self, peer)).bytes(key.transcript()).point(own);
          proof.write(out);
          if (plan.holds(peer)) {
            pairs.get(peer).writeAnswer(out);
          }
          return out.build();
        });
  }

  private void addToShare(long[] dealt) {
    long[] sum = Scalars.add(share, dealt);
    Arrays.fill(share, 0);
    share = sum;
  }

  private void takeDealt(Fields in, int peer, byte[] second) throws ProtocolFault {
    requireEcho(in, second, "the echo of openings");
    if (plan.deals(peer) && plan.holds(self)) {
      long[] dealt = in.scalar();
      require(
          polynomials.get(peer).holds(self, dealt),
          peer,
          "the share against the polynomial (Feldman)");
      addToShare(dealt);
    }
    if (pairsWith(peer)) {
      pairs.get(peer).answer(in, random);
    }
  }

  private Dealt finish(Map<Integer, byte[]> received) throws ProtocolFault {
    var dealt = made.orElseThrow();
    var key = dealt.key();
    var secrets = new HashMap<Integer, PairSecrets>();
    for (int peer : peers) {
      var in = Fields.of(received, peer, plan.fourthBytes(peer, self));
      requireEcho(in, dealt.transcript(), "the transcript");
      if (plan.holds(peer)) {
        requirePublicShare(in, peer, key.publicShare(peer), dealt.shareContext(peer));
      }
      if (pairsWith(peer)) {
        secrets.put(peer, pairs.get(peer).finish(in));
      }
    }
    var mine =
        plan.holds(self)
            ? Optional.of(new KeyShare(self, key, share, secrets))
            : Optional.<KeyShare>empty();
    wipe();
    return new Dealt(key, mine, dealt.transcript());
  }

  private static void requirePublicShare(Fields in, int peer, byte[] expected, byte[] context)
      throws ProtocolFault {
    byte[] stated = in.point();
    require(Arrays.equals(stated, expected), peer, "the public share");
    require(Schnorr.read(in).holds(context, stated), peer, "the share's proof");
  }
}
