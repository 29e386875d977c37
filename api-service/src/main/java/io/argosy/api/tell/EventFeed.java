package io.argosy.api.tell;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.Jdbi;

/**
 * Tells events after a position, then waits for the next. The sequencer wakes it; what another
 * instance numbered is found within a second. Closed first when the service stops, so that streams
 * end at once; their readers resume. Thread-safe.
 */
public final class EventFeed implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private final EventLog log;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long wakes;
  private boolean closed;

  public EventFeed(Jdbi db) {
    this.log = new EventLog(db);
  }

  /** Takes events in their order; false when it wants no more. */
  public interface Reader {
    boolean take(EventLog.Told event) throws InterruptedException;
  }

  /**
   * Tells every event after a position that the filter lets through, until the reader wants no more
   * or the service stops.
   *
   * @param gone whether nobody listens any more
   */
  public void tell(long after, EventLog.Filter filter, BooleanSupplier gone, Reader reader)
      throws InterruptedException {
    long position = after;
    boolean open = true;
    while (open && !gone.getAsBoolean()) {
      long seen = wakes();
      var page = log.after(position, filter);
      for (var event : page.events()) {
        if (!reader.take(event)) {
          return;
        }
      }
      open = page.next() > position ? !isClosed() : awaitMoreThan(seen);
      position = page.next();
    }
  }

  private long wakes() {
    lock.lock();
    try {
      return wakes;
    } finally {
      lock.unlock();
    }
  }

  private boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /** Waits a second at most; false when the service stops. */
  private boolean awaitMoreThan(long seen) throws InterruptedException {
    lock.lock();
    try {
      long nanos = PATIENCE.toNanos();
      while (!closed && wakes == seen && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  void wake() {
    lock.lock();
    try {
      wakes++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
