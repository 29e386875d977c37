package io.argosy.cli.deploy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Does independent things at once, on virtual threads, and waits for all of them. */
public final class Together {
  private Together() {}

  /** One of them, by its number from 0. */
  public interface Part<T> {
    T run(int index) throws Exception;
  }

  public static <T> List<T> all(int count, Part<T> part) throws IOException, InterruptedException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = new ArrayList<Future<T>>();
      for (int i = 0; i < count; i++) {
        int index = i;
        running.add(threads.submit(() -> part.run(index)));
      }
      var done = new ArrayList<T>();
      for (var each : running) {
        done.add(result(each));
      }
      return done;
    }
  }

  static <T> T result(Future<T> running) throws IOException, InterruptedException {
    try {
      return running.get();
    } catch (ExecutionException e) {
      throw new IOException(String.valueOf(e.getCause()), e.getCause());
    }
  }

  /** Something that goes on beside its caller. */
  static <T> Future<T> beside(Callable<T> work) {
    var task = new java.util.concurrent.FutureTask<>(work);
    Thread.ofVirtual().start(task);
    return task;
  }
}
