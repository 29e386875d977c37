package io.argosy.api.state;

import io.grpc.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Waits for remote parts at once instead of one after the other. */
public final class AtOnce {
  private AtOnce() {}

  /**
   * Runs all on virtual threads and answers their results in the same order; the first failure is
   * thrown when all have ended.
   *
   * @param most how many run at the same time
   */
  public static <T> List<T> all(String name, int most, List<Callable<T>> work) {
    if (work.isEmpty()) {
      return List.of();
    }
    var factory = Thread.ofVirtual().name(name + "-", 0).factory();
    try (var threads = Executors.newFixedThreadPool(most, factory)) {
      var results = new ArrayList<T>();
      for (Future<T> done :
          threads.invokeAll(work.stream().map(Context.current()::wrap).toList())) {
        results.add(done.get());
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    }
  }
}
