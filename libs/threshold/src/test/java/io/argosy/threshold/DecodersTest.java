package io.argosy.threshold;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes changed at random end as typed outcomes, at a bounded price; the seed is printed. */
class DecodersTest {
  private static final int TRIES = Integer.getInteger("argosy.fuzz.tries", 60);
  private static final long SEED = Long.getLong("argosy.fuzz.seed", new SecureRandom().nextLong());

  private static long allocated() {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getCurrentThreadAllocatedBytes();
  }

  /** No input costs much more memory than an honest message does. */
  private static void run(String name, Decoders.Decoder decoder, int tries) {
    System.out.printf("%s: -Dargosy.fuzz.seed=%d, %d tries%n", name, SEED, tries);
    decoder.read().accept(decoder.honest().clone());
    long before = allocated();
    decoder.read().accept(decoder.honest().clone());
    long most = 2 * (allocated() - before) + (1 << 20);
    var mutations = new Mutations(SEED);
    for (int i = 0; i < tries; i++) {
      byte[] bytes = mutations.next(List.of(decoder.honest()));
      before = allocated();
      decoder.read().accept(bytes);
      assertThat(allocated() - before).as("%s, try %d of seed %d", name, i, SEED).isLessThan(most);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void messagesOfKeyGenerationEndAsTypedOutcomes(int round) {
    run("key generation " + round, Decoders.keyGeneration(round), TRIES / 6);
  }

  /** Rounds 3 and 4 are read as those of key generation are. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void messagesOfRefreshAndResharingEndAsTypedOutcomes(int round) {
    run("refresh " + round, Decoders.refresh(round), TRIES / 6);
    run("resharing " + round, Decoders.resharing(round), TRIES / 6);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void messagesOfAPairsRenewalEndAsTypedOutcomes(int round) {
    run("pair renewal " + round, Decoders.pairRenewal(round), TRIES / 6);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void messagesOfSigningEndAsTypedOutcomes(int round) {
    run("signing " + round, Decoders.signing(round), TRIES);
  }

  @Test
  void sharesAreReadInTheirOneEncodingOrRefused() {
    run("share", Decoders.share(), 20 * TRIES);
  }
}
