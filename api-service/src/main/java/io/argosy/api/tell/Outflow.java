package io.argosy.api.tell;

import io.argosy.proto.common.v1.Reason;
import io.argosy.servicekit.Refusal;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stream of answers to one caller, sent no faster than the caller takes them: what is not taken
 * waits in the database, not in memory. Confined to the thread that it starts.
 */
public final class Outflow<T> {
  private static final Logger LOG = LoggerFactory.getLogger(Outflow.class);
  private final ServerCallStreamObserver<T> call;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  private Outflow(ServerCallStreamObserver<T> call) {
    this.call = call;
  }

  /** What there is to send, until it returns or the caller has gone. */
  public interface Source<T> {
    void sendAll(Outflow<T> out) throws InterruptedException;
  }

  /** Starts to send, and returns; the call is answered by a thread of its own. */
  public static <T> void start(String name, StreamObserver<T> answers, Source<T> source) {
    var call = (ServerCallStreamObserver<T>) answers;
    var flow = new Outflow<>(call);
    call.setOnReadyHandler(flow::wake);
    call.setOnCancelHandler(flow::wake);
    var _ = Thread.ofVirtual().name(name).start(() -> flow.run(source));
  }

  @SuppressWarnings("CatchingUnchecked") // the outermost edge: nothing may leave but a status
  private void run(Source<T> source) {
    try {
      source.sendAll(this);
      if (!isGone()) {
        call.onCompleted();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Refusal refusal) {
      call.onError(refusal.status());
    } catch (Exception e) {
      LOG.error("a stream failed", e);
      call.onError(Refusal.of(Reason.REASON_INTERNAL, "stream", "failed").status());
    }
  }

  private void wake() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Whether the caller has gone. */
  public boolean isGone() {
    return call.isCancelled();
  }

  /** Sends when the caller can take more; false when the caller has gone. */
  public boolean send(T answer) throws InterruptedException {
    lock.lock();
    try {
      while (!call.isReady() && !call.isCancelled()) {
        changed.await();
      }
    } finally {
      lock.unlock();
    }
    if (call.isCancelled()) {
      return false;
    }
    call.onNext(answer);
    return true;
  }
}
