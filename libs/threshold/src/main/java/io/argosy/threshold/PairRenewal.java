package io.argosy.threshold;

import java.util.Map;

/**
 * Two holders of one key set up their zero seed and their oblivious transfers afresh, as in rounds
 * 2 to 4 of key generation: commit to the seed's part; open it with the points of the own choices;
 * answer the peer's. Nothing of what they held before goes in but the share, into the coins.
 */
public final class PairRenewal implements Rounds<FreshPair> {
  private static final int OVER = 4;
  private final int peer;
  private final Hedged random;
  private final PairSetup setup;
  private int round;

  /**
   * @param share this party's, of the key
   * @param sid 32 bytes that both agreed on and never used before
   */
  public PairRenewal(KeyShare share, byte[] sid, int peer, Randomness local) {
    if (sid.length != 32 || peer == share.self() || !share.key().holders().contains(peer)) {
      throw new IllegalArgumentException("another holder of the key, a sid of 32 bytes");
    }
    this.peer = peer;
    byte[] own = Hash.tagged("pair renewal").bytes(sid).digest();
    this.random = new Hedged(share, own, local);
    this.setup = new PairSetup(own, share.self(), peer, random);
  }

  /** What both parties of a pair see alike, and nobody else can compute. */
  static byte[] setup(byte[] zeroSeed) {
    return Hash.tagged("pair setup").bytes(zeroSeed).digest();
  }

  private Outcome<FreshPair> guarded(Step<FreshPair> step) {
    return Step.guarded(this::wipe, step);
  }

  private void wipe() {
    random.wipe();
    setup.wipe();
  }

  private Outcome<FreshPair> say(byte[] message) {
    return new Outcome.Continue<>(Map.of(peer, message));
  }

  @Override
  public Outcome<FreshPair> start() {
    round = 1;
    return say(setup.commitment());
  }

  @Override
  public Outcome<FreshPair> next(Map<Integer, byte[]> received) {
    round++;
    return switch (round) {
      case 2 -> guarded(() -> deal(received));
      case 3 -> guarded(() -> answer(received));
      case 4 -> guarded(() -> finish(received));
      default -> throw new IllegalStateException("the protocol is over");
    };
  }

  private Outcome<FreshPair> deal(Map<Integer, byte[]> received) throws ProtocolFault {
    setup.takeCommitment(Fields.of(received, peer, 32));
    var out = new Message(PairSetup.DEAL_BYTES);
    setup.deal(out, random);
    return say(out.build());
  }

  private Outcome<FreshPair> answer(Map<Integer, byte[]> received) throws ProtocolFault {
    setup.answer(Fields.of(received, peer, PairSetup.DEAL_BYTES), random);
    var out = new Message(PairSetup.ANSWER_BYTES);
    setup.writeAnswer(out);
    return say(out.build());
  }

  private Outcome<FreshPair> finish(Map<Integer, byte[]> received) throws ProtocolFault {
    var pair = setup.finish(Fields.of(received, peer, PairSetup.ANSWER_BYTES));
    var fresh = new FreshPair(peer, pair);
    wipe();
    return new Outcome.Done<>(fresh);
  }

  @Override
  public void abandon() {
    round = OVER;
    wipe();
  }
}
