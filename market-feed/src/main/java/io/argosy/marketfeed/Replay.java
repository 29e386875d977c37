package io.argosy.marketfeed;

import io.argosy.marketfeed.record.RecordedLine;
import io.argosy.marketfeed.record.Recording;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays recordings one after the other, over and over, each line as long after the first one as it
 * was received, with its times moved onto the present clock.
 */
final class Replay implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Replay.class);
  private static final Duration AFTER_A_FAULT = Duration.ofSeconds(1);
  private final List<Path> files;
  private final Feed feed;
  private final Clock clock;
  private final Thread thread;

  private Replay(List<Path> files, Feed feed, Clock clock) {
    this.files = List.copyOf(files);
    this.feed = feed;
    this.clock = clock;
    this.thread = Thread.ofVirtual().name("replay").unstarted(this::run);
  }

  static Replay start(List<Path> files, Feed feed, Clock clock) {
    var replay = new Replay(files, feed, clock);
    replay.thread.start();
    return replay;
  }

  private void run() {
    try {
      while (true) {
        for (Path file : files) {
          playOrForget(file);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed: there is nothing after this
    }
  }

  /** A recording that breaks off is a connection that breaks off. */
  private void playOrForget(Path file) throws InterruptedException {
    try {
      play(file);
    } catch (IOException e) {
      LOG.error("{} cannot be played to its end", file.getFileName(), e);
      feed.forget();
      Thread.sleep(AFTER_A_FAULT);
    }
  }

  private void play(Path file) throws IOException, InterruptedException {
    try (var recording = Recording.open(file)) {
      Optional<RecordedLine> line = recording.next();
      if (line.isEmpty()) {
        throw new IOException(file + " holds no lines");
      }
      Duration shift = Duration.between(line.get().received(), clock.instant());
      for (; line.isPresent(); line = recording.next()) {
        awaitInstant(line.get().received().plus(shift));
        feed.take(line.get(), shift);
      }
    }
  }

  private void awaitInstant(Instant due) throws InterruptedException {
    Duration left = Duration.between(clock.instant(), due);
    if (left.isPositive()) {
      Thread.sleep(left);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
