package io.argosy.reconcile;

import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the main job again and again, until it is closed. */
final class Watch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
  private final MainJob job;
  private final Duration interval;
  private final Thread thread;
  private volatile boolean closed;

  private Watch(MainJob job, Duration interval) {
    this.job = job;
    this.interval = interval;
    this.thread = Thread.ofPlatform().name("watch").unstarted(this::loop);
  }

  static Watch start(MainJob job, Duration interval) {
    var watch = new Watch(job, interval);
    watch.thread.start();
    return watch;
  }

  @SuppressWarnings("CatchingUnchecked") // a watcher that a fault has silenced would be worse
  private void loop() {
    Map<String, String> before = Map.of();
    while (!closed) {
      try {
        var down = job.run();
        if (!down.equals(before)) {
          LOG.warn("could not be read: {}", down);
        }
        before = down;
        Thread.sleep(interval);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (Exception e) {
        LOG.error("a run failed", e);
        before = Map.of();
        pause();
      }
    }
  }

  private void pause() {
    try {
      Thread.sleep(interval);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closed = true;
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
