package io.argosy.api.tell;

import io.argosy.model.ClientId;
import io.argosy.proto.common.v1.Role;
import io.argosy.servicekit.Identity;
import org.jspecify.annotations.Nullable;

/**
 * Who looks: a client sees what is its own, and of all else not even that it is there; an operator
 * sees all.
 *
 * @param name of the caller; also whose the orders are that it makes
 */
public record Viewer(ClientId name, Sight sight) {
  /** How far one sees. */
  public enum Sight {
    OWN,
    ALL
  }

  /** The caller of the current call. */
  public static Viewer of(Identity caller) {
    return new Viewer(
        new ClientId(caller.name()), caller.role() == Role.ROLE_OPERATOR ? Sight.ALL : Sight.OWN);
  }

  /** For queries: the only client whose rows are seen, or null for all. */
  public @Nullable String only() {
    return sight == Sight.ALL ? null : name.text();
  }

  /** Whether it sees what belongs to a client. */
  public boolean sees(String client) {
    return sight == Sight.ALL || client.equals(name.text());
  }
}
