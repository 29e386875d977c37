package io.argosy.threshold;

import fr.acinq.secp256k1.Secp256k1Exception;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Makes a key that exists nowhere: each party deals a polynomial, and a share is the sum of what
 * all dealt. Four rounds: commit; open and prove; deal in private, with the receivers' side of the
 * oblivious transfers; answer those, and prove the own share. A key is usable only after every
 * party has signed the same {@link Made#transcript}.
 */
public final class KeyGeneration implements Rounds<KeyGeneration.Made> {
  /** A share, and the digest of everything public that was said. */
  public record Made(KeyShare share, byte[] transcript) {
    public Made {
      transcript = transcript.clone();
    }

    @Override
    public byte[] transcript() {
      return transcript.clone();
    }
  }

  private static final int OVER = 5;
  private static final int OPENING_PROOFS = Points.COMPRESSED + Schnorr.BYTES;
  private static final int DEAL_BYTES = 32 + 32 + 64 + BaseOt.RECEIVER_BYTES;
  private static final int ANSWER_BYTES = BaseOt.SENDER_BYTES + Puncture.BYTES;
  private static final int LAST_BYTES = 32 + Points.COMPRESSED + Schnorr.BYTES + ANSWER_BYTES;
  private final byte[] sid;
  private final int threshold;
  private final int parties;
  private final int self;
  private final Randomness random;
  private final long[][] coefficients;
  private final byte[] salt;
  private final byte[] chainPart;
  private final PerParty<byte[]> commitments = new PerParty<>();
  private final PerParty<byte[]> openings = new PerParty<>();
  private final PerParty<byte[][]> points = new PerParty<>();
  private final PerParty<byte[]> seedParts = new PerParty<>();
  private final PerParty<byte[]> seedSalts = new PerParty<>();
  private final PerParty<byte[]> seedCommitments = new PerParty<>();
  private final PerParty<byte[]> seeds = new PerParty<>();
  private final PerParty<byte[]> choices = new PerParty<>();
  private final PerParty<BaseOt.Receiver> receivers = new PerParty<>();
  private final PerParty<byte[][][]> wholes = new PerParty<>();
  private long[] share = Scalars.of(0);
  private byte[] publicKey = new byte[0];
  private byte[] transcript = new byte[0];
  private int round;

  /**
   * @param sid 32 bytes that all parties agreed on and never used before
   * @param self this party's index, 1 to n
   */
  public KeyGeneration(byte[] sid, int threshold, int parties, int self, Randomness random) {
    if (sid.length != 32
        || threshold < 2
        || parties < threshold
        || parties > 9
        || 2 * threshold <= parties
        || self < 1
        || self > parties) {
      throw new IllegalArgumentException("2 <= t <= n <= 9, 2t > n, 1 <= self <= n, 32-byte sid");
    }
    this.sid = sid.clone();
    this.threshold = threshold;
    this.parties = parties;
    this.self = self;
    this.random = random;
    this.coefficients = new long[threshold][];
    for (int i = 0; i < threshold; i++) {
      coefficients[i] = Scalars.random(random);
    }
    this.salt = random.bytes(32);
    this.chainPart = random.bytes(32);
  }

  private interface Round {
    Map<Integer, byte[]> run() throws ProtocolFault;
  }

  private Outcome<Made> guarded(Round step) {
    try {
      return new Outcome.Continue<>(step.run());
    } catch (ProtocolFault fault) {
      wipe();
      return new Outcome.Aborted<>(fault.abort());
    } catch (Secp256k1Exception e) {
      wipe();
      return new Outcome.Aborted<>(
          ProtocolFault.unblamed("points that add up to infinity").abort());
    }
  }

  private void wipe() {
    for (long[] coefficient : coefficients) {
      Arrays.fill(coefficient, 0);
    }
    Arrays.fill(share, 0);
    wholes.forEach((peer, keys) -> Puncture.wipe(keys));
    choices.forEach((peer, bits) -> Arrays.fill(bits, (byte) 0));
    seeds.forEach((peer, seed) -> Arrays.fill(seed, (byte) 0));
    seedParts.forEach((peer, part) -> Arrays.fill(part, (byte) 0));
    receivers.forEach((peer, receiver) -> receiver.wipe());
  }

  @Override
  public Outcome<Made> start() {
    round = 1;
    return guarded(this::commit);
  }

  @Override
  public Outcome<Made> next(Map<Integer, byte[]> received) {
    round++;
    return switch (round) {
      case 2 -> guarded(() -> open(received));
      case 3 -> guarded(() -> deal(received));
      case 4 -> guarded(() -> answer(received));
      case 5 -> finish(received);
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
    for (int peer = 1; peer <= parties; peer++) {
      if (peer != self) {
        all.put(peer, message.apply(peer));
      }
    }
    return all;
  }

  private byte[] context(int party, int number) {
    return Hash.tagged("proof").bytes(sid).number(party).number(number).digest();
  }

  /** Round 1: the commitment to everything that is opened in round 2. */
  private Map<Integer, byte[]> commit() {
    var out = new Message(openingBytes());
    for (int k = 0; k < threshold; k++) {
      out.point(Points.generator(coefficients[k]));
      Schnorr.prove(context(self, k), coefficients[k], random).write(out);
    }
    byte[] opening = out.bytes(chainPart).bytes(salt).build();
    openings.put(self, opening);
    commitments.put(self, commitment(self, opening));
    return toEach(peer -> commitments.get(self));
  }

  private byte[] commitment(int party, byte[] opening) {
    return Hash.tagged("dkg commitment").bytes(sid).number(party).bytes(opening).digest();
  }

  private int openingBytes() {
    return threshold * OPENING_PROOFS + 64;
  }

  /** Round 2: the opening, the echo of all commitments, and a commitment to the pair's seed. */
  private Map<Integer, byte[]> open(Map<Integer, byte[]> received) throws ProtocolFault {
    for (int peer = 1; peer <= parties; peer++) {
      if (peer != self) {
        commitments.put(peer, Fields.of(received, peer, 32).bytes(32));
      }
    }
    byte[] echo = digest("dkg echo 1", commitments);
    return toEach(
        peer -> {
          byte[] part = random.bytes(32);
          byte[] seedSalt = random.bytes(32);
          seedParts.put(peer, part);
          seedSalts.put(peer, seedSalt);
          return new Message(openingBytes() + 64)
              .bytes(openings.get(self))
              .bytes(echo)
              .bytes(seedCommitment(self, peer, part, seedSalt))
              .build();
        });
  }

  private byte[] seedCommitment(int from, int to, byte[] part, byte[] seedSalt) {
    return Hash.tagged("seed commitment")
        .bytes(sid)
        .number(from)
        .number(to)
        .bytes(part)
        .bytes(seedSalt)
        .digest();
  }

  private byte[] digest(String use, PerParty<byte[]> all) {
    var hash = Hash.tagged(use).bytes(sid);
    all.forEach((party, bytes) -> hash.number(party).bytes(bytes));
    return hash.digest();
  }

  /** Round 3: in private, the share dealt, the seed's opening, and our choices' points. */
  private Map<Integer, byte[]> deal(Map<Integer, byte[]> received) throws ProtocolFault {
    byte[] echo = digest("dkg echo 1", commitments);
    for (int peer = 1; peer <= parties; peer++) {
      if (peer != self) {
        var in = Fields.of(received, peer, openingBytes() + 64);
        byte[] opening = in.bytes(openingBytes());
        requireEcho(in, echo, "the echo of commitments");
        seedCommitments.put(peer, in.bytes(32));
        require(
            MessageDigest.isEqual(commitment(peer, opening), commitments.get(peer)),
            peer,
            "the opening of the commitment");
        openings.put(peer, opening);
      }
    }
    for (int party = 1; party <= parties; party++) {
      points.put(party, provenPoints(party));
    }
    byte[] second = digest("dkg echo 2", openings);
    return toEach(
        peer -> {
          byte[] bits = random.bytes(BaseOt.COUNT / 8);
          choices.put(peer, bits);
          var receiver = new BaseOt.Receiver(otSid(peer, self), bits);
          receivers.put(peer, receiver);
          return new Message(DEAL_BYTES)
              .bytes(second)
              .scalar(Scalars.evaluate(coefficients, peer))
              .bytes(seedParts.get(peer))
              .bytes(seedSalts.get(peer))
              .bytes(receiver.request(random))
              .build();
        });
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

  private byte[][] provenPoints(int party) throws ProtocolFault {
    byte[] opening = openings.get(party);
    var in = Fields.of(Map.of(party, opening), party, openingBytes());
    byte[][] proven = new byte[threshold][];
    for (int k = 0; k < threshold; k++) {
      proven[k] = in.point();
      require(
          Schnorr.read(in).holds(context(party, k), proven[k]),
          party,
          "the proof of coefficient " + k);
    }
    return proven;
  }

  private byte[] otSid(int sender, int receiver) {
    return Hash.tagged("ot").bytes(sid).number(sender).number(receiver).digest();
  }

  /** Round 4: answers to the peers' choices, and the proof of the own share. */
  private Map<Integer, byte[]> answer(Map<Integer, byte[]> received) throws ProtocolFault {
    byte[] second = digest("dkg echo 2", openings);
    share = Scalars.evaluate(coefficients, self);
    var answers = new PerParty<byte[]>();
    for (int peer = 1; peer <= parties; peer++) {
      if (peer != self) {
        var in = Fields.of(received, peer, DEAL_BYTES);
        requireEcho(in, second, "the echo of openings");
        long[] dealt = in.scalar();
        require(isOnPolynomial(peer, dealt), peer, "the share against the polynomial (Feldman)");
        share = Scalars.add(share, dealt);
        takeSeed(peer, in.bytes(32), in.bytes(32));
        byte[] otSid = otSid(self, peer);
        var sent = BaseOt.send(otSid, in, random);
        var whole = Puncture.whole(otSid, sent.keys());
        Puncture.wipe(sent.keys());
        wholes.put(peer, whole.keys());
        answers.put(
            peer, new Message(ANSWER_BYTES).bytes(sent.answer()).bytes(whole.message()).build());
      }
    }
    publicKey = sumOfPoints(0);
    byte[] chainCode = chainCode();
    transcript =
        Hash.tagged("dkg transcript")
            .bytes(sid)
            .number(threshold)
            .number(parties)
            .bytes(digest("dkg echo 2", openings))
            .bytes(Points.compress(publicKey))
            .bytes(chainCode)
            .digest();
    if (Limbs.isZero(share, 0)) {
      throw ProtocolFault.unblamed("a share that is zero");
    }
    var proof = Schnorr.prove(shareContext(self), share, random);
    byte[] own = Points.generator(share);
    return toEach(
        peer -> {
          var out = new Message(LAST_BYTES).bytes(transcript).point(own);
          proof.write(out);
          return out.bytes(answers.get(peer)).build();
        });
  }

  private byte[] shareContext(int party) {
    return Hash.tagged("share proof").bytes(transcript).number(party).digest();
  }

  private boolean isOnPolynomial(int dealer, long[] dealt) {
    if (Limbs.isZero(dealt, 0)) {
      return false;
    }
    byte[] point = Points.generator(dealt);
    return at(points.get(dealer), self).filter(on -> Arrays.equals(point, on)).isPresent();
  }

  /** The point of a polynomial in the exponent; nothing where it is infinity. */
  private static Optional<byte[]> at(byte[][] polynomial, int place) {
    byte[][] terms = polynomial.clone();
    long[] power = Scalars.of(1);
    for (int k = 1; k < terms.length; k++) {
      power = Scalars.multiply(power, Scalars.of(place));
      terms[k] = Points.publicProduct(Scalars.bytes(power), terms[k]);
    }
    return Points.sum(terms);
  }

  private byte[] sumOfPoints(int coefficient) {
    byte[][] all = new byte[parties][];
    points.forEach((party, polynomial) -> all[party - 1] = polynomial[coefficient]);
    return Points.add(all);
  }

  private void takeSeed(int peer, byte[] part, byte[] seedSalt) throws ProtocolFault {
    require(
        MessageDigest.isEqual(
            seedCommitment(peer, self, part, seedSalt), seedCommitments.get(peer)),
        peer,
        "the opening of the pair's seed");
    byte[] own = seedParts.get(peer);
    seeds.put(
        peer,
        Hash.tagged("zero seed")
            .bytes(sid)
            .bytes(self < peer ? own : part)
            .bytes(self < peer ? part : own)
            .digest());
  }

  private byte[] chainCode() {
    var hash = Hash.tagged("chain code").bytes(sid);
    openings.forEach(
        (party, opening) ->
            hash.bytes(Arrays.copyOfRange(opening, opening.length - 64, opening.length - 32)));
    return hash.digest();
  }

  private Outcome<Made> finish(Map<Integer, byte[]> received) {
    try {
      var pairs = new HashMap<Integer, PairSecrets>();
      for (int peer = 1; peer <= parties; peer++) {
        if (peer != self) {
          pairs.put(peer, pair(received, peer));
        }
      }
      var made = new KeyShare(self, threshold, parties, publicKey, chainCode(), share, pairs);
      pairs.values().forEach(PairSecrets::wipe);
      wipe();
      return new Outcome.Done<>(new Made(made, transcript));
    } catch (ProtocolFault fault) {
      wipe();
      return new Outcome.Aborted<>(fault.abort());
    }
  }

  private PairSecrets pair(Map<Integer, byte[]> received, int peer) throws ProtocolFault {
    var in = Fields.of(received, peer, LAST_BYTES);
    requireEcho(in, transcript, "the transcript");
    byte[] publicShare = in.point();
    boolean expected =
        expectedPublicShare(peer).filter(share -> Arrays.equals(publicShare, share)).isPresent();
    require(expected, peer, "the public share");
    require(Schnorr.read(in).holds(shareContext(peer), publicShare), peer, "the share's proof");
    byte[][] keys = receivers.get(peer).keys(in);
    var punctured = Puncture.punctured(otSid(peer, self), choices.get(peer), keys, in, peer);
    Puncture.wipe(new byte[][][] {keys});
    return new PairSecrets(seeds.get(peer), punctured.places(), punctured.keys(), wholes.get(peer));
  }

  private Optional<byte[]> expectedPublicShare(int party) {
    byte[][] summed = new byte[threshold][];
    for (int k = 0; k < threshold; k++) {
      summed[k] = sumOfPoints(k);
    }
    return at(summed, party);
  }
}
