package io.argosy.servicekit;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks every part that a service leans on whether it works, each on a thread of its own, and tells
 * health: under the part's name, and under the empty name whether all that are needed do. A part
 * that does not answer in time does not work.
 */
public final class Dependencies implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Dependencies.class);
  private final GrpcServer server;
  private final Duration period;
  private final Map<String, Dependency> dependencies = new LinkedHashMap<>();
  private final List<Thread> threads = new CopyOnWriteArrayList<>();

  /** Asks one part; may block, and may throw where the part cannot be asked. */
  public interface Check {
    boolean works() throws Exception;
  }

  private static final class Dependency {
    private final String name;
    private final Check check;
    private final boolean needed;
    private volatile long workedAt;
    private volatile boolean works;
    private boolean told;

    Dependency(String name, Check check, boolean needed) {
      this.name = name;
      this.check = check;
      this.needed = needed;
    }

    void ask() throws InterruptedException {
      try {
        works = check.works();
        workedAt = System.nanoTime();
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        if (works) {
          LOG.warn("{} does not work", name, e);
        }
        works = false;
      }
    }

    boolean worksNow(Duration patience) {
      return works && System.nanoTime() - workedAt <= patience.toNanos();
    }
  }

  private Dependencies(
      GrpcServer server, Duration period, Map<String, Check> needed, Map<String, Check> useful) {
    this.server = server;
    this.period = period;
    needed.forEach((name, check) -> dependencies.put(name, new Dependency(name, check, true)));
    useful.forEach((name, check) -> dependencies.put(name, new Dependency(name, check, false)));
  }

  /**
   * Starts to ask. Until a part has answered for the first time it does not work.
   *
   * @param period between two questions; a part may take three of them to answer
   * @param needed what the service does nothing without
   * @param useful what it can miss for a while; told by name only
   */
  public static Dependencies watch(
      GrpcServer server, Duration period, Map<String, Check> needed, Map<String, Check> useful) {
    var watch = new Dependencies(server, period, needed, useful);
    watch.tell();
    for (Dependency each : watch.dependencies.values()) {
      watch.repeat(each.name, each::ask);
    }
    watch.repeat("health", watch::tell);
    return watch;
  }

  private interface Step {
    void run() throws InterruptedException;
  }

  private void repeat(String name, Step step) {
    threads.add(
        Thread.ofVirtual()
            .name("dependency " + name)
            .start(
                () -> {
                  try {
                    while (true) {
                      step.run();
                      Thread.sleep(period);
                    }
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt(); // closed: there is nothing after this
                  }
                }));
  }

  private void tell() {
    boolean all = true;
    for (Dependency each : dependencies.values()) {
      boolean works = each.worksNow(period.multipliedBy(3));
      if (works != each.told) {
        LOG.info("{} {}", each.name, works ? "works" : "does not work");
        each.told = works;
      }
      server.health(each.name, works);
      all &= works || !each.needed;
    }
    server.health("", all);
  }

  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
  }
}
