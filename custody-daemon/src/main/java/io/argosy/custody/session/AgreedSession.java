package io.argosy.custody.session;

import io.argosy.custody.session.Session.About;
import io.argosy.custody.session.Session.Failure;
import io.argosy.custody.session.Session.Result;
import io.argosy.model.DaemonId;
import io.argosy.model.Digest32;
import io.argosy.threshold.Abort;
import io.argosy.threshold.Outcome;
import io.argosy.threshold.Rounds;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A session after its round 0. Every message carries the session's id in front, which is compared
 * before anything of the round is looked at: were a party to open differently to different peers,
 * honest ones would fail each other's checks and quarantine each other. Confined to one thread.
 */
public final class AgreedSession implements AutoCloseable {
  private static final int ID = 32;
  private final About about;
  private final Digest32 id;
  private final Exchange exchange;
  private final Peers peers;
  private final Quarantine quarantine;
  private final List<DaemonId> members;
  private boolean broken;

  AgreedSession(About about, Digest32 id, Exchange exchange, Peers peers, Quarantine quarantine) {
    this.about = about;
    this.id = id;
    this.exchange = exchange;
    this.peers = peers;
    this.quarantine = quarantine;
    this.members = about.parties().stream().map(party -> peers.daemon(party).id()).toList();
  }

  /** 32 bytes that all parties agreed on; they bind what the session is about, and fresh bytes. */
  public byte[] id() {
    return id.bytes();
  }

  /** The id of one of the protocols that run in this session, one after the other, from 0. */
  public byte[] id(int part) {
    byte[] title = "argosy session part 1\n".getBytes(StandardCharsets.US_ASCII);
    byte[] number = ByteBuffer.allocate(4).putInt(part).array();
    return Digest32.sha256(title, id.bytes(), number).bytes();
  }

  /** Everybody's index, rising. */
  public List<Integer> parties() {
    return about.parties();
  }

  /** Runs a protocol to its end. A party whose failed check costs secrets is quarantined here. */
  public <T> Result<T> run(Rounds<T> protocol) throws InterruptedException {
    boolean over = false;
    broken = true;
    try {
      Outcome<T> outcome = protocol.start();
      while (outcome instanceof Outcome.Continue<T>(var outgoing)) {
        switch (swap(outgoing)) {
          case Result.Ended<Map<Integer, byte[]>>(Failure why) -> {
            return new Result.Ended<>(why);
          }
          case Result.Done<Map<Integer, byte[]>>(var received) -> outcome = protocol.next(received);
        }
      }
      over = true;
      return ended(outcome);
    } finally {
      if (!over) {
        protocol.abandon();
      }
    }
  }

  private <T> Result<T> ended(Outcome<T> outcome) {
    return switch (outcome) {
      case Outcome.Done<T>(T value) -> {
        broken = false;
        yield new Result.Done<>(value);
      }
      case Outcome.Aborted<T>(Abort abort) -> new Result.Ended<>(ended(abort));
      case Outcome.Continue<T> _ -> throw new IllegalStateException("the protocol goes on");
    };
  }

  /** Says one thing to all others and hears one of each, by their indexes. */
  public Result<Map<Integer, byte[]>> tellAll(byte[] body) throws InterruptedException {
    return swap(exchange.toAll(body));
  }

  private Failure ended(Abort abort) {
    if (abort.kind() == Abort.Kind.RETRY) {
      return new Failure.Aborted(abort);
    }
    for (int culprit : abort.culprits()) {
      quarantine.put(peers.daemon(culprit).id(), about.name(), abort.check());
    }
    return quarantine
        .among(members)
        .<Failure>map(Failure.Quarantined::new)
        .orElseGet(() -> new Failure.Aborted(abort));
  }

  private Result<Map<Integer, byte[]>> swap(Map<Integer, byte[]> outgoing)
      throws InterruptedException {
    boolean before = broken;
    broken = true;
    var result = swapped(outgoing);
    broken = before || result instanceof Result.Ended;
    return result;
  }

  private Result<Map<Integer, byte[]>> swapped(Map<Integer, byte[]> outgoing)
      throws InterruptedException {
    var kept = quarantine.among(members);
    if (kept.isPresent()) {
      return new Result.Ended<>(new Failure.Quarantined(kept.get()));
    }
    var framed = new HashMap<Integer, byte[]>();
    outgoing.forEach((party, body) -> framed.put(party, framed(body)));
    return switch (exchange.swap(framed, about.patience().round())) {
      case Exchange.Round.Stalled(int party) ->
          new Result.Ended<>(new Failure.Stalled(peers.daemon(party).id()));
      case Exchange.Round.Left(int party) -> new Result.Ended<>(left(party));
      case Exchange.Round.Complete(var received) -> unframed(received);
    };
  }

  /** Nobody is waited for who is in quarantine since. */
  private Failure left(int party) {
    return quarantine
        .among(members)
        .<Failure>map(Failure.Quarantined::new)
        .orElseGet(() -> new Failure.Left(peers.daemon(party).id()));
  }

  private byte[] framed(byte[] body) {
    return ByteBuffer.allocate(ID + body.length).put(id.bytes()).put(body).array();
  }

  private Result<Map<Integer, byte[]>> unframed(Map<Integer, byte[]> received) {
    byte[] mine = id.bytes();
    var bodies = new HashMap<Integer, byte[]>();
    for (var message : received.entrySet()) {
      byte[] whole = message.getValue();
      if (whole.length < ID || !Arrays.equals(whole, 0, ID, mine, 0, ID)) {
        var sender = peers.daemon(message.getKey()).id();
        return new Result.Ended<>(new Failure.Desync(sender, "the session's id"));
      }
      bodies.put(message.getKey(), Arrays.copyOfRange(whole, ID, whole.length));
    }
    var kept = quarantine.among(members);
    return kept.isEmpty()
        ? new Result.Done<>(bodies)
        : new Result.Ended<>(new Failure.Quarantined(kept.get()));
  }

  /** This party goes no further; the others hear of it when it closes. */
  public void abandon() {
    broken = true;
  }

  /** One that gave nothing is left, so that the others hear of it at once. */
  @Override
  public void close() {
    if (broken) {
      exchange.leave();
    } else {
      exchange.close();
    }
  }
}
