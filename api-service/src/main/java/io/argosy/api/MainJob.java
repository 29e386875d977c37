package io.argosy.api;

import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the stages one after another, round by round, and rests only when nothing moved. A stage
 * that fails is left alone for a while; the others go on.
 */
final class MainJob implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MainJob.class);
  private static final Duration REST = Duration.ofMillis(50);
  private static final Duration STOPPING = Duration.ofSeconds(20);
  private final List<Turn> turns;
  private final Thread thread;
  private volatile boolean stopping;

  private MainJob(List<Stage> stages) {
    turns = stages.stream().map(Turn::new).toList();
    thread = Thread.ofVirtual().name("main-job").unstarted(this::work);
  }

  /** Starts to run these stages, in their order. */
  static MainJob start(List<Stage> stages) {
    var job = new MainJob(stages);
    job.thread.start();
    return job;
  }

  private void work() {
    try {
      while (!stopping) {
        int moved = 0;
        for (var turn : turns) {
          moved += stopping ? 0 : turn.take();
        }
        if (moved == 0) {
          Thread.sleep(REST);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Lets the running stage end what it is at. It is not interrupted: on a virtual thread that would
   * close the database's socket under it.
   */
  @Override
  public void close() {
    stopping = true;
    try {
      if (!thread.join(STOPPING)) {
        LOG.warn("a stage did not end within {}", STOPPING);
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
    int take() {
      if (System.nanoTime() - notBefore < 0) {
        return 0;
      }
      try {
        int moved = stage.run();
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
