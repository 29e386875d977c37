package io.argosy.custody;

import io.argosy.custody.session.Faults;
import io.argosy.custody.session.Session;
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
import java.util.concurrent.locks.LockSupport;

/**
 * A daemon that dies where the file {@code crash} beside its configuration says ({@code POINT
 * NUMBER}: at which passage), as by SIGKILL, or says nothing more there ({@code POINT NUMBER
 * silent}), as an owned one may, or waits until the file {@code go} is there ({@code POINT NUMBER
 * waits}); and that writes down what may never come twice: ids of sessions, points of nonces, and
 * digests of everything that it said in a session, of set-ups of transfers once more by themselves.
 */
final class CrashingDaemon implements Faults {
  static final String PLAN = "crash";
  static final String GO = "go";
  static final String EVIDENCE = "evidence";
  private static final int ID = 32;
  private static final int OPENING = 64;
  private static final int EACH = 49_380;
  private static final int POINT = 33;

  /** A message with a set-up of transfers, and so for one peer alone, is longer. */
  private static final int SETUP = 16_900;

  private final Path configuration;
  private int passed;

  private CrashingDaemon(Path configuration) {
    this.configuration = configuration;
  }

  public static void main(String[] arguments) {
    var configuration = Path.of(arguments[0]);
    var faults = new CrashingDaemon(configuration);
    var ceremony = new Session.Patience(Duration.ofSeconds(8), Duration.ofSeconds(6));
    CustodyDaemon.run(
        configuration, faults, new CustodyDaemon.Tempo(Duration.ofMillis(1), ceremony));
  }

  @Override
  public void at(Point point, byte[] what) {
    switch (passes(point, what)) {
      case ON -> {}
      case SILENT -> LockSupport.park();
      case WAITS -> {
        while (!Files.exists(configuration.resolveSibling(GO))) {
          LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
      }
    }
  }

  private synchronized Passing passes(Point point, byte[] what) {
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
            RENEWAL_KEPT,
            TAKEOVER_KEPT,
            CHECKPOINT_TOLD,
            CHECKPOINT_KEPT,
            SHARE_SEALED,
            CERTIFICATE_KEPT,
            CERTIFICATE_TOLD,
            CERTIFICATE_HEARD,
            SHARE_ENDING,
            SHARE_ENDED -> {}
      }
      return asPlanned(point);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private enum Passing {
    ON,
    SILENT,
    WAITS
  }

  private Passing asPlanned(Point point) throws IOException {
    Path plan = configuration.resolveSibling(PLAN);
    if (!Files.exists(plan)) {
      passed = 0;
      return Passing.ON;
    }
    String[] words = Files.readString(plan).strip().split(" ", -1);
    if (!words[0].equals(point.name()) || ++passed != Integer.parseInt(words[1])) {
      return Passing.ON;
    }
    Files.delete(plan);
    if (words.length == 2) {
      Runtime.getRuntime().halt(137);
    }
    return words[2].equals("waits") ? Passing.WAITS : Passing.SILENT;
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
    if (message.length > SETUP) {
      note("set-up", sha256(message));
    }
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
