package io.argosy.custody;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the daemon looks at again and again while it lives; one that fails is tried again. */
final class Background implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Background.class);

  /** As many as there are tasks: one that waits for a store or a peer must not delay another. */
  private static final int THREADS = 9;

  private final ScheduledExecutorService threads =
      Executors.newScheduledThreadPool(
          THREADS, Thread.ofPlatform().daemon().name("again-", 1).factory());

  /** Does something now and, each time that it ended, again after a pause. */
  void again(String what, Duration pause, Runnable step) {
    var _ =
        threads.scheduleWithFixedDelay(
            () -> {
              try {
                step.run();
              } catch (RuntimeException e) {
                LOG.error("{} failed; it is tried again", what, e);
              }
            },
            0,
            pause.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    threads.shutdownNow();
    try {
      boolean _ = threads.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
