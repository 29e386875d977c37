package io.argosy.servicekit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a process opened, closed in reverse order when it is asked to stop (SIGTERM, SIGINT) or when
 * its start fails. Thread-safe.
 */
public final class Lifetime implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Lifetime.class);
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private boolean closed;

  /** Opens all that a service is made of, in its order. */
  public interface Start {
    void run(Lifetime lifetime) throws Exception;
  }

  /**
   * Starts a service and stays until the process is asked to stop. A start that fails says why in
   * one line, closes what was opened and ends the process with status 1.
   */
  public static void run(String service, Start start) {
    var lifetime = new Lifetime();
    Runtime.getRuntime().addShutdownHook(new Thread(lifetime::close, "stop"));
    try {
      start.run(lifetime);
      LOG.info("{} serves", service);
      lifetime.stopped.await();
    } catch (ConfigFault fault) {
      LOG.error("{} does not start: {}", service, fault.getMessage());
      System.exit(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      LOG.error("{} does not start", service, e);
      System.exit(1);
    }
  }

  /** Takes a part that is to be closed before all that were opened earlier. */
  public synchronized <T extends AutoCloseable> T closing(T part) {
    open.push(part);
    return part;
  }

  /** Closes all that is open, the last first. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    while (!open.isEmpty()) {
      AutoCloseable part = open.pop();
      try {
        part.close();
      } catch (Exception e) {
        LOG.warn("{} did not close", part, e);
      }
    }
    stopped.countDown();
  }
}
