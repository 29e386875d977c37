package io.argosy.threshold;

import static io.argosy.threshold.SlowHash.Q;
import static io.argosy.threshold.SlowHash.hash;
import static io.argosy.threshold.SlowHash.hex;
import static io.argosy.threshold.SlowHash.number;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * What seeded parties say and come to while a key is made, refreshed and handed over: the slow
 * model says the same bytes, and the files below vectors/ their hashes.
 */
class DealingVectorsTest {
  private final Map<String, String> said = new TreeMap<>();
  private final Map<String, byte[]> messages = new TreeMap<>();

  private <T> Map<Integer, T> made(Map<Integer, ? extends Rounds<T>> parties) {
    var done = new TreeMap<Integer, T>();
    Table.run(parties, Vectors.recording(said, messages))
        .forEach((party, outcome) -> done.put(party, Table.done(outcome)));
    return done;
  }

  private void requireSame(SlowDealing slow, byte[] transcript, Map<Integer, KeyShare> shares) {
    assertThat(messages.keySet()).isEqualTo(slow.messages().keySet()).isNotEmpty();
    slow.messages()
        .forEach((name, message) -> assertThat(messages.get(name)).as(name).isEqualTo(message));
    assertThat(transcript).isEqualTo(slow.transcript());
    said.put("transcript", hex(transcript));
    said.put("public key", hex(slow.publicKey()));
    said.put("chain code", hex(slow.chainCode()));
    shares.forEach(
        (holder, share) -> {
          byte[] sealed = share.encodeSecret();
          assertThat(sealed).isEqualTo(slow.sealed(holder, share));
          said.put("share " + holder, hex(Scalars.bytes(share.secret())));
          said.put("sealed share " + holder, hex(Seeded.sha256(sealed)));
        });
  }

  private static BigInteger secret(KeyShare share) {
    return Numbers.value(share.secret());
  }

  @Test
  void seededDealersMakeTheKeyThatTheSlowModelAndTheVectorsSay() throws IOException {
    var parties = new TreeMap<Integer, KeyGeneration>();
    var own = new TreeMap<Integer, SlowDealer.Own>();
    for (int i = 1; i <= 3; i++) {
      parties.put(i, new KeyGeneration(Vectors.SID, 2, 3, i, new Seeded("dealer " + i)));
      var coins = new Seeded("dealer " + i);
      own.put(i, new SlowDealer.Own(coins, number(coins.bytes(32)), BigInteger.ZERO));
    }
    var all = List.of(1, 2, 3);

    var made = made(parties);

    var shares = new TreeMap<Integer, KeyShare>();
    made.forEach((party, key) -> shares.put(party, key.share()));
    var terms = new SlowDealer.Terms(Vectors.SID, 2, 0, all, all, Optional.empty());
    requireSame(new SlowDealing(terms, own), first(made).transcript(), shares);
    assertThat(said).isEqualTo(Vectors.file("key-generation-2-of-3.txt"));
  }

  private static <T> T first(Map<Integer, T> made) {
    return made.values().iterator().next();
  }

  @Test
  void seededHoldersRefreshTheirSharesAsTheSlowModelAndTheVectorsSay() throws IOException {
    var old = Vectors.shares();
    byte[] sid = hash("refresh", Vectors.SID, old.getFirst().key().digest());
    var parties = new TreeMap<Integer, Refresh>();
    var own = new TreeMap<Integer, SlowDealer.Own>();
    for (var share : old) {
      int i = share.self();
      parties.put(i, new Refresh(Vectors.SID, share, new Seeded("refresher " + i)));
      var coins = new SlowCoins(secret(share), sid, i, new Seeded("refresher " + i));
      own.put(i, new SlowDealer.Own(coins, BigInteger.ZERO, secret(share)));
    }
    var both = List.of(1, 2);

    var made = made(parties);

    var shares = new TreeMap<Integer, KeyShare>();
    made.forEach((party, key) -> shares.put(party, key.share()));
    var key = Optional.of(old.getFirst().key());
    var terms = new SlowDealer.Terms(sid, 2, 1, both, both, key);
    requireSame(new SlowDealing(terms, own), first(made).transcript(), shares);
    assertThat(said).isEqualTo(Vectors.file("refresh-2-of-2.txt"));
  }

  /** Party 1 leaves, 2 stays, 3 is new: every kind of message is there. */
  @Test
  void seededPartiesHandAKeyOverAsTheSlowModelAndTheVectorsSay() throws IOException {
    var old = Vectors.shares();
    var key = old.getFirst().key();
    var dealers = List.of(1, 2);
    var holders = List.of(2, 3);
    byte[] sid = hash("resharing", Vectors.SID, key.digest(), 2, 1, 2, 2, 2, 2, 3);
    var terms = new Resharing.Terms(key, dealers, 2, holders);
    var parties = new TreeMap<Integer, Resharing>();
    var own = new TreeMap<Integer, SlowDealer.Own>();
    for (var share : old) {
      int i = share.self();
      parties.put(i, Resharing.dealer(Vectors.SID, terms, share, new Seeded("dealer " + i)));
      var coins = new SlowCoins(secret(share), sid, i, new Seeded("dealer " + i));
      // Of the dealers 1, 2: 2 / (2 - 1) and 1 / (1 - 2).
      var weight = BigInteger.valueOf(i == 1 ? 2 : -1);
      var constant = weight.multiply(secret(share)).mod(Q);
      own.put(i, new SlowDealer.Own(coins, constant, BigInteger.ZERO));
    }
    parties.put(3, Resharing.receiver(Vectors.SID, terms, 3, new Seeded("receiver 3")));
    var none = BigInteger.ZERO;
    own.put(3, new SlowDealer.Own(new Seeded("receiver 3"), none, none));

    var made = made(parties);

    var shares = new TreeMap<Integer, KeyShare>();
    made.forEach((i, of) -> of.share().ifPresent(share -> shares.put(i, share)));
    assertThat(shares.keySet()).containsExactlyElementsOf(holders);
    var slow = new SlowDealer.Terms(sid, 2, 0, dealers, holders, Optional.of(key));
    requireSame(
        new SlowDealing(slow, own), Objects.requireNonNull(made.get(1)).transcript(), shares);
    assertThat(said).isEqualTo(Vectors.file("resharing-2-of-2-to-another-2.txt"));
  }
}
