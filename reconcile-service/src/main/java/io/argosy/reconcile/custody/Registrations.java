package io.argosy.reconcile.custody;

import io.argosy.custodycore.Rosters;
import io.argosy.model.DaemonId;
import io.argosy.model.Digest32;
import io.argosy.reconcile.finding.Break;
import io.argosy.reconcile.finding.BreakClass;
import io.argosy.reconcile.finding.Breaks;
import io.argosy.reconcile.finding.Origin;
import io.grpc.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Reads every daemon's registrations, each from its own position. What one daemon says is its word
 * alone; a statement counts as signed when at least t of the daemons of the roster in force tell
 * it.
 */
public final class Registrations {
  private final Rosters rosters;
  private final List<CustodyClient> clients;
  private final Jdbi db;
  private final Duration bookingLag;
  private final Clock clock;

  public Registrations(
      Rosters rosters, List<CustodyClient> clients, Jdbi db, Duration bookingLag, Clock clock) {
    this.rosters = rosters;
    this.clients = List.copyOf(clients);
    this.db = db;
    this.bookingLag = bookingLag;
    this.clock = clock;
  }

  /** How many daemons the roster has. */
  public int daemons() {
    return rosters.inForce().daemons().size();
  }

  /** Reads all daemons at once; answers those that could not be read to the end, with the cause. */
  public Map<DaemonId, String> run() {
    var silent = new TreeMap<DaemonId, String>((a, b) -> a.text().compareTo(b.text()));
    rosters.inForce().daemons().forEach(daemon -> silent.put(daemon.id(), "is not configured"));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var reading = new LinkedHashMap<DaemonId, Future<?>>();
      clients.forEach(
          each ->
              reading.put(each.daemon(), threads.submit(Context.current().wrap(() -> read(each)))));
      reading.forEach(
          (daemon, read) ->
              cause(read)
                  .ifPresentOrElse(why -> silent.put(daemon, why), () -> silent.remove(daemon)));
    }
    settle(silent.isEmpty());
    return silent;
  }

  private static Optional<String> cause(Future<?> reading) {
    try {
      var _ = reading.get();
      return Optional.empty();
    } catch (ExecutionException e) {
      return switch (e.getCause()) {
        case UncheckedIOException io -> Optional.of(text(io.getCause()));
        case RuntimeException bug -> throw bug;
        case null, default -> throw new IllegalStateException(e);
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted");
    }
  }

  private static String text(@Nullable Throwable cause) {
    return cause == null ? "failed" : String.valueOf(cause.getMessage());
  }

  private void read(CustodyClient client) {
    try {
      var status = client.status();
      String id = client.daemon().text();
      if (!status.daemon().equals(id) || !Digest32.of(status.genesis()).equals(rosters.genesis())) {
        throw new IOException(id + " is another daemon, or of another genesis");
      }
      long position = db.inTransaction(tx -> RegistrationDao.position(tx, id, status.generation()));
      var next = new long[] {position + 1};
      client.registrations(position, told -> keep(id, told, next));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (IllegalArgumentException e) {
      throw new UncheckedIOException(new IOException(client + " answers nonsense", e));
    }
  }

  private void keep(String daemon, CustodyClient.Told told, long[] next) {
    if (told.position() != next[0]) {
      throw new UncheckedIOException(
          new IOException(daemon + " skips from " + next[0] + " to " + told.position()));
    }
    next[0]++;
    Instant now = clock.instant();
    switch (RegistrationCheck.of(rosters.genesis(), told)) {
      case RegistrationCheck.Outcome.Holds holds ->
          db.useTransaction(tx -> RegistrationDao.keep(tx, daemon, told, holds, now));
      case RegistrationCheck.Outcome.Contradicts(var why) ->
          db.useTransaction(tx -> RegistrationDao.contradicts(tx, daemon, told.position(), why));
    }
  }

  /**
   * A statement that too few daemons tell is a mismatch once every daemon was asked and had time;
   * one that a single daemon lacks is none, for a host may have been down when it was registered.
   */
  private void settle(boolean allWereRead) {
    Instant now = clock.instant();
    db.useTransaction(
        tx -> {
          var found =
              new ArrayList<Break>(
                  RegistrationDao.contradictions(tx).stream().map(Registrations::broken).toList());
          if (allWereRead) {
            RegistrationDao.toldByFewerThan(
                    tx, rosters.inForce().threshold(), now.minus(bookingLag))
                .stream()
                .map(this::few)
                .forEach(found::add);
            Breaks.settle(tx, Origin.CUSTODY, found, now);
          } else {
            Breaks.keep(tx, Origin.CUSTODY, found, now);
          }
        });
  }

  private static Break broken(RegistrationDao.Contradiction each) {
    return mismatch(
        each.daemon() + " registration " + each.position(),
        1,
        0,
        each.daemon() + ": " + each.cause());
  }

  private Break few(RegistrationDao.Few each) {
    return mismatch(
        "statement " + each.statement(),
        rosters.inForce().threshold(),
        each.daemons().size(),
        "only "
            + String.join(", ", each.daemons())
            + " registered it; compare the daemons' journals");
  }

  private static Break mismatch(String subject, int expected, int found, String why) {
    return new Break(
        BreakClass.CUSTODY_MISMATCH,
        subject,
        Optional.empty(),
        Optional.empty(),
        BigInteger.valueOf(expected),
        BigInteger.valueOf(found),
        0,
        why);
  }
}
