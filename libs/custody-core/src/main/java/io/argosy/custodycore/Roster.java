package io.argosy.custodycore;

import io.argosy.model.DaemonId;
import io.argosy.model.Digest32;
import io.argosy.model.KeyId;
import io.argosy.model.StrictText;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Who custody is: officers, daemons, watchers. Version 0 is the genesis, whose hash names the
 * deployment for ever and is compared by eye at each host.
 *
 * @param previous hash of the version before; of 32 zero bytes for the genesis
 * @param threshold daemons that a signature needs; 2 * threshold exceeds the number of daemons, so
 *     that two quorums always share one
 * @param sharedKeyStores key stores that more than one daemon may use, by name, as {@link
 *     StoreId#administration} says it; for demo and tests
 */
public record Roster(
    int version,
    Digest32 previous,
    String deployment,
    int threshold,
    int officersQuorum,
    List<Officer> officers,
    List<Daemon> daemons,
    List<Watcher> watchers,
    List<String> sharedKeyStores) {
  private static final String TITLE = "argosy roster 1";

  /** Decides about custody together with others. */
  public record Officer(KeyId key, PublicKeyText publicKey) {
    @Override
    public String toString() {
      return key + " " + publicKey;
    }
  }

  /**
   * One custody daemon.
   *
   * @param index 1 to 9, its place in every key's sharing
   * @param identity what it signs acknowledgements and round 0 with
   * @param peerAddress host:port for other daemons
   * @param keyStore what it proved to wrap its shares with, before it was listed
   */
  public record Daemon(
      int index, DaemonId id, PublicKeyText identity, String peerAddress, StoreId keyStore) {
    @Override
    public String toString() {
      return index + " " + id + " " + identity + " " + peerAddress + " " + keyStore;
    }
  }

  /** May freeze. */
  public record Watcher(KeyId key, PublicKeyText publicKey) {
    @Override
    public String toString() {
      return key + " " + publicKey;
    }
  }

  public Roster {
    officers = List.copyOf(officers);
    daemons = List.copyOf(daemons);
    watchers = List.copyOf(watchers);
    sharedKeyStores = List.copyOf(sharedKeyStores);
    if (!deployment.matches("[a-z0-9.-]{1,64}")) {
      throw new IllegalArgumentException(
          "a deployment's name: lower-case letters, digits, . and -");
    }
    int n = daemons.size();
    if (threshold < 2 || n < threshold || n > 9 || 2 * threshold <= n) {
      throw new IllegalArgumentException("2 <= t <= n <= 9 and 2t > n, not " + threshold + "/" + n);
    }
    if (officersQuorum < 1 || officersQuorum > officers.size()) {
      throw new IllegalArgumentException("officers' quorum: 1 to the number of officers");
    }
    requirePlaces(version, daemons);
    distinct("daemons' ids", daemons.stream().map(Daemon::id).toList());
    distinct("daemons' identities", daemons.stream().map(Daemon::identity).toList());
    distinctStores(daemons, sharedKeyStores);
    distinct("officers' keys", officers.stream().map(Officer::publicKey).toList());
    distinct("officers' names", officers.stream().map(Officer::key).toList());
    distinct("watchers' names", watchers.stream().map(Watcher::key).toList());
    if (version < 0 || (version == 0) != previous.equals(Digest32.of(new byte[32]))) {
      throw new IllegalArgumentException("the genesis alone has no previous version");
    }
  }

  /** Every place of the genesis is taken; later a daemon may leave its place empty. */
  private static void requirePlaces(int version, List<Daemon> daemons) {
    int last = 0;
    for (var daemon : daemons) {
      boolean next = version == 0 ? daemon.index() == last + 1 : daemon.index() > last;
      if (!next || daemon.index() > 9) {
        throw new IllegalArgumentException(
            "daemons stand in the order of their indexes, 1 to 9; in the genesis without a gap");
      }
      last = daemon.index();
    }
  }

  private static void distinct(String what, List<?> values) {
    if (new HashSet<>(values).size() != values.size()) {
      throw new IllegalArgumentException(what + " are distinct");
    }
  }

  /** Two daemons whose stores one administration holds are one daemon to whoever bribes it. */
  private static void distinctStores(List<Daemon> daemons, List<String> shared) {
    var users = new HashMap<String, DaemonId>();
    for (var daemon : daemons) {
      String store = daemon.keyStore().administration();
      var other = users.putIfAbsent(store, daemon.id());
      if (other != null && !shared.contains(store)) {
        throw new IllegalArgumentException(
            other
                + " and "
                + daemon.id()
                + " have one key store, "
                + store
                + ", and it is not"
                + " listed as shared-key-store");
      }
    }
  }

  /** The one encoding. */
  public byte[] encoded() {
    return new TextLines(TITLE)
        .line("version", version)
        .line("previous", previous)
        .line("deployment", deployment)
        .line("threshold", threshold)
        .line("officers-quorum", officersQuorum)
        .lines("officer", officers)
        .lines("daemon", daemons)
        .lines("watcher", watchers)
        .lines("shared-key-store", sharedKeyStores)
        .bytes();
  }

  /** SHA-256 of {@link #encoded}. */
  public Digest32 hash() {
    return Digest32.sha256(encoded());
  }

  /** Reads the one encoding. */
  public static Roster decode(byte[] bytes) {
    return TextLines.canonical(bytes, read(StrictText.open(bytes, TITLE)), Roster::encoded);
  }

  private static Roster read(StrictText in) {
    int version = Integer.parseInt(in.field("version"));
    var previous = Digest32.parse(in.field("previous"));
    String deployment = in.field("deployment");
    int threshold = Integer.parseInt(in.field("threshold"));
    int quorum = Integer.parseInt(in.field("officers-quorum"));
    var officers = TextLines.all(in, "officer", w -> new Officer(key(w, 0), publicKey(w, 1)));
    var daemons = TextLines.all(in, "daemon", Roster::daemon);
    var watchers = TextLines.all(in, "watcher", w -> new Watcher(key(w, 0), publicKey(w, 1)));
    var shared = TextLines.all(in, "shared-key-store", w -> TextLines.word(w, 0));
    in.end();
    return new Roster(
        version, previous, deployment, threshold, quorum, officers, daemons, watchers, shared);
  }

  private static KeyId key(String[] words, int place) {
    return new KeyId(TextLines.word(words, place));
  }

  private static PublicKeyText publicKey(String[] words, int place) {
    return PublicKeyText.parse(TextLines.word(words, place), TextLines.word(words, place + 1));
  }

  private static Daemon daemon(String[] words) {
    int index = Integer.parseInt(TextLines.word(words, 0));
    var id = new DaemonId(TextLines.word(words, 1));
    var store = new StoreId(TextLines.word(words, 5));
    return new Daemon(index, id, publicKey(words, 2), TextLines.word(words, 4), store);
  }

  /** A daemon by its name. */
  public Optional<Daemon> daemon(DaemonId id) {
    return daemons.stream().filter(daemon -> daemon.id().equals(id)).findFirst();
  }

  /** A daemon by its index. */
  public Optional<Daemon> daemon(int index) {
    return daemons.stream().filter(daemon -> daemon.index() == index).findFirst();
  }

  /** The daemons' indexes, rising. */
  public List<Integer> indexes() {
    return daemons.stream().map(Daemon::index).toList();
  }

  /** Other daemons whose shares the same key store wraps. */
  public List<DaemonId> sharingStoreWith(DaemonId id) {
    String store = daemon(id).orElseThrow().keyStore().administration();
    return daemons.stream()
        .filter(other -> !other.id().equals(id))
        .filter(other -> other.keyStore().administration().equals(store))
        .map(Daemon::id)
        .toList();
  }

  /**
   * How many acknowledgements make a cumulative limit hold in the worst case: ceil((n + t) / 2).
   */
  public int fullAcknowledgements() {
    return (daemons.size() + threshold + 1) / 2;
  }

  /**
   * How many daemons must show what they agreed to before another signs by it: floor((n + t) / 2),
   * so t or more. Of any that many and any {@link #fullAcknowledgements} t are the same, so an
   * honest one is.
   */
  public int checkpoints() {
    return (daemons.size() + threshold) / 2;
  }
}
