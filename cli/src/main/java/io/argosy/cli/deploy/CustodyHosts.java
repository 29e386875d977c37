package io.argosy.cli.deploy;

import io.argosy.cli.deploy.Configurations.DaemonCertificates;
import io.argosy.cli.deploy.Configurations.DaemonPorts;
import io.argosy.cli.person.KeyFile;
import io.argosy.custodycore.PublicKeyText;
import io.argosy.custodycore.Roster;
import io.argosy.model.DaemonId;
import io.argosy.proto.common.v1.Role;
import io.argosy.stack.FreePorts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The custody hosts of a deployment on this machine: each has its folder, keys and secrets. */
final class CustodyHosts {
  static final int COUNT = 3;
  private final RunFolder run;
  private final SecureRandom random;
  private final List<DaemonPorts> ports = new ArrayList<>();
  private final List<Roster.Daemon> daemons = new ArrayList<>();

  private CustodyHosts(RunFolder run, SecureRandom random) {
    this.run = run;
    this.random = random;
  }

  /** Makes each host's secrets and identity key. */
  static CustodyHosts make(RunFolder run, SecureRandom random)
      throws IOException, GeneralSecurityException {
    var hosts = new CustodyHosts(run, random);
    for (int index = 1; index <= COUNT; index++) {
      hosts.add(index);
    }
    return hosts;
  }

  static String name(int index) {
    return "custody-" + index;
  }

  private Path folder(int index) {
    return run.of(name(index));
  }

  private void add(int index) throws IOException, GeneralSecurityException {
    var own = new DaemonPorts(FreePorts.one(), FreePorts.one(), FreePorts.one());
    var identity = KeyFile.make(folder(index), "identity", random);
    secret(index, "host.secret", bytes(32));
    secret(index, "salt", bytes(16));
    secret(
        index,
        "passphrase",
        HexFormat.of().formatHex(bytes(24)).getBytes(StandardCharsets.US_ASCII));
    ports.add(own);
    daemons.add(
        new Roster.Daemon(
            index,
            new DaemonId(name(index)),
            PublicKeyText.of(identity.publicKey()),
            "127.0.0.1:" + own.peer()));
  }

  private byte[] bytes(int length) {
    byte[] out = new byte[length];
    random.nextBytes(out);
    return out;
  }

  private void secret(int index, String file, byte[] content) throws IOException {
    Path path = folder(index).resolve(file);
    var owner = PosixFilePermissions.fromString("rw-------");
    Files.createFile(path, PosixFilePermissions.asFileAttribute(owner));
    Files.write(path, content);
  }

  List<Roster.Daemon> listed() {
    return List.copyOf(daemons);
  }

  List<DaemonPorts> ports() {
    return List.copyOf(ports);
  }

  /** Issues the certificates, writes the configurations and starts all daemons. */
  List<ServiceProcess> start(Certificates certificates, String genesis)
      throws IOException, GeneralSecurityException, InterruptedException {
    var started = new ArrayList<ServiceProcess>();
    for (int index = 1; index <= COUNT; index++) {
      var tls =
          new DaemonCertificates(
              certificates.custody(folder(index), "client", Role.ROLE_CUSTODY_DAEMON, name(index)),
              certificates.custody(folder(index), "peer", Role.ROLE_CUSTODY_DAEMON, name(index)),
              certificates.custody(
                  folder(index), "operator", Role.ROLE_CUSTODY_DAEMON, name(index)));
      String text = Configurations.daemon(name(index), genesis, run, ports.get(index - 1), tls);
      started.add(ServiceProcess.start(run, name(index), Program.CUSTODY_DAEMON, text));
    }
    for (var daemon : started) {
      daemon.awaitReady();
    }
    return started;
  }
}
