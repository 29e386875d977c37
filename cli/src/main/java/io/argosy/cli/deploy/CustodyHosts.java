package io.argosy.cli.deploy;

import io.argosy.cli.deploy.Configurations.DaemonCertificates;
import io.argosy.cli.deploy.Configurations.DaemonPorts;
import io.argosy.cli.person.KeyFile;
import io.argosy.custodycore.PublicKeyText;
import io.argosy.custodycore.Roster;
import io.argosy.model.DaemonId;
import io.argosy.model.KeyId;
import io.argosy.proto.common.v1.Role;
import io.argosy.stack.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/** The custody hosts of a deployment on this machine: each has its folder, keys, key store. */
final class CustodyHosts implements AutoCloseable {
  static final int COUNT = 3;
  private final RunFolder run;
  private final List<Made> hosts;

  private CustodyHosts(RunFolder run, List<Made> hosts) {
    this.run = run;
    this.hosts = List.copyOf(hosts);
  }

  /** One host before its daemon runs. */
  private record Made(
      HostFolder host, DaemonPorts ports, HostKeyStore store, Roster.Daemon listed) {}

  /**
   * Makes each host's secrets, identity key and key store, and has the host prove which store it
   * is.
   *
   * @param kinds of the hosts' key stores, in their order
   * @param key the first threshold key, which a store may have to be prepared for
   */
  static CustodyHosts make(RunFolder run, List<KeyStoreKind> kinds, KeyId key, SecureRandom random)
      throws IOException, GeneralSecurityException, InterruptedException {
    var stores = new StartedStores();
    try {
      var hosts =
          Together.all(COUNT, place -> make(run, place + 1, kinds.get(place), key, stores, random));
      return new CustodyHosts(run, hosts);
    } catch (IOException | RuntimeException e) {
      stores.close();
      throw e;
    }
  }

  private static Made make(
      RunFolder run,
      int index,
      KeyStoreKind kind,
      KeyId key,
      StartedStores stores,
      SecureRandom random)
      throws IOException, GeneralSecurityException, InterruptedException {
    var host = new HostFolder(name(index), Files.createDirectories(run.of(name(index))));
    var ports = new DaemonPorts(FreePorts.one(), FreePorts.one(), FreePorts.one());
    var identity = KeyFile.make(host.folder(), "identity", random);
    byte[] secret = new byte[32];
    random.nextBytes(secret);
    host.secret("host.secret", secret);
    var store =
        stores.add(
            switch (kind) {
              case PASSPHRASE -> PassphraseFile.make(host, random);
              case VAULT -> VaultServer.start(host, key.text(), random);
              case HSM -> SoftToken.make(host, random);
            });
    var listed =
        new Roster.Daemon(
            index,
            new DaemonId(host.daemon()),
            PublicKeyText.of(identity.publicKey()),
            "127.0.0.1:" + ports.peer(),
            StoreProof.of(host, store, key));
    return new Made(host, ports, store, listed);
  }

  /** Stores that run before all hosts stand, to be stopped when one fails. */
  private static final class StartedStores {
    private final List<HostKeyStore> all = new ArrayList<>();

    synchronized HostKeyStore add(HostKeyStore store) {
      all.add(store);
      return store;
    }

    synchronized void close() throws IOException {
      for (var store : all) {
        store.close();
      }
    }
  }

  static String name(int index) {
    return "custody-" + index;
  }

  List<Roster.Daemon> listed() {
    return hosts.stream().map(Made::listed).toList();
  }

  List<DaemonPorts> ports() {
    return hosts.stream().map(Made::ports).toList();
  }

  /** A daemon's key store. */
  HostKeyStore store(String daemon) {
    return hosts.stream()
        .filter(each -> each.host().daemon().equals(daemon))
        .findFirst()
        .orElseThrow()
        .store();
  }

  /** Processes of key stores. */
  List<ProcessList.Entry> processes() {
    return hosts.stream().flatMap(host -> host.store().processes().stream()).toList();
  }

  /**
   * Issues the certificates, writes the configurations and starts all daemons.
   *
   * @param started gets each as soon as it is a process, so that it is stopped where another fails
   */
  void start(Certificates certificates, String genesis, List<ServiceProcess> started)
      throws IOException, GeneralSecurityException, InterruptedException {
    for (var host : hosts) {
      String text =
          Configurations.daemon(
              host.host().daemon(),
              genesis,
              run,
              host.store().section(),
              host.ports(),
              certificates(certificates, host.host()));
      started.add(
          ServiceProcess.start(
              run, host.host().daemon(), Program.CUSTODY_DAEMON, text, host.store().environment()));
    }
    for (var daemon : started) {
      daemon.awaitReady();
    }
  }

  private static DaemonCertificates certificates(Certificates from, HostFolder host)
      throws IOException, GeneralSecurityException {
    return new DaemonCertificates(
        from.custody(host.folder(), "client", Role.ROLE_CUSTODY_DAEMON, host.daemon()),
        from.custody(host.folder(), "peer", Role.ROLE_CUSTODY_DAEMON, host.daemon()),
        from.custody(host.folder(), "operator", Role.ROLE_CUSTODY_DAEMON, host.daemon()));
  }

  @Override
  public void close() throws IOException {
    for (var host : hosts) {
      host.store().close();
    }
  }
}
