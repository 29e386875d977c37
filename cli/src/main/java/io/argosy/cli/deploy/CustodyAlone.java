package io.argosy.cli.deploy;

import io.argosy.cli.person.KeyFile;
import io.argosy.custodycore.Policy;
import io.argosy.custodycore.Roster;
import io.argosy.model.AccountId;
import io.argosy.model.Address;
import io.argosy.model.AssetId;
import io.argosy.model.ChainId;
import io.argosy.model.Digest32;
import io.argosy.model.KeyId;
import io.argosy.proto.common.v1.Role;
import io.argosy.servicekit.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Custody's daemons as processes over mutual TLS with a key and a policy, and nothing else: no
 * chain, no database. What is signed pays a token that exists nowhere.
 */
public final class CustodyAlone implements AutoCloseable {
  private static final KeyId KEY = new KeyId("treasury-1");
  private static final ChainId CHAIN = new ChainId(31_337);
  private static final Address TOKEN = Address.of(new byte[20]);
  private final List<ServiceProcess> daemons = new ArrayList<>();
  private final CustodyHosts hosts;

  /**
   * What is known once it stands.
   *
   * @param application zone A's certificate for custody's ports
   * @param keyGeneration how long the daemons took to make the key, seals and signatures included
   */
  public record Facts(
      Roster genesis,
      Policy policy,
      People people,
      Policy.Treasury treasury,
      List<String> addresses,
      Tls application,
      Duration keyGeneration) {
    public Facts {
      addresses = List.copyOf(addresses);
    }
  }

  private @Nullable Facts facts;

  private CustodyAlone(CustodyHosts hosts) {
    this.hosts = hosts;
  }

  private void start(RunFolder run, SecureRandom random)
      throws IOException, GeneralSecurityException, InterruptedException {
    var certificates = Certificates.create(Deployment.NAME, random);
    var people = People.make(run, random);
    var watch = KeyFile.make(run.of("reconcile-service"), "watch-1", random);
    var genesis = Documents.genesis(Deployment.NAME, people.officers(), hosts.listed(), watch);
    Files.createDirectories(run.documents());
    Files.write(run.documents().resolve("roster-0.txt"), genesis.encoded());
    hosts.start(certificates, genesis.hash().toString(), daemons);
    var security =
        certificates.custody(
            run.of("security-desk"), "security", Role.ROLE_CUSTODY_OPERATOR, "security");
    var ceremonies = new Ceremonies(genesis.hash(), hosts.ports(), security);
    long began = System.nanoTime();
    var account = new AccountId(CHAIN, ceremonies.generateKey(KEY));
    var took = Duration.ofNanos(System.nanoTime() - began);
    var treasury = new Policy.Treasury(account, KEY);
    var token = new Documents.Listed(AssetId.token(CHAIN, TOKEN), "DUSD", 6, 10_000);
    var none = Digest32.of(new byte[32]);
    var policy = Documents.policy(genesis.hash(), none, TOKEN, treasury, people, List.of(token));
    ceremonies.install(policy, people.officers().subList(0, 2));
    facts =
        new Facts(
            genesis,
            policy,
            people,
            treasury,
            hosts.ports().stream().map(ports -> "127.0.0.1:" + ports.client()).toList(),
            certificates.custody(run.of("api-service"), "custody", Role.ROLE_API_SERVICE, "api"),
            took);
  }

  /** Starts the daemons in a cleared folder, makes the key and installs the policy. */
  public static CustodyAlone start(RunFolder run)
      throws IOException, GeneralSecurityException, InterruptedException {
    return start(run, Collections.nCopies(CustodyHosts.COUNT, KeyStoreKind.PASSPHRASE));
  }

  /** The same with these key stores, in the hosts' order. */
  public static CustodyAlone start(RunFolder run, List<KeyStoreKind> kinds)
      throws IOException, GeneralSecurityException, InterruptedException {
    run.clear();
    var random = new SecureRandom();
    var custody = new CustodyAlone(CustodyHosts.make(run, kinds, KEY, random));
    try {
      custody.start(run, random);
      return custody;
    } catch (IOException | GeneralSecurityException | InterruptedException | RuntimeException e) {
      custody.close();
      throw e;
    }
  }

  /** What is known of it. */
  public Facts facts() {
    if (facts == null) {
      throw new IllegalStateException("custody is not up");
    }
    return facts;
  }

  /** The daemons, by their indexes from 0. */
  public List<ServiceProcess> daemons() {
    return List.copyOf(daemons);
  }

  @Override
  public void close() throws IOException {
    daemons.forEach(ServiceProcess::stop);
    daemons.reversed().forEach(ServiceProcess::close);
    hosts.close();
  }
}
