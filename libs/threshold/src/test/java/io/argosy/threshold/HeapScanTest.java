package io.argosy.threshold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a heap dump of a party shows: all that a debugger, or a dump after a crash, would give. */
class HeapScanTest {
  @TempDir private Path folder;

  /**
   * Bytes to look for, kept with all bits flipped, so that the heap does not hold them for that.
   */
  private final Map<String, byte[]> flipped = new LinkedHashMap<>();

  private void lookFor(String name, byte[] bytes) {
    byte[] out = bytes.clone();
    for (int i = 0; i < out.length; i++) {
      out[i] = (byte) ~out[i];
    }
    Arrays.fill(bytes, (byte) 0);
    flipped.put(name, out);
  }

  private void lookFor(String name, KeyShare share) {
    long[] words = share.secret();
    lookFor(name + ", scalar", Scalars.bytes(words));
    byte[] asWords = new byte[32];
    for (int i = 0; i < 4; i++) {
      Limbs.put(asWords, 8 * i, words[i]);
    }
    Arrays.fill(words, 0);
    lookFor(name + ", scalar as words", asWords);
    int peer = share.self() == 1 ? 2 : 1;
    lookFor(name + ", zero seed", share.zeroSeed(peer));
    lookFor(name + ", places", share.places(peer));
    byte[] key = new byte[32];
    share.whole(peer).read(0, 0, key);
    lookFor(name + ", first whole key", key);
    share.whole(peer).read(63, 15, key);
    lookFor(name + ", last whole key", key);
  }

  private Set<String> found() throws IOException {
    Path file = folder.resolve(flipped.size() + "-" + System.nanoTime() + ".hprof");
    ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
        .dumpHeap(file.toString(), true);
    byte[] dump = Files.readAllBytes(file);
    Files.delete(file);
    var found = new TreeSet<String>();
    for (int at = 0; at + 64 <= dump.length; at++) {
      for (var needle : flipped.entrySet()) {
        if (dump[at] == (byte) ~needle.getValue()[0] && matches(dump, at, needle.getValue())) {
          found.add(needle.getKey());
        }
      }
    }
    return found;
  }

  private static boolean matches(byte[] dump, int at, byte[] flipped) {
    for (int i = 0; i < flipped.length; i++) {
      if (dump[at + i] != (byte) ~flipped[i]) {
        return false;
      }
    }
    return true;
  }

  @Test
  void aHeapDumpShowsAPlantedSecretButNothingOfAShare() throws IOException {
    var shares = Table.key(2, 2);
    shares.forEach(share -> lookFor("share " + share.self(), share));
    byte[] planted = Table.fresh();
    lookFor("planted", planted.clone());
    var digests = List.of(Table.fresh(), Table.fresh());
    var ended = sessions(shares, digests, Table.HONEST);
    assertThat(ended.values()).allMatch(outcome -> outcome instanceof Outcome.Done);
    var aborted =
        sessions(shares, digests, (r, from, to, m) -> r == 2 ? Arrays.copyOf(m, m.length - 1) : m);
    assertThat(aborted.values()).allMatch(outcome -> outcome instanceof Outcome.Aborted);

    assertThat(found()).containsExactly("planted");

    byte[] sealing = shares.getFirst().encodeSecret();
    assertThat(found())
        .contains("share 1, scalar", "share 1, zero seed", "share 1, first whole key");
    Arrays.fill(sealing, (byte) 0);
    assertThat(planted).isNotEqualTo(new byte[32]);
    shares.forEach(KeyShare::close);
    assertThatThrownBy(() -> shares.getFirst().secret()).isInstanceOf(IllegalStateException.class);
  }

  private static Map<Integer, Outcome<List<Signature>>> sessions(
      List<KeyShare> shares, List<byte[]> digests, Table.Way way) {
    byte[] sid = Table.fresh();
    var parties = new TreeMap<Integer, Signing>();
    for (int i = 1; i <= 2; i++) {
      parties.put(i, new Signing(shares.get(i - 1), sid, List.of(1, 2), digests, Table.random()));
    }
    return Table.run(parties, way);
  }
}
