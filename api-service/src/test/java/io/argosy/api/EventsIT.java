package io.argosy.api;

import static io.argosy.api.Orders.batch;
import static io.argosy.api.Orders.csv;
import static io.argosy.api.Orders.file;
import static io.argosy.api.Orders.payout;
import static io.argosy.proto.payout.v1.BatchState.BATCH_STATE_AWAITING_APPROVAL;
import static io.argosy.proto.payout.v1.BatchState.BATCH_STATE_REJECTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.proto.payout.v1.Event;
import io.argosy.proto.payout.v1.PayoutServiceGrpc.PayoutServiceBlockingStub;
import io.argosy.proto.payout.v1.WatchEventsRequest;
import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EventsIT {
  private static ApiStack stack;

  @BeforeAll
  static void start() throws Exception {
    stack = new ApiStack();
    stack.awaitPrices();
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  /** Events after a position, up to the first of which the test says that it is the last. */
  private static List<Event> read(
      PayoutServiceBlockingStub stub, long after, Predicate<Event> last) {
    var events = new ArrayList<Event>();
    try (var call = Context.current().withCancellation()) {
      call.run(
          () -> {
            var stream = stub.watchEvents(WatchEventsRequest.newBuilder().setAfter(after).build());
            do {
              events.add(stream.next().getEvent());
            } while (!last.test(events.getLast()));
          });
    }
    return events;
  }

  private static Predicate<Event> frozen(String batch) {
    return event ->
        event.getBatchId().equals(batch) && event.getKind().equals("BATCH_AWAITING_APPROVAL");
  }

  private static void assertWithoutGap(List<Event> events, long from) {
    assertThat(events.stream().mapToLong(Event::getPosition).toArray())
        .isEqualTo(LongStream.range(from, from + events.size()).toArray());
  }

  @Test
  void aReaderResumesWhereItWasWithoutAGapOrARepeatEvenAfterARestart() throws Exception {
    var operator = stack.as("operator/treasury");
    var first = operator.importBatch(file("e1", csv("e1-", 3)).build()).getBatchId();
    var before = read(operator, 0, frozen(first));

    stack.stop();
    stack.start();
    stack.awaitPrices();
    operator = stack.as("operator/treasury");
    var second = operator.importBatch(file("e2", csv("e2-", 3)).build()).getBatchId();
    var after = read(operator, before.getLast().getPosition(), frozen(second));

    assertWithoutGap(before, 1);
    assertWithoutGap(after, before.getLast().getPosition() + 1);
    assertThat(after).noneMatch(event -> event.getBatchId().equals(first));
  }

  @Test
  void aClientIsToldItsOwnEventsOnly() {
    var mine = stack.as("client/mine");
    var other = stack.as("client/other");
    var theirs = other.createBatch(batch("theirs", payout("theirs-1", "1"))).getBatchId();
    var _ = stack.awaitState(theirs, BATCH_STATE_AWAITING_APPROVAL);
    var own = mine.createBatch(batch("own", payout("own-1", "1"))).getBatchId();

    var events = read(mine, 0, frozen(own));

    assertThat(events)
        .isNotEmpty()
        .allMatch(event -> event.getBatchId().equals(own))
        .extracting(Event::getKind)
        .containsExactly("BATCH_DRAFT", "BATCH_SCREENING", "BATCH_AWAITING_APPROVAL");
  }

  @Test
  void thousandsOfEventsReachASlowReaderInOrder() {
    var operator = stack.as("operator/treasury");
    var tooMuch = csv("much-", 3_000).replace(",DUSD,1\n", ",DUSD,60000\n");
    var id = operator.importBatch(file("much", tooMuch).build()).getBatchId();
    var _ = stack.awaitState(id, BATCH_STATE_REJECTED);

    var events =
        read(
            operator,
            0,
            event -> event.getBatchId().equals(id) && event.getKind().equals("BATCH_REJECTED"));

    assertWithoutGap(events, 1);
    assertThat(events.stream().filter(event -> event.getKind().equals("PAYOUT_REJECTED")))
        .hasSize(3_000);
  }

  @Test
  void aStreamEndsAtOnceWhenTheServiceStops() throws Exception {
    var operator = stack.as("operator/treasury");
    var stream = operator.watchEvents(WatchEventsRequest.getDefaultInstance());
    var _ = stream.next();
    long start = System.nanoTime();

    stack.stopService();
    try {
      while (stream.hasNext()) {
        var _ = stream.next();
      }
      throw new AssertionError("the stream ended as if all had been told");
    } catch (StatusRuntimeException e) {
      assertThat(e.getStatus().getCode()).isEqualTo(io.grpc.Status.Code.UNAVAILABLE);
    }

    assertThat(System.nanoTime() - start).isLessThan(8_000_000_000L);
    stack.stop();
    stack.start();
    stack.awaitPrices();
  }
}
