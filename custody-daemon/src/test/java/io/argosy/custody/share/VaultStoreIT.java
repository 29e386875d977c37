package io.argosy.custody.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.argosy.custody.share.KeyStore.Cause;
import io.argosy.model.Digest32;
import io.argosy.stack.CertificateAuthority;
import io.argosy.stack.OpenBao;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a real OpenBao over TLS, not in development mode. */
final class VaultStoreIT {
  private static final Path SCRIPTS =
      Path.of(System.getProperty("argosy.tools")).resolveSibling("deploy/vault");
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
    script("enable-engines.sh");
    for (String daemon : new String[] {"custody-1", "custody-2"}) {
      script("setup-daemon.sh", daemon);
      script("setup-key.sh", daemon, "treasury");
    }
  }

  private static void script(String name, String... words) throws Exception {
    var command = new ArrayList<>(List.of(SCRIPTS.resolve(name).toString()));
    command.addAll(List.of(words));
    var _ = bao.administrator(command);
  }

  @AfterAll
  static void stop() throws Exception {
    bao.close();
  }

  private static VaultAccess access(String daemon, Path authority) throws Exception {
    String role = "auth/approle/role/" + daemon;
    String secretId = bao.bao("write", "-f", "-field=secret_id", role + "/secret-id").strip();
    return access(new VaultLogin.AppRole(roleId(daemon), secret(secretId)), authority);
  }

  private static VaultAccess access(VaultLogin login, Path authority) {
    return new VaultAccess(bao.address(), authority, Optional.empty(), "transit", login);
  }

  private static String roleId(String daemon) throws Exception {
    return bao.bao("read", "-field=role_id", "auth/approle/role/" + daemon + "/role-id").strip();
  }

  private static Path secret(String text) throws Exception {
    Path file = folder.resolve("secret-" + RANDOM.nextLong());
    var owner = PosixFilePermissions.fromString("rw-------");
    Files.createFile(file, PosixFilePermissions.asFileAttribute(owner));
    return Files.writeString(file, text + "\n");
  }

  private static VaultStore store(VaultAccess access) {
    return store(access, Clock.systemUTC());
  }

  private static VaultStore store(VaultAccess access, Clock clock) {
    return new VaultStore(new VaultSession(access, clock), "transit");
  }

  private static VaultStore store(String daemon) throws Exception {
    return store(access(daemon, tls.authority()));
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
    var store = store(access("custody-1", other.authority()));

    assertThat(cause(store.wrap(new byte[32], MINE))).isEqualTo(Cause.CERTIFICATE);
    assertThat(store.identity()).isInstanceOf(KeyStore.Identity.Unknown.class);
  }

  @Test
  void oneDaemonsRoleCannotUseAnotherDaemonsKey() throws Exception {
    var thief = store("custody-2");
    byte[] wrapped = done(store("custody-1").wrap(new byte[32], MINE));

    assertThat(cause(thief.unwrap(wrapped, MINE))).isEqualTo(Cause.PERMISSION_DENIED);
    assertThat(cause(thief.wrap(new byte[32], MINE))).isEqualTo(Cause.PERMISSION_DENIED);
    assertThat(cause(thief.destroy(MINE))).isEqualTo(Cause.PERMISSION_DENIED);
  }

  @Test
  void aWrongSecretIdIsAPermissionThatIsMissing() throws Exception {
    var login = new VaultLogin.AppRole(roleId("custody-1"), secret("no such secret id"));

    var answer = store(access(login, tls.authority())).wrap(new byte[32], MINE);

    assertThat(cause(answer)).isEqualTo(Cause.PERMISSION_DENIED);
    assertThat(answer.toString()).doesNotContain("no such secret id");
  }

  private static String wrappedSecretId(String path) throws Exception {
    return bao.bao("write", "-f", "-wrap-ttl=60s", "-field=wrapping_token", path).strip();
  }

  private VaultLogin wrappedLogin(Path token, DurableFolder kept, int host) throws Exception {
    byte[] secret = new byte[32];
    secret[0] = (byte) host;
    var wrapped = new WrappedSecretId(token, kept, new HostSecret(secret), RANDOM);
    return new VaultLogin.WrappedAppRole(roleId("custody-1"), wrapped);
  }

  @Test
  void aWrappedSecretIdIsUnwrappedOnceAndKeptForThisHostAlone() throws Exception {
    Path token = secret(wrappedSecretId("auth/approle/role/custody-1/secret-id"));
    var kept = new DurableFolder(folder.resolve("kept"));

    var first = store(access(wrappedLogin(token, kept, 1), tls.authority()));
    var again = store(access(wrappedLogin(token, kept, 1), tls.authority()));
    var elsewhere = store(access(wrappedLogin(token, kept, 2), tls.authority()));

    byte[] wrapped = done(first.wrap(new byte[32], MINE));
    assertThat(Files.exists(token)).isFalse();
    assertThat(done(again.unwrap(wrapped, MINE))).isEqualTo(new byte[32]);
    assertThat(elsewhere.unwrap(wrapped, MINE)).isInstanceOf(KeyStore.Answer.Unavailable.class);
  }

  @Test
  void aWrappingTokenThatSomebodyElseUsedOrMadeIsTold() throws Exception {
    String used = wrappedSecretId("auth/approle/role/custody-1/secret-id");
    var _ = bao.bao("unwrap", "-field=secret_id", used);
    var kept = new DurableFolder(folder.resolve("never"));
    var other =
        bao.bao(
            "write", "-wrap-ttl=60s", "-field=wrapping_token", "sys/wrapping/wrap", "secret_id=x");

    var stolen = store(access(wrappedLogin(secret(used), kept, 1), tls.authority()));
    var forged = store(access(wrappedLogin(secret(other.strip()), kept, 1), tls.authority()));

    assertThat(stolen.wrap(new byte[32], MINE))
        .isInstanceOfSatisfying(
            KeyStore.Answer.Unavailable.class,
            no -> assertThat(no.detail()).contains("treat the secret id as stolen"));
    assertThat(forged.wrap(new byte[32], MINE))
        .isInstanceOfSatisfying(
            KeyStore.Answer.Unavailable.class,
            no -> assertThat(no.detail()).contains("holds no secret id"));
  }

  private static VaultLogin certificate(CertificateAuthority from, String name) throws Exception {
    Path own = folder.resolve("certificates-" + RANDOM.nextLong());
    var issued = from.issue(own, name, Optional.empty());
    return new VaultLogin.Certificate(issued.certificate(), issued.key());
  }

  @Test
  void aCertificateLogsInAsTheDaemonItNamesAndOneOfAnotherAuthorityDoesNot() throws Exception {
    var hosts = CertificateAuthority.create("hosts", RANDOM);
    Path authority = hosts.issue(folder, "any", Optional.empty()).authority();
    script("setup-certificate.sh", "custody-1", authority.toString());
    var thieves = CertificateAuthority.create("thieves", RANDOM);

    var mine = store(access(certificate(hosts, "custody-1"), tls.authority()));
    var other = store(access(certificate(hosts, "custody-9"), tls.authority()));
    var forged = store(access(certificate(thieves, "custody-1"), tls.authority()));

    assertThat(cause(other.wrap(new byte[32], MINE))).isEqualTo(Cause.PERMISSION_DENIED);
    assertThat(forged.wrap(new byte[32], MINE)).isInstanceOf(KeyStore.Answer.Unavailable.class);
    byte[] wrapped = done(mine.wrap(new byte[32], MINE));
    assertThat(done(mine.unwrap(wrapped, MINE))).isEqualTo(new byte[32]);
  }

  @Test
  void aNamespaceIsAWorldOfItsOwn() throws Exception {
    var _ = bao.bao("namespace", "create", "treasury");
    var _ = bao.bao("secrets", "enable", "-namespace=treasury", "transit");
    var _ = bao.bao("write", "-namespace=treasury", "-f", "transit/keys/custody-1.treasury.0");
    var _ = bao.bao("auth", "enable", "-namespace=treasury", "approle");
    var _ = bao.bao("policy", "write", "-namespace=treasury", "c", policyFile());
    String role = "auth/approle/role/custody-1";
    var _ = bao.bao("write", "-namespace=treasury", role, "token_policies=c");
    String id = bao.bao("read", "-namespace=treasury", "-field=role_id", role + "/role-id").strip();
    String secretId =
        bao.bao("write", "-namespace=treasury", "-f", "-field=secret_id", role + "/secret-id")
            .strip();
    var login = new VaultLogin.AppRole(id, secret(secretId));
    var inside =
        store(
            new VaultAccess(
                bao.address(), tls.authority(), Optional.of("treasury"), "transit", login));

    assertThat(cause(store(access(login, tls.authority())).wrap(new byte[32], MINE)))
        .isEqualTo(Cause.PERMISSION_DENIED);
    byte[] wrapped = done(inside.wrap(new byte[32], MINE));
    assertThat(done(inside.unwrap(wrapped, MINE))).isEqualTo(new byte[32]);
    assertThat(inside.identity())
        .isInstanceOfSatisfying(
            KeyStore.Identity.Known.class,
            known -> assertThat(known.text()).endsWith("/treasury/transit"));
  }

  private static String policyFile() throws Exception {
    String text = Files.readString(SCRIPTS.resolve("daemon-policy.hcl"));
    return Files.writeString(folder.resolve("policy.hcl"), text.replace("DAEMON", "custody-1"))
        .toString();
  }

  @Test
  void aTokenIsRenewedBeforeItsEndAndReplacedWhenItsLifeIsOver() throws Exception {
    var now = new AtomicReference<>(Instant.now());
    var session = new VaultSession(access("custody-1", tls.authority()), new Moving(now::get));
    var store = new VaultStore(session, "transit");
    byte[] wrapped = done(store.wrap(new byte[32], MINE));
    long logins = audited("auth/approle/login");

    now.set(Instant.now().plus(Duration.ofMinutes(15)));
    assertThat(done(store.unwrap(wrapped, MINE))).isEqualTo(new byte[32]);

    assertThat(audited("auth/token/renew-self")).isPositive();
    assertThat(audited("auth/approle/login")).isEqualTo(logins);
    now.set(Instant.now().plus(Duration.ofHours(1)));
    assertThat(cause(store.unwrap(wrapped, MINE))).isEqualTo(Cause.CLOCK);
    now.set(Instant.now());
    assertThat(done(store.unwrap(wrapped, MINE))).isEqualTo(new byte[32]);
    assertThat(audited("auth/approle/login")).isGreaterThan(logins);
  }

  /** Requests to a path that the server's own audit log has. */
  private static long audited(String path) throws Exception {
    try (var lines = Files.lines(folder.resolve("server/audit.log"))) {
      return lines
          .filter(line -> line.contains("\"type\":\"request\"") && line.contains(path))
          .count();
    }
  }

  @Test
  void aShareInTheKeyValueEngineIsReplacedAndDestroyedForGood() throws Exception {
    var session = new VaultSession(access("custody-1", tls.authority()), Clock.systemUTC());
    var shelf = new VaultShelf(session, "secret");
    byte[] share = new byte[50_000];
    RANDOM.nextBytes(share);

    assertThat(shelf.read(MINE)).isInstanceOf(KeyStore.Answer.Rejected.class);
    var _ = done(shelf.write(MINE, new byte[] {1}));
    var _ = done(shelf.write(MINE, share));
    assertThat(done(shelf.read(MINE))).isEqualTo(share);
    assertThatThrownBy(() -> bao.bao("kv", "get", "-version=1", "secret/custody-1/treasury/0"))
        .hasMessageContaining("No value");
    var _ = done(shelf.destroy(MINE));
    assertThat(shelf.read(MINE)).isInstanceOf(KeyStore.Answer.Rejected.class);
    assertThat(bao.bao("kv", "metadata", "get", "secret/custody-1/treasury/0"))
        .containsPattern("destroyed\\s+true");
    var other = new ShareContext(GENESIS, "custody-2", "treasury", 0);
    assertThat(cause(shelf.write(other, share))).isEqualTo(Cause.PERMISSION_DENIED);
  }

  @Test
  void aNewVersionTakesTheSecretOverAndADestroyedKeyOpensNothing() throws Exception {
    script("setup-key.sh", "custody-1", "treasury", "7");
    var store = store("custody-1");
    var seven = new ShareContext(GENESIS, "custody-1", "treasury", 7);
    byte[] first = done(store.wrap(new byte[32], seven));
    var _ = bao.bao("write", "-f", "transit/keys/custody-1.treasury.7/rotate");

    byte[] second = done(store.wrap(done(store.unwrap(first, seven)), seven));

    assertThat(store.wrappingKey(first, seven)).isEqualTo("custody-1.treasury.7 v1");
    assertThat(store.wrappingKey(second, seven)).isEqualTo("custody-1.treasury.7 v2");
    assertThat(done(store.unwrap(second, seven))).isEqualTo(new byte[32]);
    var _ = done(store.destroy(seven));
    assertThat(store.unwrap(second, seven)).isNotInstanceOf(KeyStore.Answer.Done.class);
    var _ = done(store.destroy(seven));
  }

  @Test
  void aKeyThatMustNotBeDeletedIsNotTakenForOneThatIsGone() throws Exception {
    var eight = new ShareContext(GENESIS, "custody-1", "treasury", 8);
    var _ = bao.bao("write", "-f", "transit/keys/custody-1.treasury.8");

    assertThat(store("custody-1").destroy(eight)).isInstanceOf(KeyStore.Answer.Rejected.class);
  }

  @Test
  void aKeyThatNobodyMadeIsNamedWithTheCommandThatMakesItAndTheDaemonCannot() throws Exception {
    var nine = new ShareContext(GENESIS, "custody-1", "treasury", 9);
    var store = store("custody-1");

    for (int i = 0; i < 2; i++) {
      assertThat(store.wrap(new byte[32], nine))
          .isInstanceOfSatisfying(
              KeyStore.Answer.Unavailable.class,
              no ->
                  assertThat(no.detail())
                      .contains("no key custody-1.treasury.9")
                      .endsWith("deploy/vault/setup-key.sh custody-1 treasury 9"));
    }

    assertThat(bao.bao("list", "transit/keys")).doesNotContain("custody-1.treasury.9");
    script("setup-key.sh", "custody-1", "treasury", "9");
    var _ = done(store.wrap(new byte[32], nine));
  }

  /** A clock that goes wrong after the login is noticed without another one, either way. */
  @ParameterizedTest
  @CsvSource({"PT6M, ahead of", "PT-6M, behind", "PT4M, "})
  void aHostWhoseClockIsNotTheServersIsTold(Duration off, @Nullable String told) throws Exception {
    var now = new AtomicReference<>(Instant.now());
    var store = store(access("custody-1", tls.authority()), new Moving(now::get));
    assertThat(store.identity()).isInstanceOf(KeyStore.Identity.Known.class);

    now.set(Instant.now().plus(off));

    if (told == null) {
      assertThat(store.identity()).isInstanceOf(KeyStore.Identity.Known.class);
    } else {
      assertThat(store.identity())
          .isInstanceOfSatisfying(
              KeyStore.Identity.Unknown.class,
              no -> {
                assertThat(no.why().cause()).isEqualTo(Cause.CLOCK);
                assertThat(no.why().detail()).contains("5 minutes " + told + " the server's");
              });
    }
    now.set(Instant.now());
    assertThat(store.identity()).isInstanceOf(KeyStore.Identity.Known.class);
  }

  @Test
  void anotherContextAndAlteredBytesAreRejected() throws Exception {
    var store = store("custody-1");
    byte[] wrapped = done(store.wrap(new byte[32], MINE));
    var next = new ShareContext(GENESIS, "custody-1", "treasury", 1);

    assertThat(store.unwrap(wrapped, next)).isInstanceOf(KeyStore.Answer.Rejected.class);
    wrapped[wrapped.length - 5] ^= 1;
    assertThat(store.unwrap(wrapped, MINE)).isInstanceOf(KeyStore.Answer.Rejected.class);
  }

  /** As an attacker who holds the daemon's own token tries it; the first row is the control. */
  @ParameterizedTest
  @CsvSource({
    "allowed, write, transit/encrypt/custody-1.treasury.0",
    "denied, write, transit/encrypt/custody-2.treasury.0",
    "denied, write, transit/decrypt/custody-2.treasury.0",
    "denied, write, transit/rewrap/custody-2.treasury.0",
    "denied, read, transit/keys/custody-1.treasury.0",
    "denied, write, transit/keys/custody-1.treasury.0/rotate",
    "denied, read, transit/export/encryption-key/custody-1.treasury.0",
    "denied, list, transit/keys",
    "denied, write, transit/keys/mine",
    "denied, write, transit/keys/custody-1.treasury.1",
    "denied, write, transit/encrypt/custody-1.treasury.1",
    "denied, read, secret/data/custody-2",
    "denied, list, secret/metadata",
    "denied, read, sys/policies/acl/custody-custody-1",
    "denied, list, sys/policies/acl",
    "denied, read, sys/audit",
    "denied, write, transit/keys/custody-1.treasury.0/config",
    "denied, read, transit/backup/custody-1.treasury.0",
    "denied, write, secret/data/custody-2/treasury/0",
    "denied, read, secret/metadata/custody-1/treasury/0",
    "denied, list, secret/metadata/custody-1",
    "denied, write, sys/policies/acl/custody-custody-1",
    "denied, read, auth/approle/role/custody-1/role-id",
    "denied, write, auth/cert/certs/custody-1",
    "denied, write, auth/approle/role/custody-2/secret-id",
    "denied, write, auth/token/create"
  })
  void aDaemonsTokenOpensItsOwnPathsAndNoOther(String expected, String word, String path)
      throws Exception {
    var client = VaultClient.open(access("custody-1", tls.authority()));
    var session = client.as(client.login().getAuthClientToken()).logical();

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
    var store = store("custody-1");
    byte[] wrapped = done(store.wrap(new byte[32], MINE));

    bao.bao("lease", "revoke", "-force", "-prefix", "auth/approle/login");

    assertThat(done(store.unwrap(wrapped, MINE))).isEqualTo(new byte[32]);
  }

  @Test
  void sealedAndStoppedHaveTheirNamesAndTheStoreRecoversWithoutARestart() throws Exception {
    var store = store("custody-1");
    byte[] wrapped = done(store.wrap(new byte[32], MINE));

    bao.seal();
    assertThat(cause(store.unwrap(wrapped, MINE))).isEqualTo(Cause.SEALED);
    bao.stop();
    assertThat(cause(store.unwrap(wrapped, MINE))).isEqualTo(Cause.UNREACHABLE);
    bao.startAgain();
    assertThat(cause(store.unwrap(wrapped, MINE))).isEqualTo(Cause.SEALED);
    bao.unseal();

    assertThat(eventually(store, wrapped)).isEqualTo(new byte[32]);
    assertThat(store.identity()).isInstanceOf(KeyStore.Identity.Known.class);
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
