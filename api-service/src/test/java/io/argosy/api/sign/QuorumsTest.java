package io.argosy.api.sign;

import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.model.DaemonId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class QuorumsTest {
  private static final DaemonId ONE = new DaemonId("custody-1");
  private static final DaemonId TWO = new DaemonId("custody-2");
  private static final DaemonId THREE = new DaemonId("custody-3");
  private static final Clock NOW = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

  private static Quorums quorums() {
    return new Quorums(NOW, List.of(ONE, TWO, THREE), 2, Duration.ofSeconds(5));
  }

  @Test
  void aDaemonThatIsPutAsideIsInNoQuorumAndWithTwoAsideThereIsNone() {
    var quorums = quorums();

    quorums.putAside(ONE);
    var next = quorums.next(Set.of());
    quorums.putAside(TWO);

    assertThat(next).contains(List.of(TWO, THREE));
    assertThat(quorums.next(Set.of())).isEmpty();
    assertThat(quorums.aside()).containsExactly(ONE, TWO);
  }

  @Test
  void aDaemonThatFailsAgainAndAgainIsLeftOutLongerUntilItWorks() {
    var clock = new MutableTime();
    var quorums = new Quorums(clock, List.of(ONE, TWO, THREE), 2, Duration.ofSeconds(5));

    quorums.putAside(ONE);
    clock.seconds = 5;
    quorums.putAside(ONE);
    clock.seconds = 14;
    assertThat(quorums.aside()).containsExactly(ONE);
    clock.seconds = 15;
    assertThat(quorums.aside()).isEmpty();

    quorums.worked(List.of(ONE, TWO));
    quorums.putAside(ONE);
    clock.seconds = 20;
    assertThat(quorums.aside()).isEmpty();
  }

  @Test
  void sessionsThatFailBesideEachOtherCountOnce() {
    var clock = new MutableTime();
    var quorums = new Quorums(clock, List.of(ONE, TWO, THREE), 2, Duration.ofSeconds(5));

    quorums.putAside(ONE);
    clock.seconds = 1;
    quorums.putAside(ONE);
    quorums.putAside(ONE);

    clock.seconds = 5;
    assertThat(quorums.aside()).isEmpty();
  }

  @Test
  void aDaemonThatIsLeftOutForLongSignsWhereNobodyElseCould() {
    var clock = new MutableTime();
    var quorums = new Quorums(clock, List.of(ONE, TWO, THREE), 2, Duration.ofSeconds(5));
    quorums.putAside(ONE);
    clock.seconds = 5;
    quorums.putAside(ONE);
    clock.seconds = 10;
    assertThat(quorums.next(Set.of())).contains(List.of(TWO, THREE));

    quorums.putAside(TWO);

    assertThat(quorums.aside()).containsExactly(ONE, TWO);
    assertThat(quorums.next(Set.of())).contains(List.of(ONE, THREE));
  }

  private static final class MutableTime extends Clock {
    private long seconds;

    @Override
    public Instant instant() {
      return Instant.ofEpochSecond(seconds);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException("UTC only");
    }
  }

  @Test
  void everyPairOfThreeTakesItsTurnInOrderOfIndexes() {
    var quorums = quorums();
    var turns = new ArrayList<List<DaemonId>>();

    for (int i = 0; i < 6; i++) {
      turns.add(quorums.next(Set.of()).orElseThrow());
    }

    assertThat(turns.subList(0, 3))
        .containsExactlyInAnyOrder(List.of(ONE, TWO), List.of(ONE, THREE), List.of(TWO, THREE));
    assertThat(turns.subList(3, 6)).isEqualTo(turns.subList(0, 3));
  }

  @Test
  void aQuorumThatSignedMoreInEarlierLivesWaitsForTheOthers() {
    var quorums = quorums();

    quorums.remember(List.of(ONE, TWO), 2);

    assertThat(quorums.next(Set.of())).contains(List.of(ONE, THREE));
    assertThat(quorums.next(Set.of())).contains(List.of(TWO, THREE));
  }

  @Test
  void aQuorumThatWasTriedIsNotTriedAgain() {
    assertThat(quorums().next(Set.of(List.of(ONE, TWO), List.of(ONE, THREE))))
        .contains(List.of(TWO, THREE));
  }
}
