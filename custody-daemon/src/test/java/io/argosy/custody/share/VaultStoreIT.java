package io.argosy.custody.share;

import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.custody.share.KeyStore.Cause;
import io.argosy.model.Digest32;
import io.argosy.stack.CertificateAuthority;
import io.argosy.stack.OpenBao;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a real OpenBao over TLS, not in development mode. */
final class VaultStoreIT {
  private static final Path SETUP =
      Path.of(System.getProperty("argosy.tools")).resolveSibling("deploy/vault/setup-daemon.sh");
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Digest32 GENESIS = Digest32.parse("ab".repeat(32));
  private static final ShareContext MINE = new ShareContext(GENESIS, "custody-1", "treasury", 0);

  @TempDir static Path folder;
  private static CertificateAuthority.Issued tls;
  private static OpenBao bao;

  @BeforeAll
  static void aServerWithTwoDaemons() throws Exception {
    tls = CertificateAuthority.create("vault", RANDOM).issue(folder, "bao", Optional.empty());
    bao = OpenBao.start(Path.of(System.getProperty("argosy.tools")), folder.resolve("server"), tls);
    for (String daemon : new String[] {"custody-1", "custody-2"}) {
      bao.administrator(List.of(SETUP.toString(), daemon));
    }
  }

  @AfterAll
  static void stop() throws Exception {
    bao.close();
  }

  private static VaultAccess access(String daemon, String key, Path authority) throws Exception {
    String role = "auth/approle/role/" + daemon;
    String roleId = bao.bao("read", "-field=role_id", role + "/role-id").strip();
    String secretId = bao.bao("write", "-f", "-field=secret_id", role + "/secret-id").strip();
    return new VaultAccess(
        bao.address(), authority, roleId, new SecretText(secretId.toCharArray()), key);
  }

  private static VaultStore store(String daemon, String key) throws Exception {
    return new VaultStore(access(daemon, key, tls.authority()));
  }

  private static byte[] done(KeyStore.Answer answer) {
    assertThat(answer).isInstanceOf(KeyStore.Answer.Done.class);
    return ((KeyStore.Answer.Done) answer).bytes();
  }

  private static Cause cause(KeyStore.Answer answer) {
    assertThat(answer).isInstanceOf(KeyStore.Answer.Unavailable.class);
    return ((KeyStore.Answer.Unavailable) answer).cause();
  }

  @Test
  void aServerOfAnotherAuthorityIsNotSpokenTo() throws Exception {
    var other = CertificateAuthority.create("other", RANDOM).issue(folder, "x", Optional.empty());
    var store = new VaultStore(access("custody-1", "custody-1-epoch-0", other.authority()));

    assertThat(cause(store.wrap(new byte[32], MINE))).isEqualTo(Cause.CERTIFICATE);
    assertThat(store.identity()).isEmpty();
  }

  @Test
  void oneDaemonsRoleCannotUseAnotherDaemonsKey() throws Exception {
    var thief = store("custody-2", "custody-1-epoch-0");
    byte[] wrapped = done(store("custody-1", "custody-1-epoch-0").wrap(new byte[32], MINE));

    assertThat(cause(thief.unwrap(wrapped, MINE))).isEqualTo(Cause.PERMISSION_DENIED);
    assertThat(cause(thief.wrap(new byte[32], MINE))).isEqualTo(Cause.PERMISSION_DENIED);
  }

  @Test
  void aWrongSecretIdIsAPermissionThatIsMissing() throws Exception {
    var right = access("custody-1", "custody-1-epoch-0", tls.authority());
    var wrong =
        new VaultAccess(
            right.address(),
            right.authority(),
            right.roleId(),
            new SecretText("no such secret id".toCharArray()),
            right.transitKey());

    assertThat(cause(new VaultStore(wrong).wrap(new byte[32], MINE)))
        .isEqualTo(Cause.PERMISSION_DENIED);
    assertThat(wrong.toString()).doesNotContain("no such secret id");
  }

  @Test
  void anotherContextAndAlteredBytesAreRejected() throws Exception {
    var store = store("custody-1", "custody-1-epoch-0");
    byte[] wrapped = done(store.wrap(new byte[32], MINE));
    var next = new ShareContext(GENESIS, "custody-1", "treasury", 1);

    assertThat(store.unwrap(wrapped, next)).isInstanceOf(KeyStore.Answer.Rejected.class);
    wrapped[wrapped.length - 5] ^= 1;
    assertThat(store.unwrap(wrapped, MINE)).isInstanceOf(KeyStore.Answer.Rejected.class);
  }

  /** As an attacker who holds the daemon's own token tries it; the first row is the control. */
  @ParameterizedTest
  @CsvSource({
    "allowed, write, transit/encrypt/custody-1-epoch-0",
    "denied, write, transit/encrypt/custody-2-epoch-0",
    "denied, write, transit/decrypt/custody-2-epoch-0",
    "denied, write, transit/rewrap/custody-2-epoch-0",
    "denied, read, transit/keys/custody-1-epoch-0",
    "denied, write, transit/keys/custody-1-epoch-0/rotate",
    "denied, read, transit/export/encryption-key/custody-1-epoch-0",
    "denied, list, transit/keys",
    "denied, write, transit/keys/mine",
    "denied, read, secret/data/custody-2",
    "denied, list, secret/metadata",
    "denied, read, sys/policies/acl/custody-custody-1",
    "denied, list, sys/policies/acl",
    "denied, read, sys/audit",
    "denied, write, auth/approle/role/custody-2/secret-id",
    "denied, write, auth/token/create"
  })
  void aDaemonsTokenOpensItsOwnPathsAndNoOther(String expected, String word, String path)
      throws Exception {
    var access = access("custody-1", "custody-1-epoch-0", tls.authority());
    var session = access.login(access.httpClient()).logical();

    var answer =
        switch (word) {
          case "read" -> session.read(path);
          case "list" -> session.list(path);
          default ->
              session.write(path, Map.of("plaintext", "AAAA", "ciphertext", "vault:v1:AAAA"));
        };

    int status = answer.getRestResponse().getStatus();
    assertThat(status).isEqualTo(expected.equals("allowed") ? 200 : 403);
  }

  @Test
  void aRevokedTokenHealsByItself() throws Exception {
    var store = store("custody-1", "custody-1-epoch-0");
    byte[] wrapped = done(store.wrap(new byte[32], MINE));

    bao.bao("lease", "revoke", "-force", "-prefix", "auth/approle/login");

    assertThat(done(store.unwrap(wrapped, MINE))).isEqualTo(new byte[32]);
  }

  @Test
  void sealedAndStoppedHaveTheirNamesAndTheStoreRecoversWithoutARestart() throws Exception {
    var store = store("custody-1", "custody-1-epoch-0");
    byte[] wrapped = done(store.wrap(new byte[32], MINE));

    bao.seal();
    assertThat(cause(store.unwrap(wrapped, MINE))).isEqualTo(Cause.SEALED);
    bao.stop();
    assertThat(cause(store.unwrap(wrapped, MINE))).isEqualTo(Cause.UNREACHABLE);
    bao.startAgain();
    assertThat(cause(store.unwrap(wrapped, MINE))).isEqualTo(Cause.SEALED);
    bao.unseal();

    assertThat(eventually(store, wrapped)).isEqualTo(new byte[32]);
    assertThat(store.identity()).hasValueSatisfying(id -> assertThat(id).startsWith("vault:"));
  }

  /** An unsealed server becomes active a moment later. */
  private static byte[] eventually(VaultStore store, byte[] wrapped) throws InterruptedException {
    for (int i = 0; i < 100; i++) {
      if (store.unwrap(wrapped, MINE) instanceof KeyStore.Answer.Done(var bytes)) {
        return bytes;
      }
      Thread.sleep(100);
    }
    throw new AssertionError("the store did not recover within 10 s");
  }
}
