package io.argosy.custody.share;

import io.github.jopenlibs.vault.Vault;
import io.github.jopenlibs.vault.VaultException;
import io.github.jopenlibs.vault.json.Json;
import io.github.jopenlibs.vault.response.LogicalResponse;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * HashiCorp Vault or OpenBao: the transit engine wraps under the daemon's own key, the context as
 * associated data. Logs in when it has no token or the server no longer takes it, so a revoked or
 * expired token heals by itself. Thread-safe.
 */
public final class VaultStore implements KeyStore {
  private static final Base64.Encoder BASE64 = Base64.getEncoder();
  private final VaultAccess access;
  private final HttpClient http;
  private volatile @Nullable Vault session;

  /** Reads the trust anchors; reaches for the server at first use only. */
  public VaultStore(VaultAccess access) throws GeneralSecurityException, IOException {
    this.access = access;
    this.http = access.httpClient();
  }

  /** Cluster id and transit mount; a standby or a restored copy of the cluster has the same. */
  @Override
  public Optional<String> identity() {
    try {
      var health = access.anonymous(http).logical().read("sys/health");
      String id = Json.parse(body(health)).asObject().getString("cluster_id", "");
      return id.isEmpty() ? Optional.empty() : Optional.of("vault:" + id + "/transit");
    } catch (VaultException | RuntimeException e) {
      return Optional.empty();
    }
  }

  @Override
  public boolean developmentOnly() {
    return false;
  }

  @Override
  public Answer wrap(byte[] secret, ShareContext context) {
    var asked = Map.<String, Object>of("plaintext", BASE64.encodeToString(secret));
    return switch (ask("encrypt", asked, context)) {
      case Reply.Fields(var fields) ->
          field(fields, "ciphertext")
              .<Answer>map(text -> new Answer.Done(text.getBytes(StandardCharsets.US_ASCII)))
              .orElseGet(VaultStore::garbled);
      case Reply.Failed(var answer) -> answer;
    };
  }

  @Override
  public Answer unwrap(byte[] wrapped, ShareContext context) {
    var asked =
        Map.<String, Object>of("ciphertext", new String(wrapped, StandardCharsets.ISO_8859_1));
    return switch (ask("decrypt", asked, context)) {
      case Reply.Fields(var fields) ->
          field(fields, "plaintext").map(VaultStore::decoded).orElseGet(VaultStore::garbled);
      case Reply.Failed(var answer) -> answer;
    };
  }

  private static Answer decoded(String base64) {
    try {
      return new Answer.Done(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException e) {
      return garbled();
    }
  }

  private static Optional<String> field(Map<String, String> fields, String name) {
    return Optional.ofNullable(fields.get(name));
  }

  private static Answer garbled() {
    return new Answer.Unavailable(Cause.ANSWER_GARBLED, "the answer is not transit's");
  }

  private sealed interface Reply {
    record Fields(Map<String, String> fields) implements Reply {}

    record Failed(Answer answer) implements Reply {}
  }

  /** Asks once more behind a new login when the server does not take the token. */
  private Reply ask(String word, Map<String, Object> asked, ShareContext context) {
    var body = new HashMap<>(asked);
    body.put("associated_data", BASE64.encodeToString(context.aad()));
    String path = "transit/" + word + "/" + access.transitKey();
    try {
      var answer = session(false).logical().write(path, body);
      if (status(answer) == 403) {
        answer = session(true).logical().write(path, body);
      }
      return reply(answer);
    } catch (VaultException e) {
      return new Reply.Failed(unavailable(e));
    } catch (RuntimeException e) {
      return new Reply.Failed(garbled());
    }
  }

  private Vault session(boolean fresh) throws VaultException {
    Vault now = session;
    if (now == null || fresh) {
      now = access.login(http);
      session = now;
    }
    return now;
  }

  private static int status(LogicalResponse answer) {
    return answer.getRestResponse().getStatus();
  }

  private static String body(LogicalResponse answer) {
    return new String(answer.getRestResponse().getBody(), StandardCharsets.UTF_8);
  }

  /** The driver throws for few states only, so every status is looked at here. */
  private static Reply reply(LogicalResponse answer) {
    int status = status(answer);
    return switch (status) {
      case 200 -> new Reply.Fields(answer.getData());
      case 400 -> new Reply.Failed(new Answer.Rejected("wrong key, context or bytes"));
      default -> new Reply.Failed(new Answer.Unavailable(cause(status), "status " + status));
    };
  }

  private static Answer unavailable(VaultException e) {
    int status = e.getHttpStatusCode();
    if (status != 0) {
      return new Answer.Unavailable(cause(status), "status " + status);
    }
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof SSLException) {
        return new Answer.Unavailable(Cause.CERTIFICATE, "the server's certificate is not trusted");
      }
    }
    return new Answer.Unavailable(Cause.UNREACHABLE, "no answer from the server");
  }

  private static Cause cause(int status) {
    return switch (status) {
      case 503 -> Cause.SEALED;
      case 400, 403, 404 -> Cause.PERMISSION_DENIED;
      case 500, 502, 504 -> Cause.UNREACHABLE;
      default -> Cause.ANSWER_GARBLED;
    };
  }
}
