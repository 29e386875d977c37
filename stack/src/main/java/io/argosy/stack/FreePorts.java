package io.argosy.stack;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;

/**
 * Finds loopback ports that nobody listens on now. They lie below the range from which systems give
 * callers their ports (32,768 and up on Linux), or a call made between the finding and the
 * listening could take one. Thread-safe.
 */
public final class FreePorts {
  private static final int LOWEST = 20_000;
  private static final int COUNT = 12_000;
  private static final int TRIES = 1_000;
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Set<Integer> GIVEN = new HashSet<>();

  private FreePorts() {}

  /** A port that this process was not given before. */
  public static synchronized int one() throws IOException {
    for (int i = 0; i < TRIES; i++) {
      int port = LOWEST + RANDOM.nextInt(COUNT);
      if (!GIVEN.contains(port) && isFree(port)) {
        GIVEN.add(port);
        return port;
      }
    }
    throw new IOException("no free port from " + LOWEST + " to " + (LOWEST + COUNT - 1));
  }

  private static boolean isFree(int port) throws IOException {
    try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return true;
    } catch (BindException e) {
      return false;
    }
  }
}
