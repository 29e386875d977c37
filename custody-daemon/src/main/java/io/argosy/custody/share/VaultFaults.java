package io.argosy.custody.share;

import io.argosy.custody.share.KeyStore.Answer;
import io.argosy.custody.share.KeyStore.Cause;
import io.github.jopenlibs.vault.VaultException;
import java.io.EOFException;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import javax.net.ssl.SSLException;

/** What an answer's status, or a fault in its place, says about the server. */
final class VaultFaults {
  private VaultFaults() {}

  static Answer.Unavailable of(int status) {
    return switch (status) {
      case 501, 503 -> new Answer.Unavailable(Cause.SEALED, "the server is sealed");
      case 400, 403, 404 ->
          new Answer.Unavailable(
              Cause.PERMISSION_DENIED,
              "status " + status + ": no permission, or the key was not set up");
      case 429, 500, 502, 504 ->
          new Answer.Unavailable(Cause.UNREACHABLE, "the server is not up to it, status " + status);
      default -> new Answer.Unavailable(Cause.ANSWER_GARBLED, "status " + status);
    };
  }

  static Answer.Unavailable garbled() {
    return new Answer.Unavailable(Cause.ANSWER_GARBLED, "the answer is not this server's");
  }

  static Answer.Unavailable of(Exception fault) {
    if (fault instanceof VaultException e && e.getHttpStatusCode() != 0) {
      return of(e.getHttpStatusCode());
    }
    for (Throwable t = fault; t != null; t = t.getCause()) {
      if (t instanceof CertificateNotYetValidException) {
        return new Answer.Unavailable(
            Cause.CLOCK,
            "by this host's clock the server's certificate is not valid yet: " + t.getMessage());
      }
      if (t instanceof CertificateExpiredException) {
        return new Answer.Unavailable(
            Cause.CERTIFICATE,
            "by this host's clock the server's certificate has expired: " + t.getMessage());
      }
    }
    for (Throwable t = fault; t != null; t = t.getCause()) {
      if (t instanceof CertificateException || t instanceof CertPathValidatorException) {
        return new Answer.Unavailable(Cause.CERTIFICATE, "the server's certificate is not trusted");
      }
      if (t instanceof SSLException tls) {
        return tls(tls);
      }
    }
    return unreachable();
  }

  /** An alert about a certificate is about ours; whatever else breaks TLS is not TLS. */
  private static Answer.Unavailable tls(SSLException fault) {
    String text = String.valueOf(fault.getMessage()).toLowerCase(Locale.ROOT);
    if (text.contains("certificate")) {
      return new Answer.Unavailable(
          Cause.CERTIFICATE, "the server refuses this daemon's certificate");
    }
    return brokeOff(fault) ? unreachable() : garbled();
  }

  /** A connection that ends in the middle of a handshake comes as a fault of TLS, too. */
  private static boolean brokeOff(SSLException fault) {
    for (Throwable t = fault; t != null; t = t.getCause()) {
      String text = String.valueOf(t.getMessage()).toLowerCase(Locale.ROOT);
      if (t instanceof EOFException
          || t instanceof SocketException
          || t instanceof ClosedChannelException
          || text.contains("connection reset")
          || text.contains("terminated the handshake")) {
        return true;
      }
    }
    return false;
  }

  private static Answer.Unavailable unreachable() {
    return new Answer.Unavailable(Cause.UNREACHABLE, "no answer from the server");
  }
}
