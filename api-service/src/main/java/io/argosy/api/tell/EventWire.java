package io.argosy.api.tell;

import com.google.protobuf.Timestamp;
import io.argosy.proto.payout.v1.Event;
import java.time.Instant;

/** Events, to the wire. */
public final class EventWire {
  private EventWire() {}

  public static Event wire(EventLog.Told told) {
    return Event.newBuilder()
        .setPosition(told.seq())
        .setBatchId(told.batchId())
        .setExternalId(told.externalId())
        .setKind(told.kind())
        .setDetail(told.detail())
        .setHappenedAt(time(told.happenedAt()))
        .build();
  }

  static Timestamp time(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }
}
