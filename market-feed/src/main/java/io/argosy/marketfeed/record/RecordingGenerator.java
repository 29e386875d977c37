package io.argosy.marketfeed.record;

import io.argosy.marketfeed.venue.Coinbase;
import io.argosy.marketfeed.venue.Kraken;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes up a session of two venues, in the venues' own formats and with their own checks, for where
 * no venue can be reached: the same seed gives the same lines. Both follow one market each pair, a
 * little apart.
 */
public final class RecordingGenerator {
  private static final Instant START = Instant.parse("2026-11-02T09:00:00Z");
  private static final int STEP_MS = 20;
  private static final int LATENCY_MS = 12;
  private static final int BEAT_MS = 1_000;
  private static final int SNAPSHOT_MS = 15_000;
  private static final List<SimulatedPair> PAIRS =
      List.of(
          new SimulatedPair("ETH-USD", 2, 341_250, 1_000_000, 900_000_000, 400),
          new SimulatedPair("DUSD-USD", 4, 10_000, 10_000_000_000L, 9_000_000_000_000L, 900),
          new SimulatedPair("DEUR-USD", 4, 10_850, 10_000_000_000L, 9_000_000_000_000L, 900));

  private final SeededDice dice;
  private final long lengthMs;
  private final List<RecordedLine> lines = new ArrayList<>();
  private final Map<SimulatedBook, KrakenFrames> kraken = new LinkedHashMap<>();
  private final List<SimulatedBook> coinbase = new ArrayList<>();
  private final CoinbaseFrames coinbaseFrames = new CoinbaseFrames();
  private final Map<SimulatedPair, Long> market = new LinkedHashMap<>();

  private RecordingGenerator(long seed, Duration length) {
    this.dice = new SeededDice(seed);
    this.lengthMs = length.toMillis();
    for (SimulatedPair pair : PAIRS) {
      market.put(pair, pair.start());
      var book = new SimulatedBook(pair, dice);
      kraken.put(book, new KrakenFrames(book));
      coinbase.add(new SimulatedBook(pair, dice));
    }
  }

  /** Writes a recording: its file, a seed, its length in seconds. */
  static void main(String[] words) throws IOException {
    if (words.length != 3) {
      throw new IllegalArgumentException("say FILE SEED SECONDS");
    }
    long seed = Long.parseLong(words[1]);
    write(Path.of(words[0]), seed, lines(seed, Duration.ofSeconds(Long.parseLong(words[2]))));
  }

  /** Writes lines that this class made, and says so in the first one. */
  static void write(Path file, long seed, List<RecordedLine> lines) throws IOException {
    String origin =
        "Made up by %s with seed %d: no venue sent any of this, and no price in it is real."
            .formatted(RecordingGenerator.class.getName(), seed);
    RecordingFile.write(file, origin, PAIRS.stream().map(SimulatedPair::name).toList(), lines);
  }

  /** The lines of a session. */
  static List<RecordedLine> lines(long seed, Duration length) {
    var generator = new RecordingGenerator(seed, length);
    generator.open();
    for (long ms = STEP_MS; ms < generator.lengthMs; ms += STEP_MS) {
      generator.step(ms);
    }
    return List.copyOf(generator.lines);
  }

  private void open() {
    lines.add(new RecordedLine(Kraken.NAME, START, Optional.empty()));
    lines.add(new RecordedLine(Coinbase.NAME, START, Optional.empty()));
    kraken.values().forEach(frames -> say(Kraken.NAME, 0, frames.subscribed()));
    kraken.values().forEach(frames -> say(Kraken.NAME, 0, frames.snapshot(at(0))));
    coinbase.forEach(book -> say(Coinbase.NAME, 0, coinbaseFrames.snapshot(book, at(0))));
    say(Coinbase.NAME, 0, coinbaseFrames.subscribed(at(0)));
  }

  private void step(long ms) {
    if (ms % BEAT_MS == 0) {
      say(Kraken.NAME, ms, KrakenFrames.heartbeat());
      say(Coinbase.NAME, ms, coinbaseFrames.heartbeat(at(ms)));
    }
    for (SimulatedPair pair : PAIRS) {
      if (dice.oneIn(pair.pauseMs() / STEP_MS)) {
        market.merge(pair, dice.between(-1, 1), Long::sum);
      }
    }
    kraken.forEach((book, frames) -> kraken(ms, book, frames));
    coinbase.forEach(book -> coinbase(ms, book));
  }

  /** A new snapshot from time to time, as after subscribing again; each pair at another time. */
  private static boolean snapshotIsDue(long ms, SimulatedPair pair) {
    long turn = (long) PAIRS.indexOf(pair) * SNAPSHOT_MS / PAIRS.size();
    return (ms + turn) % SNAPSHOT_MS == 0;
  }

  private void kraken(long ms, SimulatedBook book, KrakenFrames frames) {
    if (changes(book)) {
      say(Kraken.NAME, ms, frames.update(at(ms)));
    }
    if (snapshotIsDue(ms, book.pair())) {
      say(Kraken.NAME, ms, frames.snapshot(at(ms)));
    }
  }

  private void coinbase(long ms, SimulatedBook book) {
    if (changes(book)) {
      say(Coinbase.NAME, ms, coinbaseFrames.update(book, at(ms)));
    }
    if (snapshotIsDue(ms, book.pair())) {
      say(Coinbase.NAME, ms, coinbaseFrames.snapshot(book, at(ms)));
    }
  }

  private boolean changes(SimulatedBook book) {
    boolean due = dice.oneIn(book.pair().pauseMs() / STEP_MS);
    if (due) {
      book.step(market.getOrDefault(book.pair(), book.pair().start()));
    }
    return due;
  }

  /** A venue's own time; what it says then arrives a little later. */
  private static Instant at(long ms) {
    return START.plusMillis(ms);
  }

  private void say(String venue, long ms, String frame) {
    if (!frame.isEmpty()) {
      lines.add(new RecordedLine(venue, at(ms).plusMillis(LATENCY_MS), Optional.of(frame)));
    }
  }
}
