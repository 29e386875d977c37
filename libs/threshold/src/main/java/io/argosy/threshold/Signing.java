package io.argosy.threshold;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Signs many digests in three rounds (DKLs23, protocol 3.6): commit to the nonces' points and
 * choose the products' transfers; answer those and open; exchange the two numbers whose quotient is
 * s. The session id binds digests, key, quorum and everybody's fresh randomness before any point is
 * seen. A party that fails a check on transfers or products is to be quarantined.
 */
public final class Signing implements Rounds<List<Signature>> {
  private static final int OVER = 4;

  /** (q - 1) / 2, which a low s does not exceed (BIP 62). */
  private static final byte[] HALF =
      HexFormat.of().parseHex("7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0");

  private final KeyShare share;
  private final byte[] sid;
  private final Manifest manifest;
  private final int count;
  private final List<Integer> peers;
  private final Hedged random;
  private final byte[] salt;
  private final OwnNumbers own;
  private final NonceCommitments commitments;
  private final PerParty<SigningPair> pairs = new PerParty<>();
  private final long[][] us;
  private final long[][] ws;
  private final byte[][] rPoints;
  private int round;

  /**
   * @param share read for the length of the session
   * @param sid 32 bytes that all members agreed on and never used before; hashes the manifest
   * @param quorum exactly t indexes in rising order, this party's among them
   * @param entries 1 to 4,096
   */
  public Signing(
      KeyShare share,
      byte[] sid,
      List<Integer> quorum,
      List<ManifestEntry> entries,
      Randomness local) {
    this.share = share;
    this.manifest = Manifest.of(share, quorum, entries);
    this.sid = Hash.tagged("signing").bytes(sid).bytes(manifest.digest()).digest();
    this.count = manifest.count();
    this.peers = manifest.others(share.self());
    this.random = new Hedged(share, this.sid, local);
    this.salt = random.bytes(32);
    this.own = new OwnNumbers(count);
    this.commitments = new NonceCommitments(this.sid);
    peers.forEach(peer -> pairs.put(peer, new SigningPair(share, this.sid, peer, count)));
    this.us = new long[count][];
    this.ws = new long[count][];
    this.rPoints = new byte[count][];
  }

  private Outcome<List<Signature>> guarded(Step<List<Signature>> step) {
    return Step.guarded(this::wipe, step);
  }

  private void wipe() {
    random.wipe();
    own.wipe();
    pairs.forEach((peer, pair) -> pair.wipe());
  }

  @Override
  public Outcome<List<Signature>> start() {
    round = 1;
    return guarded(() -> new Outcome.Continue<>(commit()));
  }

  @Override
  public Outcome<List<Signature>> next(Map<Integer, byte[]> messages) {
    round++;
    return switch (round) {
      case 2 -> guarded(() -> new Outcome.Continue<>(multiply(messages)));
      case 3 -> guarded(() -> new Outcome.Continue<>(combine(messages)));
      case 4 -> guarded(() -> finish(messages));
      default -> throw new IllegalStateException("the session is over");
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

  /** Round 1: the commitment to all nonce points, and the choices of our products. */
  private Map<Integer, byte[]> commit() {
    own.draw(random);
    byte[] commitment = commitments.commit(share.self(), salt, own.noncePoints);
    return toEach(peer -> pairs.get(peer).choose(commitment, random));
  }

  /** Round 2: our side of the peers' products, and the opening. */
  private Map<Integer, byte[]> multiply(Map<Integer, byte[]> messages) throws ProtocolFault {
    for (int peer : peers) {
      var in = Fields.of(messages, peer, pairs.get(peer).firstBytes());
      commitments.take(peer, in.bytes(32));
      pairs.get(peer).takeChoices(in);
    }
    own.divide(share, sid, manifest);
    byte[] echo = commitments.echo();
    return toEach(peer -> pairs.get(peer).answer(own, echo, salt, random));
  }

  /** Round 3: checks of all products; then our two numbers for each signature. */
  private Map<Integer, byte[]> combine(Map<Integer, byte[]> messages) throws ProtocolFault {
    byte[] echo = commitments.echo();
    for (int peer : peers) {
      var in = Fields.of(messages, peer, pairs.get(peer).secondBytes());
      pairs.get(peer).open(in, echo, commitments);
    }
    var out = new Message(count * 64);
    for (int i = 0; i < count; i++) {
      combine(i);
      out.scalar(us[i]).scalar(ws[i]);
    }
    byte[] message = out.build();
    return toEach(peer -> message);
  }

  private void combine(int i) throws ProtocolFault {
    var keyPoints = new ArrayList<>(List.of(own.keyPoints[i]));
    var noncePoints = new ArrayList<>(List.of(own.noncePoints[i]));
    long[] mask = own.inverseMasks[i];
    for (int peer : peers) {
      var opened = pairs.get(peer).opened();
      keyPoints.add(opened.keyPoints()[i]);
      noncePoints.add(opened.noncePoints()[i]);
      mask = Scalars.add(mask, opened.psi()[i]);
    }
    byte[] key = Points.add(keyPoints.toArray(byte[][]::new));
    if (!Arrays.equals(key, manifest.keys().get(i).publicPoint())) {
      throw ProtocolFault.unblamed("the parts of the public key");
    }
    rPoints[i] = Points.add(noncePoints.toArray(byte[][]::new));
    long[] u = Scalars.multiply(own.nonces[i], mask);
    long[] v = Scalars.multiply(own.keyParts[i], mask);
    for (int peer : peers) {
      u = Scalars.add(u, pairs.get(peer).summands(i, 0));
      v = Scalars.add(v, pairs.get(peer).summands(i, 1));
    }
    us[i] = u;
    ws[i] =
        Scalars.add(
            Scalars.multiply(Scalars.parse(manifest.digests().get(i)), own.inverseMasks[i]),
            Scalars.multiply(rx(i), v));
  }

  private long[] rx(int i) {
    return Scalars.parse(Arrays.copyOfRange(rPoints[i], 1, 33));
  }

  private Outcome<List<Signature>> finish(Map<Integer, byte[]> messages) throws ProtocolFault {
    for (int peer : peers) {
      var in = Fields.of(messages, peer, count * 64);
      for (int i = 0; i < count; i++) {
        us[i] = Scalars.add(us[i], in.scalar());
        ws[i] = Scalars.add(ws[i], in.scalar());
      }
    }
    wipe();
    Scalars.invertAll(us);
    var signatures = new ArrayList<Signature>();
    for (int i = 0; i < count; i++) {
      signatures.add(signature(i, Scalars.multiply(ws[i], us[i])));
    }
    return new Outcome.Done<>(List.copyOf(signatures));
  }

  private Signature signature(int i, long[] quotient) throws ProtocolFault {
    long[] s = quotient;
    int recovery = rPoints[i][64] & 1;
    boolean large = Arrays.compareUnsigned(HALF, Scalars.bytes(s)) < 0;
    if (large) {
      s = Scalars.negate(s);
      recovery ^= 1;
    }
    byte[] out = new byte[65];
    System.arraycopy(Scalars.bytes(rx(i)), 0, out, 0, 32);
    Limbs.write(out, 32, s, 0);
    out[64] = (byte) recovery;
    byte[] compact = Arrays.copyOf(out, 64);
    var key = manifest.keys().get(i);
    if (!Points.verifies(compact, manifest.digests().get(i), key.publicPoint())) {
      throw ProtocolFault.unblamed("the signature itself");
    }
    return new Signature(out);
  }
}
