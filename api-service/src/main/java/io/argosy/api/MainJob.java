package io.argosy.api;

import io.argosy.servicekit.telemetry.Telemetry;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs every stage on a thread of its own, over and over: stages hand over through the database and
 * never wait for each other. A stage rests only when nothing moved, longer each time, and longest
 * after a failure.
 */
final class MainJob implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MainJob.class);
  private static final Duration SHORTEST_REST = Duration.ofMillis(25);
  private static final Duration LONGEST_REST = Duration.ofMillis(200);
  private static final Duration STOPPING = Duration.ofSeconds(20);
  private final List<Thread> threads;
  private final Telemetry telemetry;
  private volatile boolean stopping;

  private MainJob(List<Stage> stages, Telemetry telemetry) {
    this.telemetry = telemetry;
    this.threads =
        stages.stream()
            .map(Turn::new)
            .map(turn -> Thread.ofVirtual().name(turn.stage.name()).unstarted(() -> work(turn)))
            .toList();
  }

  /** Starts to run these stages. */
  static MainJob start(List<Stage> stages, Telemetry telemetry) {
    var job = new MainJob(stages, telemetry);
    job.threads.forEach(Thread::start);
    return job;
  }

  private void work(Turn turn) {
    var rest = SHORTEST_REST;
    try {
      while (!stopping) {
        if (turn.take(telemetry) > 0) {
          rest = SHORTEST_REST;
        } else {
          Thread.sleep(rest);
          rest = rest.compareTo(LONGEST_REST) < 0 ? rest.multipliedBy(2) : LONGEST_REST;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Lets running stages end what they are at. They are not interrupted: on a virtual thread that
   * would close the database's socket under them.
   */
  @Override
  public void close() {
    stopping = true;
    long end = System.nanoTime() + STOPPING.toNanos();
    try {
      for (Thread thread : threads) {
        if (!thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())))) {
          LOG.warn("stage {} did not end within {}", thread.getName(), STOPPING);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One stage's turns: whether it may run now, after failures. */
  private static final class Turn {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private final Stage stage;
    private Duration pause = Duration.ZERO;
    private long notBefore = System.nanoTime();

    Turn(Stage stage) {
      this.stage = stage;
    }

    @SuppressWarnings("CatchingUnchecked") // whatever a stage throws, the others go on
    int take(Telemetry telemetry) {
      if (System.nanoTime() - notBefore < 0) {
        return 0;
      }
      try {
        int moved = telemetry.inTrace(stage.name(), stage::run);
        if (!pause.isZero()) {
          LOG.info("stage {} goes on", stage.name());
          pause = Duration.ZERO;
        }
        return moved;
      } catch (Exception e) {
        failed(e);
        return 0;
      }
    }

    private void failed(Exception e) {
      if (pause.isZero()) {
        LOG.error("stage {} failed; it is tried again until it goes on", stage.name(), e);
        pause = FIRST_PAUSE;
      } else {
        var longer = pause.multipliedBy(2);
        pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
      }
      notBefore = System.nanoTime() + pause.toNanos();
    }
  }
}
