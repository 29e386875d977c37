package io.argosy.threshold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlanTest {
  private static final byte[] SID = Seeded.sha256(new byte[] {1});
  private final SharedKey old = KnownKey.of(2, List.of(1, 2, 7));
  private static final List<Integer> DEALERS = List.of(1, 7);
  private static final List<Integer> HOLDERS = List.of(2, 7, 9);

  private Plan resharing(List<Integer> dealers, int threshold, List<Integer> holders) {
    return Plan.resharing(SID, old, dealers, threshold, holders);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 31, 33})
  void aSessionIdHas32Bytes(int length) {
    assertThatThrownBy(() -> Plan.generation(new byte[length], 2, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("32-byte sid");
  }

  @ParameterizedTest
  @CsvSource({"2, 1 2", "2, 1 2 3", "3, 1 2 3", "5, 1 2 3 4 5 6 7 8 9", "9, 1 2 3 4 5 6 7 8 9"})
  void theseHoldAKey(int threshold, String holders) {
    var indexes = Arrays.stream(holders.split(" ", -1)).map(Integer::valueOf).toList();

    assertThat(resharing(DEALERS, threshold, indexes).holders()).isEqualTo(indexes);
  }

  /** Of more than twice t, two quorums would sign that do not meet. */
  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "2, 1",
    "3, 1 2",
    "2, 1 2 3 4",
    "4, 1 2 3 4 5 6 7 8",
    "2, 2 1",
    "2, 1 1",
    "2, 0 1",
    "2, -1 1",
    "2, 1 10",
    "2, 1 2 2",
    "6, 1 2 3 4 5 6 7 8 9 10"
  })
  void theseDoNot(int threshold, String holders) {
    var indexes = Arrays.stream(holders.split(" ", -1)).map(Integer::valueOf).toList();

    assertThatThrownBy(() -> resharing(DEALERS, threshold, indexes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("2 <= t <= n <= 9");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "7 1", "1 1", "1 1 7", "1 3", "0 1", "1 2 7 9"})
  void theseDealNoOldKey(String dealers) {
    var indexes = Arrays.stream(dealers.split(" ", -1)).map(Integer::valueOf).toList();

    assertThatThrownBy(() -> resharing(indexes, 2, HOLDERS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("t or more of the old holders deal");
  }

  /** So that parties that mean different things do not even speak in the same session. */
  @Test
  void everythingAgreedOnIsInTheSessionId() {
    var plan = resharing(DEALERS, 2, HOLDERS);
    byte[] digest = old.digest();

    assertThat(plan.sid())
        .isEqualTo(SlowHash.hash("resharing", SID, digest, 2, 1, 7, 2, 3, 2, 7, 9));
    assertThat(Plan.refresh(SID, old).sid()).isEqualTo(SlowHash.hash("refresh", SID, digest));
    assertThat(Plan.generation(SID, 2, 3).sid()).isEqualTo(SID);
  }

  @Test
  void aPlanIsNotChangedAfterwards() {
    byte[] sid = SID.clone();
    var dealers = new ArrayList<>(DEALERS);
    var holders = new ArrayList<>(HOLDERS);
    var generation = Plan.generation(sid, 2, 3);
    var plan = resharing(dealers, 2, holders);

    sid[0] ^= 1;
    dealers.clear();
    holders.clear();

    assertThat(generation.sid()).isEqualTo(SID);
    assertThat(plan.dealers()).isEqualTo(DEALERS);
    assertThat(plan.holders()).isEqualTo(HOLDERS);
  }

  @Test
  void whoDealsAndWhoHoldsIsWhatWasAgreedOn() {
    var plan = resharing(DEALERS, 2, HOLDERS);

    assertThat(plan.parties()).containsExactly(1, 2, 7, 9);
    assertThat(IntStream.range(0, 11).filter(plan::deals)).containsExactly(1, 7);
    assertThat(IntStream.range(0, 11).filter(plan::holds)).containsExactly(2, 7, 9);
    var refresh = Plan.refresh(SID, old);
    assertThat(refresh.dealers()).isEqualTo(old.holders()).isEqualTo(refresh.holders());
    assertThat(refresh.threshold()).isEqualTo(2);
    var generation = Plan.generation(SID, 2, 3);
    assertThat(generation.dealers()).containsExactly(1, 2, 3).isEqualTo(generation.holders());
  }

  @Test
  void aNewKeysConstantTermsAreAnything() {
    var plan = Plan.generation(SID, 2, 3);

    assertThat(plan.first()).isZero();
    assertThat(plan.old()).isEmpty();
    assertThat(plan.constant(1)).isEmpty();
    assertThat(plan.base(1)).isEmpty();
    assertThat(plan.chainPartBytes()).isEqualTo(32);
    assertThat(plan.openingBytes()).isEqualTo(2 * 98 + 32 + 32);
  }

  @Test
  void aHandoversConstantTermsAreTheWeightedShares() {
    var plan = resharing(DEALERS, 2, HOLDERS);
    long[] sum = Scalars.of(0);

    for (int dealer : DEALERS) {
      long[] constant = Scalars.multiply(plan.weight(dealer), KnownKey.share(2, dealer));
      assertThat(plan.constant(dealer)).contains(Points.generator(constant));
      sum = Scalars.add(sum, constant);
    }

    assertThat(sum).isEqualTo(Scalars.of(5));
    assertThat(plan.first()).isZero();
    assertThat(plan.old()).contains(old);
    assertThat(plan.base(7)).isEmpty();
    assertThat(plan.chainPartBytes()).isZero();
    assertThat(plan.openingBytes()).isEqualTo(2 * 98 + 32);
  }

  @Test
  void aRefreshsConstantTermsAreZeroAndItsSharesAddToTheOld() {
    var plan = Plan.refresh(SID, old);

    assertThat(plan.first()).isEqualTo(1);
    assertThat(plan.old()).contains(old);
    assertThat(plan.constant(1)).isEmpty();
    assertThat(plan.base(7)).contains(old.publicShare(7));
    assertThat(plan.openingBytes()).isEqualTo(98 + 32);
  }

  /** From a dealer to a holder, and so on; who does both has a pair with who holds. */
  @ParameterizedTest
  @CsvSource({
    "1, 2, 32, 260, 64, 32",
    "7, 2, 32, 292, 32896, 49282",
    "2, 7, 0, 64, 32864, 49282",
    "2, 1, 0, 32, 32, 130",
    "7, 1, 32, 260, 32, 130",
    "1, 7, 32, 260, 64, 32",
    "9, 2, 0, 64, 32864, 49282"
  })
  void messagesAreAsLongAsWhoSpeaksToWhomHasToSay(
      int from, int to, int first, int second, int third, int fourth) {
    var plan = resharing(DEALERS, 2, HOLDERS);

    assertThat(plan.firstBytes(from)).isEqualTo(first);
    assertThat(plan.secondBytes(from, to)).isEqualTo(second);
    assertThat(plan.thirdBytes(from, to)).isEqualTo(third);
    assertThat(plan.fourthBytes(from, to)).isEqualTo(fourth);
  }
}
