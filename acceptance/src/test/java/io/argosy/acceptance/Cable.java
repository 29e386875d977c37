package io.argosy.acceptance;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** A network between two ends on this machine, which a test cuts, stops, slows and resets. */
final class Cable implements AutoCloseable {
  private static final int SLOW_MILLIS = 400;
  private final ServerSocket ear = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final List<Socket> open = new ArrayList<>();
  private int target;
  private State state = State.WHOLE;

  /** What the network does. */
  enum State {
    WHOLE,
    /** Connections are taken, and no byte goes on. */
    SILENT,
    /** Every piece is late. */
    SLOW,
    /** Connections end with a reset, at once. */
    RESETTING
  }

  Cable(int target) throws IOException {
    this.target = target;
    var _ = Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return ear.getLocalPort();
  }

  /** Whatever was open is cut; what comes is treated so. */
  synchronized void turn(State next) {
    state = next;
    cut();
  }

  /** Leads somewhere else from now on. */
  synchronized void lead(int port) {
    target = port;
    cut();
  }

  private void cut() {
    for (Socket each : open) {
      reset(each);
    }
    open.clear();
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      // it is closed already, which is what was wanted
    }
  }

  private void accept() {
    while (!ear.isClosed()) {
      try {
        join(ear.accept());
      } catch (IOException e) {
        // the ear closed, or the target is away: the caller hears a reset
      }
    }
  }

  private synchronized void join(Socket caller) throws IOException {
    open.add(caller);
    switch (state) {
      case RESETTING -> reset(caller);
      case SILENT -> {}
      case WHOLE, SLOW -> {
        try {
          var callee = new Socket(InetAddress.getLoopbackAddress(), target);
          open.add(callee);
          carry(caller, callee);
          carry(callee, caller);
        } catch (IOException e) {
          reset(caller);
        }
      }
    }
  }

  private void carry(Socket from, Socket to) {
    var _ =
        Thread.ofVirtual()
            .start(
                () -> {
                  try (InputStream in = from.getInputStream();
                      OutputStream out = to.getOutputStream()) {
                    byte[] piece = new byte[16 << 10];
                    for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                      late();
                      out.write(piece, 0, n);
                    }
                  } catch (IOException e) {
                    reset(from);
                    reset(to);
                  }
                });
  }

  private synchronized boolean slow() {
    return state == State.SLOW;
  }

  private void late() throws IOException {
    try {
      Thread.sleep(slow() ? SLOW_MILLIS : 0);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    ear.close();
    cut();
  }
}
