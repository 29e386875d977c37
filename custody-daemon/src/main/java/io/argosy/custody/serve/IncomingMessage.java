package io.argosy.custody.serve;

import io.argosy.custody.session.Arrival;
import io.argosy.custody.session.Mailbox;
import io.argosy.proto.common.v1.Reason;
import io.argosy.proto.custodypeer.v1.DeliverHead;
import io.argosy.proto.custodypeer.v1.DeliverRequest;
import io.argosy.proto.custodypeer.v1.DeliverResponse;
import io.argosy.servicekit.Refusal;
import io.grpc.stub.StreamObserver;
import java.util.Optional;

/** One message of a peer on its way into the mailbox; the next frame is read when one is stored. */
final class IncomingMessage implements StreamObserver<DeliverRequest> {
  private static final String SESSION = "[!-~]{1,128}";
  private static final int LAST_ROUND = 1_000;
  private static final int MOST_FRAME = 256 << 10;
  private final Optional<Integer> from;
  private final Mailbox mailbox;
  private final StreamObserver<DeliverResponse> out;
  private Optional<Arrival> arrival = Optional.empty();
  private boolean over;

  /**
   * @param from index of the sender, who must stand in the roster
   */
  IncomingMessage(Optional<Integer> from, Mailbox mailbox, StreamObserver<DeliverResponse> out) {
    this.from = from;
    this.mailbox = mailbox;
    this.out = out;
  }

  @Override
  public void onNext(DeliverRequest part) {
    if (over) {
      return;
    }
    int sender = sender();
    switch (part.getPartCase()) {
      case HEAD -> begin(sender, part.getHead());
      case FRAME -> {
        var frame = part.getFrame();
        boolean fits =
            frame.size() <= MOST_FRAME
                && arrival.filter(message -> message.add(frame.asReadOnlyByteBuffer())).isPresent();
        if (!fits) {
          throw end(Refusals.invalid("frame", "at most what was announced, of an open session"));
        }
      }
      case PART_NOT_SET -> throw end(Refusals.invalid("part", "a head, then frames"));
    }
  }

  /** Before anything else is looked at. */
  private int sender() {
    return from.orElseThrow(
        () -> end(Refusal.of(Reason.REASON_ROLE_NOT_ALLOWED, "daemon", "no peer")));
  }

  private void begin(int sender, DeliverHead head) {
    if (arrival.isPresent() || !head.getSession().matches(SESSION)) {
      throw end(Refusals.invalid("session", "1 to 128 printable ASCII characters, said once"));
    }
    if (head.getRound() < 0 || head.getRound() > LAST_ROUND) {
      throw end(Refusals.invalid("round", "0 to " + LAST_ROUND));
    }
    switch (mailbox.offer(sender, head.getSession(), head.getRound(), head.getLength())) {
      case Mailbox.Offered.Take(var message) -> arrival = Optional.of(message);
      case Mailbox.Offered.Kept _ -> {
        over = true;
        answer();
      }
      case Mailbox.Offered.Later _ ->
          throw end(Refusal.of(Reason.REASON_RATE_LIMITED, "session", "not open, or too many"));
      case Mailbox.Offered.Never _ ->
          throw end(Refusals.invalid("session", "over here, or not for this sender or size"));
    }
  }

  private Refusal end(Refusal refusal) {
    over = true;
    arrival.ifPresent(Arrival::drop);
    return refusal;
  }

  @Override
  public void onError(Throwable cause) {
    over = true;
    arrival.ifPresent(Arrival::drop);
  }

  @Override
  public void onCompleted() {
    if (over) {
      return;
    }
    int _ = sender();
    if (arrival.filter(Arrival::end).isEmpty()) {
      throw end(Refusals.invalid("length", "all bytes that were announced"));
    }
    over = true;
    answer();
  }

  private void answer() {
    out.onNext(DeliverResponse.getDefaultInstance());
    out.onCompleted();
  }
}
