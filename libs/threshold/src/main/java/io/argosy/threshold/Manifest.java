package io.argosy.threshold;

import java.util.HashMap;
import java.util.List;

/**
 * What a quorum signs together, and under which keys.
 *
 * @param quorum exactly t indexes in rising order
 * @param keys of each digest
 * @param digest of all of it, which the session id binds
 */
record Manifest(List<Integer> quorum, List<byte[]> digests, List<Derivation> keys, byte[] digest) {
  private static final int MOST = 4_096;

  static Manifest of(KeyShare share, List<Integer> quorum, List<ManifestEntry> entries) {
    requireQuorum(share, quorum);
    if (entries.isEmpty() || entries.size() > MOST) {
      throw new IllegalArgumentException("1 to 4,096 digests");
    }
    var digests = entries.stream().map(ManifestEntry::digest).toList();
    return new Manifest(
        List.copyOf(quorum), digests, keys(share.key(), entries), digest(quorum, entries));
  }

  private static void requireQuorum(KeyShare share, List<Integer> quorum) {
    boolean rising = true;
    for (int i = 1; i < quorum.size(); i++) {
      rising &= quorum.get(i) > quorum.get(i - 1);
    }
    boolean hold = share.key().holders().containsAll(quorum);
    if (!rising || !hold || !quorum.contains(share.self()) || quorum.size() != share.threshold()) {
      throw new IllegalArgumentException("a quorum: t rising indexes with this party's");
    }
  }

  /** The key of each entry; paths that come again are derived once. */
  private static List<Derivation> keys(SharedKey key, List<ManifestEntry> entries) {
    var seen = new HashMap<DerivationPath, Derivation>();
    return entries.stream()
        .map(entry -> seen.computeIfAbsent(entry.path(), path -> Derivation.of(key, path)))
        .toList();
  }

  private static byte[] digest(List<Integer> quorum, List<ManifestEntry> entries) {
    var hash = Hash.tagged("manifest").number(quorum.size()).number(entries.size());
    quorum.forEach(hash::number);
    for (var entry : entries) {
      hash.number(entry.path().steps().size());
      entry.path().steps().forEach(hash::number);
      hash.bytes(entry.digest());
    }
    return hash.digest();
  }

  int count() {
    return digests.size();
  }

  List<Integer> others(int self) {
    return quorum.stream().filter(party -> party != self).toList();
  }

  /** Lagrange's coefficient of a member within the quorum. */
  long[] weight(int member) {
    return Scalars.lagrange(member, quorum.stream().mapToInt(Integer::intValue).toArray());
  }
}
