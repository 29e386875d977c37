package io.argosy.custody;

import io.argosy.custody.session.Faults;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A daemon that dies where the file {@code crash} beside its configuration says ({@code POINT
 * NUMBER}: at which passage), as by SIGKILL, and that writes down what may never come twice: ids of
 * sessions, points of nonces, and digests of everything that it said in a session.
 */
final class CrashingDaemon implements Faults {
  static final String PLAN = "crash";
  static final String EVIDENCE = "evidence";
  private static final int ID = 32;
  private static final int OPENING = 64;
  private static final int EACH = 49_380;
  private static final int POINT = 33;
  private final Path configuration;
  private int passed;

  private CrashingDaemon(Path configuration) {
    this.configuration = configuration;
  }

  public static void main(String[] arguments) {
    var configuration = Path.of(arguments[0]);
    var faults = new CrashingDaemon(configuration);
    CustodyDaemon.run(configuration, faults, Duration.ofMillis(1));
  }

  @Override
  public synchronized void at(Point point, byte[] what) {
    try {
      switch (point) {
        case AGREED -> note("id", what);
        case SENDING -> noteMessage(what);
        case CUT_OFF_KEPT,
            PERMIT_KEPT,
            SENT,
            END_KEPT,
            PAIR_ERASED,
            ERASURE_KEPT,
            PAIR_SEALED,
            RENEWAL_KEPT -> {}
      }
      dieAsPlanned(point);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void dieAsPlanned(Point point) throws IOException {
    Path plan = configuration.resolveSibling(PLAN);
    if (!Files.exists(plan)) {
      passed = 0;
      return;
    }
    String[] words = Files.readString(plan).strip().split(" ", -1);
    if (words[0].equals(point.name()) && ++passed == Integer.parseInt(words[1])) {
      Files.delete(plan);
      Runtime.getRuntime().halt(137);
    }
  }

  private void note(String kind, byte[] bytes) throws IOException {
    String line = kind + " " + HexFormat.of().formatHex(bytes) + "\n";
    Files.writeString(
        configuration.resolveSibling(EVIDENCE),
        line,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  /** Round 2 of a signing opens the nonces' points; its length is like no other message's. */
  private void noteMessage(byte[] message) throws IOException {
    note("said", sha256(message));
    int opened = message.length - ID - OPENING;
    if (opened > 0 && opened % EACH == 0) {
      for (int end = ID + OPENING + EACH; end <= message.length; end += EACH) {
        note("nonce", Arrays.copyOfRange(message, end - POINT, end));
      }
    }
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
