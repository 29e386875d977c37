package io.argosy.threshold;

import java.security.MessageDigest;
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
  private static final int OPENED = Points.COMPRESSED;
  private static final int PAIR_BYTES =
      Vole.MESSAGE_BYTES + 2 * Points.COMPRESSED + 32 + Points.COMPRESSED + OPENED;

  /** (q - 1) / 2, which a low s does not exceed (BIP 62). */
  private static final byte[] HALF =
      HexFormat.of().parseHex("7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0");

  private final KeyShare share;
  private final byte[] sid;
  private final int[] quorum;
  private final List<byte[]> digests;
  private final List<Derivation> keys;
  private final Hedged random;
  private final int count;
  private final byte[] salt;
  private final long[][] nonces;
  private final long[][] inverseMasks;
  private final long[][] keyParts;
  private final byte[][] noncePoints;
  private final byte[][] keyPoints;
  private final PerParty<byte[]> commitments = new PerParty<>();
  private final PerParty<OtExtension.Received> received = new PerParty<>();
  private final PerParty<long[][]> extensions = new PerParty<>();
  private final PerParty<long[][][]> aliceSummands = new PerParty<>();
  private long[][] us = new long[0][];
  private long[][] ws = new long[0][];
  private byte[][] rPoints = new byte[0][];
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
    this.sid = Hash.tagged("signing").bytes(sid).bytes(manifest(quorum, entries)).digest();
    this.quorum = quorum.stream().mapToInt(Integer::intValue).toArray();
    this.count = entries.size();
    require(share, this.quorum, count);
    this.digests = entries.stream().map(ManifestEntry::digest).toList();
    this.keys = keys(share.key(), entries);
    this.random = new Hedged(share, this.sid, local);
    this.salt = random.bytes(32);
    this.nonces = new long[count][];
    this.inverseMasks = new long[count][];
    this.keyParts = new long[count][];
    this.noncePoints = new byte[count][];
    this.keyPoints = new byte[count][];
  }

  private static byte[] manifest(List<Integer> quorum, List<ManifestEntry> entries) {
    var hash = Hash.tagged("manifest").number(quorum.size()).number(entries.size());
    quorum.forEach(hash::number);
    for (var entry : entries) {
      hash.number(entry.path().steps().size());
      entry.path().steps().forEach(hash::number);
      hash.bytes(entry.digest());
    }
    return hash.digest();
  }

  private static void require(KeyShare share, int[] quorum, int count) {
    boolean rising = true;
    for (int i = 0; i < quorum.length; i++) {
      rising &= quorum[i] > (i == 0 ? 0 : quorum[i - 1]);
    }
    var members = Arrays.stream(quorum).boxed().toList();
    boolean hold = share.key().holders().containsAll(members);
    if (!rising || !hold || !members.contains(share.self()) || quorum.length != share.threshold()) {
      throw new IllegalArgumentException("a quorum: t rising indexes with this party's");
    }
    if (count < 1 || count > 4_096) {
      throw new IllegalArgumentException("1 to 4,096 digests");
    }
  }

  /** The key of each entry; paths that come again are derived once. */
  private static List<Derivation> keys(SharedKey key, List<ManifestEntry> entries) {
    var seen = new HashMap<DerivationPath, Derivation>();
    return entries.stream()
        .map(entry -> seen.computeIfAbsent(entry.path(), path -> Derivation.of(key, path)))
        .toList();
  }

  private Outcome<List<Signature>> guarded(Step<List<Signature>> step) {
    return Step.guarded(this::wipe, step);
  }

  private void wipe() {
    random.wipe();
    List.of(nonces, inverseMasks, keyParts).forEach(Signing::wipe);
    received.forEach((peer, transfers) -> transfers.wipe());
    extensions.forEach((peer, rows) -> wipe(rows));
    aliceSummands.forEach((peer, summands) -> List.of(summands).forEach(Signing::wipe));
  }

  private static void wipe(long[][] secrets) {
    for (long[] secret : secrets) {
      if (secret != null) {
        Arrays.fill(secret, 0);
      }
    }
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
    for (int peer : quorum) {
      if (peer != share.self()) {
        all.put(peer, message.apply(peer));
      }
    }
    return all;
  }

  private int[] peers() {
    return Arrays.stream(quorum).filter(party -> party != share.self()).toArray();
  }

  private int transfers() {
    return count * Vole.WIDTH;
  }

  private byte[] pairSid(int sender, int receiver) {
    return Hash.tagged("pair").bytes(sid).number(sender).number(receiver).digest();
  }

  /** Round 1: the commitment to all nonce points, and the choices of our products. */
  private Map<Integer, byte[]> commit() {
    for (int i = 0; i < count; i++) {
      nonces[i] = Scalars.random(random);
      inverseMasks[i] = Scalars.random(random);
      noncePoints[i] = Points.generator(nonces[i]);
    }
    commitments.put(share.self(), commitment(share.self(), salt, Arrays.asList(noncePoints)));
    return toEach(
        peer -> {
          var out = new Message(32 + OtExtension.messageBytes(transfers()));
          out.bytes(commitments.get(share.self()));
          byte[] pairSid = pairSid(peer, share.self());
          received.put(
              peer, OtExtension.receive(pairSid, share.whole(peer), transfers(), random, out));
          return out.build();
        });
  }

  private byte[] commitment(int party, byte[] openedSalt, List<byte[]> points) {
    var hash = Hash.tagged("nonce commitment").bytes(sid).number(party).bytes(openedSalt);
    points.forEach(point -> hash.bytes(Points.compress(point)));
    return hash.digest();
  }

  private byte[] echo() {
    var hash = Hash.tagged("signing echo").bytes(sid);
    commitments.forEach((party, commitment) -> hash.number(party).bytes(commitment));
    return hash.digest();
  }

  /** Round 2: our side of the peers' products, and the opening. */
  private Map<Integer, byte[]> multiply(Map<Integer, byte[]> messages) throws ProtocolFault {
    for (int peer : peers()) {
      var in = Fields.of(messages, peer, 32 + OtExtension.messageBytes(transfers()));
      commitments.put(peer, in.bytes(32));
      extensions.put(peer, extension(peer, in));
    }
    long[] weighted = weightedSecret();
    for (int i = 0; i < count; i++) {
      keyParts[i] = Scalars.add(weighted, zeroShare(i));
      if (share.self() == quorum[0]) {
        keyParts[i] = Scalars.add(keyParts[i], keys.get(i).tweak());
      }
      keyPoints[i] = Points.generator(keyParts[i]);
    }
    Arrays.fill(weighted, 0);
    byte[] echo = echo();
    var answers = toEach(peer -> answer(peer, extensions.get(peer), echo));
    extensions.forEach((peer, rows) -> wipe(rows));
    return answers;
  }

  private long[][] extension(int peer, Fields in) throws ProtocolFault {
    byte[] places = share.places(peer);
    try {
      byte[] pairSid = pairSid(share.self(), peer);
      return OtExtension.send(pairSid, places, share.punctured(peer), transfers(), in);
    } finally {
      Arrays.fill(places, (byte) 0);
    }
  }

  private long[] weightedSecret() {
    long[] secret = share.secret();
    try {
      return Scalars.multiply(Scalars.lagrange(share.self(), quorum), secret);
    } finally {
      Arrays.fill(secret, 0);
    }
  }

  /** Numbers of the quorum's members that add up to zero, other ones for each signature. */
  private long[] zeroShare(int number) {
    long[] sum = Scalars.of(0);
    for (int peer : peers()) {
      byte[] seed = share.zeroSeed(peer);
      long[] part =
          Scalars.parse(Hash.tagged("zero share").bytes(seed).bytes(sid).number(number).digest());
      Arrays.fill(seed, (byte) 0);
      sum = share.self() < peer ? Scalars.add(sum, part) : Scalars.subtract(sum, part);
    }
    return sum;
  }

  private byte[] answer(int peer, long[][] rows, byte[] echo) {
    var out = new Message(64 + count * PAIR_BYTES).bytes(echo).bytes(salt);
    var vole = new Vole(pairSid(share.self(), peer));
    byte[] places = share.places(peer);
    long[] difference = OtExtension.difference(places);
    Arrays.fill(places, (byte) 0);
    long[] choices = received.get(peer).choices();
    long[][][] summands = new long[count][][];
    for (int i = 0; i < count; i++) {
      long[][] inputs = {nonces[i], keyParts[i]};
      summands[i] = vole.alice(rows, difference, i, inputs, random, out);
      out.point(Points.generator(summands[i][0]));
      out.point(Points.generator(summands[i][1]));
      out.scalar(Scalars.subtract(inverseMasks[i], vole.chosen(choices, i)));
      out.point(keyPoints[i]);
      out.point(noncePoints[i]);
    }
    vole.wipe();
    Arrays.fill(difference, 0);
    aliceSummands.put(peer, summands);
    return out.build();
  }

  /** Round 3: checks of all products; then our two numbers for each signature. */
  private Map<Integer, byte[]> combine(Map<Integer, byte[]> messages) throws ProtocolFault {
    byte[] echo = echo();
    var opened = new Opened[quorum.length - 1];
    int place = 0;
    for (int peer : peers()) {
      opened[place++] = open(messages, peer, echo);
    }
    us = new long[count][];
    ws = new long[count][];
    rPoints = new byte[count][];
    for (int i = 0; i < count; i++) {
      combine(i, opened);
    }
    var out = new Message(count * 64);
    for (int i = 0; i < count; i++) {
      out.scalar(us[i]).scalar(ws[i]);
    }
    byte[] message = out.build();
    return toEach(peer -> message);
  }

  /** What one peer opened, by signature. */
  private record Opened(byte[][] noncePoints, byte[][] keyPoints, long[][] psi, long[][][] bob) {}

  private Opened open(Map<Integer, byte[]> messages, int peer, byte[] echo) throws ProtocolFault {
    var in = Fields.of(messages, peer, 64 + count * PAIR_BYTES);
    if (!MessageDigest.isEqual(in.bytes(32), echo)) {
      throw ProtocolFault.unblamed("the echo of commitments");
    }
    byte[] openedSalt = in.bytes(32);
    var vole = new Vole(pairSid(peer, share.self()));
    var extension = received.get(peer);
    var opened =
        new Opened(new byte[count][], new byte[count][], new long[count][], new long[count][][]);
    for (int i = 0; i < count; i++) {
      byte[] chi = Scalars.bytes(vole.chosen(extension.choices(), i));
      opened.bob[i] = vole.bob(extension.rows(), extension.choices(), i, in);
      byte[] gammaU = in.point();
      byte[] gammaV = in.point();
      opened.psi[i] = in.scalar();
      opened.keyPoints[i] = in.point();
      opened.noncePoints[i] = in.point();
      requireProduct(chi, opened.noncePoints[i], opened.bob[i][0], gammaU, peer);
      requireProduct(chi, opened.keyPoints[i], opened.bob[i][1], gammaV, peer);
      Arrays.fill(chi, (byte) 0);
    }
    vole.wipe();
    byte[] expected = commitment(peer, openedSalt, Arrays.asList(opened.noncePoints));
    if (!MessageDigest.isEqual(expected, commitments.get(peer))) {
      throw ProtocolFault.malformed(peer, "the opening of the nonces");
    }
    return opened;
  }

  /** chi * point = d * G + gamma, compared by hashes so that chi meets no variable time. */
  private static void requireProduct(
      byte[] chi, byte[] point, long[] summand, byte[] gamma, int peer) throws ProtocolFault {
    byte[] left = Points.hashedProduct(chi, point);
    var right = Points.sum(Points.generator(summand), gamma).map(Points::hashed);
    if (right.filter(hash -> MessageDigest.isEqual(left, hash)).isEmpty()) {
      throw ProtocolFault.cheated(peer, "the product against its points");
    }
  }

  private void combine(int i, Opened[] opened) throws ProtocolFault {
    byte[][] parts = new byte[quorum.length][];
    byte[][] points = new byte[quorum.length][];
    parts[0] = keyPoints[i];
    points[0] = noncePoints[i];
    long[] mask = inverseMasks[i];
    for (int k = 0; k < opened.length; k++) {
      parts[k + 1] = opened[k].keyPoints[i];
      points[k + 1] = opened[k].noncePoints[i];
      mask = Scalars.add(mask, opened[k].psi[i]);
    }
    if (!Arrays.equals(Points.add(parts), keys.get(i).publicPoint())) {
      throw ProtocolFault.unblamed("the parts of the public key");
    }
    rPoints[i] = Points.add(points);
    long[] u = Scalars.multiply(nonces[i], mask);
    long[] v = Scalars.multiply(keyParts[i], mask);
    int k = 0;
    for (int peer : peers()) {
      long[][] alice = aliceSummands.get(peer)[i];
      u = Scalars.add(u, Scalars.add(alice[0], opened[k].bob[i][0]));
      v = Scalars.add(v, Scalars.add(alice[1], opened[k].bob[i][1]));
      k++;
    }
    us[i] = u;
    ws[i] =
        Scalars.add(
            Scalars.multiply(Scalars.parse(digests.get(i)), inverseMasks[i]),
            Scalars.multiply(rx(i), v));
  }

  private long[] rx(int i) {
    return Scalars.parse(Arrays.copyOfRange(rPoints[i], 1, 33));
  }

  private Outcome<List<Signature>> finish(Map<Integer, byte[]> messages) throws ProtocolFault {
    long[][] u = us.clone();
    long[][] w = ws.clone();
    for (int peer : peers()) {
      var in = Fields.of(messages, peer, count * 64);
      for (int i = 0; i < count; i++) {
        u[i] = Scalars.add(u[i], in.scalar());
        w[i] = Scalars.add(w[i], in.scalar());
      }
    }
    wipe();
    Scalars.invertAll(u);
    var signatures = new ArrayList<Signature>();
    for (int i = 0; i < count; i++) {
      signatures.add(signature(i, Scalars.multiply(w[i], u[i])));
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
    if (!Points.verifies(Arrays.copyOf(out, 64), digests.get(i), keys.get(i).publicPoint())) {
      throw ProtocolFault.unblamed("the signature itself");
    }
    return new Signature(out);
  }
}
