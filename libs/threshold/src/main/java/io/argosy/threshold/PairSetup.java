package io.argosy.threshold;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/**
 * What two holders set up with each other in rounds 2 to 4 of a dealing: a seed for zero shares,
 * and base transfers both ways with their trees. Confined to one thread.
 */
final class PairSetup {
  static final int DEAL_BYTES = 64 + BaseOt.RECEIVER_BYTES;
  static final int ANSWER_BYTES = BaseOt.SENDER_BYTES + Puncture.BYTES;
  private final byte[] sid;
  private final int self;
  private final int peer;
  private final byte[] part;
  private final byte[] salt;
  private byte[] commitment = new byte[0];
  private byte[] seed = new byte[0];
  private final byte[] choices = new byte[BaseOt.COUNT / 8];
  private final BaseOt.Receiver receiver;
  private byte[][][] whole = new byte[0][][];
  private byte[] answer = new byte[0];
  private Optional<PairSecrets> made = Optional.empty();

  PairSetup(byte[] sid, int self, int peer, Randomness random) {
    this.sid = sid;
    this.self = self;
    this.peer = peer;
    this.part = random.bytes(32);
    this.salt = random.bytes(32);
    this.receiver = new BaseOt.Receiver(otSid(peer, self), choices);
  }

  /** Round 2: the commitment to our part of the seed. */
  byte[] commitment() {
    return commitment(self, peer, part, salt);
  }

  private byte[] commitment(int from, int to, byte[] seedPart, byte[] seedSalt) {
    return Hash.tagged("seed commitment")
        .bytes(sid)
        .number(from)
        .number(to)
        .bytes(seedPart)
        .bytes(seedSalt)
        .digest();
  }

  void takeCommitment(Fields in) {
    commitment = in.bytes(32);
  }

  private byte[] otSid(int sender, int receiver) {
    return Hash.tagged("ot").bytes(sid).number(sender).number(receiver).digest();
  }

  /** Round 3: our part of the seed, and the points of our choices. */
  void deal(Message out, Randomness random) {
    random.fill(choices);
    out.bytes(part).bytes(salt).bytes(receiver.request(random));
  }

  /** Round 4: the seed, and the answer to the peer's choices. */
  void answer(Fields in, Randomness random) throws ProtocolFault {
    takeSeed(in.bytes(32), in.bytes(32));
    byte[] otSid = otSid(self, peer);
    var sent = BaseOt.send(otSid, in, random);
    var trees = Puncture.whole(otSid, sent.keys());
    Puncture.wipe(sent.keys());
    whole = trees.keys();
    answer = new Message(ANSWER_BYTES).bytes(sent.answer()).bytes(trees.message()).build();
  }

  private void takeSeed(byte[] theirs, byte[] theirSalt) throws ProtocolFault {
    if (!MessageDigest.isEqual(commitment(peer, self, theirs, theirSalt), commitment)) {
      throw ProtocolFault.malformed(peer, "the opening of the pair's seed");
    }
    seed =
        Hash.tagged("zero seed")
            .bytes(sid)
            .bytes(self < peer ? part : theirs)
            .bytes(self < peer ? theirs : part)
            .digest();
  }

  void writeAnswer(Message out) {
    out.bytes(answer);
  }

  /** The peer's answer to our choices; what it makes is wiped with the rest. */
  PairSecrets finish(Fields in) throws ProtocolFault {
    byte[][] keys = receiver.keys(in);
    var punctured = Puncture.punctured(otSid(peer, self), choices, keys, in, peer);
    Puncture.wipe(new byte[][][] {keys});
    var secrets = new PairSecrets(seed, punctured.places(), punctured.keys(), whole);
    made = Optional.of(secrets);
    return secrets;
  }

  void wipe() {
    for (byte[] secret : new byte[][] {part, salt, seed, choices}) {
      Arrays.fill(secret, (byte) 0);
    }
    receiver.wipe();
    Puncture.wipe(whole);
    made.ifPresent(PairSecrets::wipe);
  }
}
