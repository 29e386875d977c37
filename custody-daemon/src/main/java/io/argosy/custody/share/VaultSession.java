package io.argosy.custody.share;

import io.argosy.custody.share.KeyStore.Answer;
import io.argosy.custody.share.KeyStore.Cause;
import io.github.jopenlibs.vault.Vault;
import io.github.jopenlibs.vault.VaultException;
import io.github.jopenlibs.vault.api.Logical;
import io.github.jopenlibs.vault.json.Json;
import io.github.jopenlibs.vault.json.JsonObject;
import io.github.jopenlibs.vault.response.LogicalResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One daemon's login at its Vault or OpenBao: made at first use, renewed well before its end, made
 * anew when the server no longer takes the token. Thread-safe.
 */
public final class VaultSession implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(VaultSession.class);

  /** Statements end by the clock, so a host whose clock is wrong does not sign. */
  private static final Duration MOST_SKEW = Duration.ofMinutes(5);

  private final VaultAccess access;
  private final Clock clock;
  private @Nullable Held held;

  public VaultSession(VaultAccess access, Clock clock) {
    this.access = access;
    this.clock = clock;
  }

  private record Held(VaultClient client, Vault plain, Vault keyValue, Duration life, Instant end) {
    Held until(Instant later) {
      return new Held(client, plain, keyValue, life, later);
    }
  }

  /** One request under the token. */
  interface Call {
    LogicalResponse at(Logical logical) throws VaultException;
  }

  private interface Engine {
    Vault of(Held held);
  }

  /** What the server said, by its status: the driver throws for some and not for others. */
  sealed interface Reply {
    record Fields(LogicalResponse answer) implements Reply {}

    /**
     * No answer, or one that is not what was asked for.
     *
     * @param text of the server, to be searched for what it is known to say; shown to nobody
     */
    record Failed(int status, String text, Answer.Unavailable why) implements Reply {
      boolean says(String part) {
        return text.contains(part);
      }
    }
  }

  Reply ask(Call call) {
    return ask(call, Held::plain);
  }

  Reply askKeyValue(Call call) {
    return ask(call, Held::keyValue);
  }

  private Reply ask(Call call, Engine engine) {
    try {
      var now = current();
      var reply = at(call, engine.of(now));
      boolean denied = reply instanceof Reply.Failed failed && failed.status() == 403;
      return denied && !accepted(now) ? at(call, engine.of(loginInPlaceOf(now))) : reply;
    } catch (VaultException
        | VaultTrouble
        | GeneralSecurityException
        | IOException
        | RuntimeException e) {
      return new Reply.Failed(0, "", unavailable(e));
    }
  }

  private Answer.Unavailable unavailable(Exception fault) {
    return switch (fault) {
      case VaultTrouble trouble -> trouble.answer();
      case VaultException e -> VaultFaults.of(e);
      case GeneralSecurityException e -> files(e);
      case IOException e -> files(e);
      default -> {
        LOG.warn("an answer of {} cannot be read", access.address(), fault);
        yield VaultFaults.garbled();
      }
    };
  }

  private static Answer.Unavailable files(Exception fault) {
    String detail = "the login's files cannot be used: " + fault.getMessage();
    return new Answer.Unavailable(Cause.CERTIFICATE, detail);
  }

  private static Reply at(Call call, Vault vault) throws VaultException {
    try {
      var answer = call.at(vault.logical());
      int status = status(answer);
      return status == 200 || status == 204
          ? new Reply.Fields(answer)
          : new Reply.Failed(status, body(answer), VaultFaults.of(status));
    } catch (VaultException e) {
      if (e.getHttpStatusCode() == 0) {
        throw e;
      }
      int status = e.getHttpStatusCode();
      return new Reply.Failed(status, String.valueOf(e.getMessage()), VaultFaults.of(status));
    }
  }

  private static int status(LogicalResponse answer) {
    return answer.getRestResponse().getStatus();
  }

  private static String body(LogicalResponse answer) {
    return new String(answer.getRestResponse().getBody(), StandardCharsets.UTF_8);
  }

  /**
   * Cluster, namespace and mount; a restored copy has the same. The server is asked each time, so
   * that another one behind the same address is noticed, and a clock that goes wrong.
   */
  KeyStore.Identity identity() {
    try {
      String namespace = access.namespace().map(name -> name + "/").orElse("");
      return new KeyStore.Identity.Known(
          "vault:" + cluster(current().client()) + "/" + namespace + access.transit());
    } catch (VaultException
        | VaultTrouble
        | GeneralSecurityException
        | IOException
        | RuntimeException e) {
      return new KeyStore.Identity.Unknown(unavailable(e));
    }
  }

  /** Whether the token is still one; a policy that became narrower is no reason for a login. */
  private static boolean accepted(Held now) throws VaultException {
    try {
      var _ = now.plain().auth().lookupSelf();
      return true;
    } catch (VaultException e) {
      if (e.getHttpStatusCode() == 403) {
        return false;
      }
      throw e;
    }
  }

  private synchronized Held current()
      throws VaultException, VaultTrouble, GeneralSecurityException, IOException {
    var now = held;
    if (now == null) {
      return login();
    }
    var left = Duration.between(clock.instant(), now.end());
    if (left.multipliedBy(3).compareTo(now.life()) > 0) {
      return now;
    }
    var renewed = left.isPositive() ? renewed(now) : Optional.<Held>empty();
    return renewed.isPresent() ? renewed.get() : loginInPlaceOf(now);
  }

  /** Empty when the token cannot live much longer. */
  private Optional<Held> renewed(Held now) throws VaultException {
    try {
      var life = Duration.ofSeconds(now.plain().auth().renewSelf().getAuthLeaseDuration());
      if (life.multipliedBy(2).compareTo(now.life()) < 0) {
        return Optional.empty();
      }
      var longer = now.until(clock.instant().plus(life));
      held = longer;
      return Optional.of(longer);
    } catch (VaultException e) {
      if (e.getHttpStatusCode() == 403 || e.getHttpStatusCode() == 400) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private synchronized Held loginInPlaceOf(Held old)
      throws VaultException, VaultTrouble, GeneralSecurityException, IOException {
    if (held != null && !held.equals(old)) {
      return held;
    }
    held = null;
    old.client().close();
    return login();
  }

  private Held login() throws VaultException, VaultTrouble, GeneralSecurityException, IOException {
    var client = VaultClient.open(access);
    try {
      String cluster = cluster(client);
      var granted = client.login();
      String token = granted.getAuthClientToken();
      var life = Duration.ofSeconds(granted.getAuthLeaseDuration());
      var made =
          new Held(
              client, client.as(token), client.keyValue(token), life, clock.instant().plus(life));
      LOG.info("logged in to {}, cluster {}, for {}", access.address(), cluster, life);
      held = made;
      return made;
    } finally {
      if (held == null) {
        client.close();
      }
    }
  }

  /** Asks who the server is before the daemon says who it is. */
  private String cluster(VaultClient client) throws VaultException, VaultTrouble {
    var answer = client.anyone().logical().read("sys/health");
    int status = status(answer);
    if (status == 501 || status == 503) {
      throw new VaultTrouble(Cause.SEALED, "the server is sealed");
    }
    JsonObject health = Json.parse(body(answer)).asObject();
    requireSameTime(Instant.ofEpochSecond(health.getLong("server_time_utc", 0)));
    String cluster = health.getString("cluster_id", "");
    if (cluster.isEmpty()) {
      throw new VaultTrouble(Cause.ANSWER_GARBLED, "the server does not say its cluster");
    }
    return cluster;
  }

  /** Nobody here knows which of the two is wrong. */
  private void requireSameTime(Instant server) throws VaultTrouble {
    var ahead = Duration.between(server, clock.instant());
    if (ahead.abs().compareTo(MOST_SKEW) > 0) {
      throw new VaultTrouble(
          Cause.CLOCK,
          "this host's clock is more than %d minutes %s the server's"
              .formatted(MOST_SKEW.toMinutes(), ahead.isNegative() ? "behind" : "ahead of"));
    }
  }

  /** Gives the token back. */
  @Override
  public synchronized void close() {
    var now = held;
    held = null;
    if (now != null) {
      try {
        now.plain().auth().revokeSelf();
      } catch (VaultException e) {
        LOG.info("the token could not be given back; it ends by itself");
      }
      now.client().close();
    }
  }
}
