package io.argosy.threshold;

import static io.argosy.threshold.SlowDealer.entry;
import static io.argosy.threshold.SlowDealer.joined;
import static io.argosy.threshold.SlowHash.Q;
import static io.argosy.threshold.SlowHash.compressed;
import static io.argosy.threshold.SlowHash.hash;
import static io.argosy.threshold.SlowHash.scalar;
import static io.argosy.threshold.SlowHash.times;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A key's generation, refresh or resharing with BigIntegers and BouncyCastle, from the
 * specification's text alone: every message of every party, and what each holds at the end.
 */
final class SlowDealing {
  private final SlowDealer.Terms terms;
  private final Map<Integer, SlowDealer> sides = new TreeMap<>();
  private final Map<String, byte[]> messages = new TreeMap<>();
  private byte[] transcript = new byte[0];

  SlowDealing(SlowDealer.Terms terms, Map<Integer, SlowDealer.Own> own) {
    this.terms = terms;
    own.forEach((party, secrets) -> sides.put(party, new SlowDealer(terms, party, secrets)));
    commit();
    byte[] first = echo("dkg echo 1", SlowDealer::commitment);
    open(first);
    byte[] second = echo("dkg echo 2", side -> side.opening);
    deal(second);
    transcript =
        hash(
            "dkg transcript",
            terms.sid(),
            terms.threshold(),
            terms.holders().size(),
            second,
            publicKey(),
            chainCode());
    answer();
  }

  private void say(int round, SlowDealer from, SlowDealer to, byte[] message) {
    messages.put("round %d, %d to %d".formatted(round, from.self, to.self), message);
  }

  private List<SlowDealer> peers(SlowDealer side) {
    return sides.values().stream().filter(other -> other != side).toList();
  }

  private BigInteger share(int holder) {
    var sum = entry(sides, holder).own.base();
    for (int dealer : terms.dealers()) {
      sum = sum.add(entry(sides, dealer).at(holder));
    }
    return sum.mod(Q);
  }

  private void commit() {
    for (var side : sides.values()) {
      if (side.deals()) {
        side.open();
      }
      byte[] commitment = side.deals() ? side.commitment() : new byte[0];
      peers(side).forEach(peer -> say(1, side, peer, commitment));
    }
  }

  private byte[] echo(String tag, Function<SlowDealer, byte[]> said) {
    var parts = new ArrayList<Object>(List.of(terms.sid()));
    for (int dealer : terms.dealers()) {
      parts.add(dealer);
      parts.add(said.apply(entry(sides, dealer)));
    }
    return hash(tag, parts.toArray());
  }

  private void open(byte[] echo) {
    for (var side : sides.values()) {
      for (var peer : peers(side)) {
        byte[] seed = side.pairsWith(peer) ? side.seedCommitment(peer) : new byte[0];
        say(2, side, peer, joined(side.opening, echo, seed));
      }
    }
  }

  private void deal(byte[] echo) {
    for (var side : sides.values()) {
      for (var peer : peers(side)) {
        boolean dealt = side.deals() && peer.holds();
        byte[] value = dealt ? scalar(side.at(peer.self)) : new byte[0];
        byte[] transfers = side.pairsWith(peer) ? side.transfers(peer) : new byte[0];
        say(3, side, peer, joined(echo, value, transfers));
      }
    }
  }

  private void answer() {
    for (var side : sides.values()) {
      var answers = new TreeMap<Integer, byte[]>();
      for (var peer : peers(side)) {
        byte[] none = new byte[0];
        boolean pair = side.pairsWith(peer);
        answers.put(
            peer.self, pair ? entry(peer.received, side.self).answer(side.own.coins()) : none);
      }
      byte[] proven = new byte[0];
      if (side.holds()) {
        byte[] context = hash("share proof", transcript, side.self);
        proven = joined(compressed(times(share(side.self))), side.proof(context, share(side.self)));
      }
      for (var peer : peers(side)) {
        say(4, side, peer, joined(transcript, proven, entry(answers, peer.self)));
      }
    }
  }

  Map<String, byte[]> messages() {
    return messages;
  }

  byte[] transcript() {
    return transcript;
  }

  byte[] publicKey() {
    if (terms.old().isPresent()) {
      return terms.old().get().publicKey();
    }
    var sum = sides.values().stream().map(s -> s.own.constant()).reduce(BigInteger::add);
    return compressed(times(sum.orElseThrow().mod(Q)));
  }

  byte[] chainCode() {
    var parts = new ArrayList<Object>(List.of(terms.sid()));
    sides.values().forEach(side -> parts.add(side.chainPart));
    return terms
        .old()
        .map(SharedKey::chainCode)
        .orElseGet(() -> hash("chain code", parts.toArray()));
  }

  /** The share as it is sealed, but for the keys at its secret places, which it does not know. */
  byte[] sealed(int holder, KeyShare real) {
    var out = new ByteArrayOutputStream();
    out.writeBytes(
        new byte[] {2, (byte) holder, (byte) terms.holders().size(), (byte) terms.threshold()});
    out.writeBytes(publicKey());
    out.writeBytes(chainCode());
    for (int each : terms.holders()) {
      out.write(each);
      out.writeBytes(compressed(times(share(each))));
    }
    var side = entry(sides, holder);
    out.writeBytes(scalar(share(side.self)));
    for (int peer : terms.holders()) {
      if (peer != holder) {
        out.writeBytes(pair(side, entry(sides, peer), Pairs.of(real, peer)));
      }
    }
    return out.toByteArray();
  }

  private byte[] pair(SlowDealer side, SlowDealer peer, PairSecrets real) {
    var low = side.self < peer.self ? side : peer;
    var high = low == side ? peer : side;
    var out = new ByteArrayOutputStream();
    byte[] lowPart = entry(low.seedParts, high.self);
    out.writeBytes(hash("zero seed", terms.sid(), lowPart, entry(high.seedParts, low.self)));
    var mine = entry(side.received, peer.self);
    for (int block = 0; block < 64; block++) {
      out.write(mine.place(block));
    }
    for (int block = 0; block < 64; block++) {
      for (int leaf = 0; leaf < 16; leaf++) {
        boolean unknown = leaf == mine.place(block);
        out.writeBytes(unknown ? real.punctured()[block][leaf] : mine.leaves()[block][leaf]);
      }
    }
    for (byte[][] block : entry(peer.received, side.self).leaves()) {
      out.writeBytes(joined(block));
    }
    return out.toByteArray();
  }
}
