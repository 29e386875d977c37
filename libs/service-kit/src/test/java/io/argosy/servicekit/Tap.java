package io.argosy.servicekit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Passes one connection through and keeps what the server said. */
final class Tap implements AutoCloseable {
  private static final int HANDSHAKE_RECORD = 22; // RFC 8446, 5.1
  private static final int SERVER_HELLO = 2; // RFC 8446, 4
  private static final int KEY_SHARE = 51; // RFC 8446, 4.2
  private final ServerSocket listener;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  Tap(int target) throws IOException {
    listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(() -> pass(target));
  }

  private void pass(int target) {
    try (Socket caller = listener.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
      var up = Thread.ofVirtual().start(() -> copy(caller, server));
      byte[] buffer = new byte[8192];
      for (int n = server.getInputStream().read(buffer);
          n > 0;
          n = server.getInputStream().read(buffer)) {
        synchronized (said) {
          said.write(buffer, 0, n);
        }
        caller.getOutputStream().write(buffer, 0, n);
      }
      up.interrupt();
    } catch (IOException e) {
      // The connection ended; the test looks at what was said before.
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      // The connection ended; the test looks at what was said before.
    }
  }

  int port() {
    return listener.getLocalPort();
  }

  /**
   * The group that the server chose (IANA, TLS Supported Groups): what stands in the key_share of
   * its ServerHello, RFC 8446, 4.1.3 and 4.2.8. Empty where it sent none.
   */
  Optional<Integer> group() {
    ByteBuffer bytes;
    synchronized (said) {
      bytes = ByteBuffer.wrap(said.toByteArray());
    }
    if (bytes.remaining() < 5 || bytes.get() != HANDSHAKE_RECORD) {
      return Optional.empty();
    }
    bytes.position(bytes.position() + 4); // version and length of the record
    if (bytes.get() != SERVER_HELLO) {
      return Optional.empty();
    }
    bytes.position(bytes.position() + 3 + 2 + 32); // length, version, random
    bytes.position(bytes.position() + 1 + bytes.get(bytes.position())); // session id, echoed
    bytes.position(bytes.position() + 2 + 1); // cipher suite, compression
    int end = bytes.position() + 2 + Short.toUnsignedInt(bytes.getShort(bytes.position()));
    bytes.position(bytes.position() + 2);
    while (bytes.position() < end) {
      int type = Short.toUnsignedInt(bytes.getShort());
      int length = Short.toUnsignedInt(bytes.getShort());
      if (type == KEY_SHARE) {
        return Optional.of(Short.toUnsignedInt(bytes.getShort()));
      }
      bytes.position(bytes.position() + length);
    }
    return Optional.empty();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
