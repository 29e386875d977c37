package io.argosy.threshold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Other thresholds and other holders: every quorum, and every mixture of old and new. */
class ResharingIT {
  @Test
  void twoOfThreeBecomeThreeOfFiveAndGoBackToTheLastThree() {
    var twoOfThree = Handover.byHolder(Table.key(2, 3));
    var five = Handover.reshared(twoOfThree, List.of(1, 2, 3), 3, List.of(1, 2, 3, 4, 5));
    SameKey.require(twoOfThree, five);
    SameKey.requireNoMix(twoOfThree, five);

    var three = Handover.reshared(five, List.of(1, 2, 5), 2, List.of(3, 4, 5));
    assertThat(three.keySet()).containsExactly(3, 4, 5);
    SameKey.require(twoOfThree, three);
    SameKey.requireNoMix(five, three);
  }

  @Test
  void aKeyIsHandedOverToStrangers() {
    var twoOfThree = Handover.byHolder(Table.key(2, 3));
    var made = Handover.reshared(twoOfThree, List.of(2, 3), 2, List.of(7, 8, 9));

    SameKey.require(twoOfThree, made);
    SameKey.requireNoMix(twoOfThree, made);
  }
}
