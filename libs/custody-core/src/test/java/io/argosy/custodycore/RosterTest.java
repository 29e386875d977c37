package io.argosy.custodycore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.argosy.model.DaemonId;
import io.argosy.model.Digest32;
import io.argosy.model.KeyId;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which key stores a roster takes. */
final class RosterTest {
  private static PublicKeyText key() {
    try {
      var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      return PublicKeyText.of(pair.getPublic());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Roster roster(List<String> shared, String... stores) {
    var daemons = new ArrayList<Roster.Daemon>();
    for (String store : stores) {
      int index = daemons.size() + 1;
      var id = new DaemonId("custody-" + index);
      daemons.add(new Roster.Daemon(index, id, key(), "127.0.0.1:1", new StoreId(store)));
    }
    return new Roster(
        0,
        Digest32.of(new byte[32]),
        "test",
        2,
        1,
        List.of(new Roster.Officer(new KeyId("olga"), key())),
        daemons,
        List.of(),
        shared);
  }

  @Test
  void oneStoreForTwoDaemonsIsRefusedUnlessItIsAllowedByName() {
    assertThatThrownBy(() -> roster(List.of(), "pkcs11:1", "pkcs11:2", "pkcs11:1"))
        .hasMessageContaining("custody-1 and custody-3 have one key store, pkcs11:1");
    assertThatThrownBy(() -> roster(List.of("pkcs11:2"), "pkcs11:1", "pkcs11:1", "pkcs11:2"))
        .hasMessageContaining("pkcs11:1");

    var allowed = roster(List.of("pkcs11:1"), "pkcs11:1", "pkcs11:2", "pkcs11:1");

    assertThat(allowed.sharingStoreWith(new DaemonId("custody-1")))
        .containsExactly(new DaemonId("custody-3"));
    assertThat(allowed.sharingStoreWith(new DaemonId("custody-2"))).isEmpty();
  }

  /** Whoever administrates a cluster administrates all of its mounts and namespaces. */
  @Test
  void twoMountsOfOneClusterAreOneStore() {
    assertThatThrownBy(
            () -> roster(List.of(), "vault:c/transit", "vault:c/team/transit", "vault:d/transit"))
        .hasMessageContaining("vault:c");

    var allowed = roster(List.of("vault:c"), "vault:c/transit", "vault:c/other", "vault:d/transit");

    assertThat(allowed.sharingStoreWith(new DaemonId("custody-2"))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "vault", "vault:", "vault:a b", "file:x", "pkcs11:1/", "vault:c/\n"})
  void whatNamesNoStoreIsRefused(String text) {
    assertThatThrownBy(() -> new StoreId(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aRosterIsReadAsItWasWritten() {
    var roster = roster(List.of("vault:c"), "vault:c/transit", "vault:c/other", "pkcs11:1");

    assertThat(Roster.decode(roster.encoded())).isEqualTo(roster);
    assertThat(new String(roster.encoded(), java.nio.charset.StandardCharsets.US_ASCII))
        .contains("127.0.0.1:1 vault:c/transit\n", "shared-key-store: vault:c\n");
  }

  /** So an honest one of those that fully acknowledged a statement shows it. */
  @Test
  void anyThatShowAndAnyThatFullyAcknowledgedShareAsManyAsSign() {
    for (int n = 2; n <= 9; n++) {
      for (int t = n / 2 + 1; t <= n; t++) {
        var roster = World.roster(t, IntStream.rangeClosed(1, n).toArray());
        assertThat(roster.checkpoints()).isBetween(t, n);
        assertThat(roster.checkpoints() + roster.fullAcknowledgements() - n).isEqualTo(t);
      }
    }
  }
}
