package io.argosy.cli.deploy;

import io.argosy.stack.SoftHsm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A SoftHSM token of one daemon's own, in the place of a device, set up by the script of deploy.
 */
public record SoftToken(SoftHsm hsm) implements HostKeyStore {
  private static final Path SCRIPT = RunFolder.home().resolve("deploy/hsm/setup-token.sh");

  static SoftToken make(HostFolder host, SecureRandom random) throws IOException {
    var hsm = SoftHsm.prepare(RunFolder.tools(), host.file("hsm"));
    host.secret("pin", pin(random));
    host.secret("so-pin", pin(random));
    var _ =
        hsm.administrator(
            List.of(
                SCRIPT.toString(),
                host.daemon(),
                host.file("pin").toAbsolutePath().toString(),
                host.file("so-pin").toAbsolutePath().toString()));
    return new SoftToken(hsm);
  }

  private static byte[] pin(SecureRandom random) {
    byte[] pin = new byte[12];
    random.nextBytes(pin);
    return HexFormat.of().formatHex(pin).getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public String section() {
    return """
        key-store {
          kind = pkcs11
          library = "%s"
          slot-index = 0
          pin-file = "pin"
          degraded-for = 15m
        }
        """
        .formatted(hsm.library());
  }

  @Override
  public Map<String, String> environment() {
    return Map.of("SOFTHSM2_CONF", hsm.config().toString());
  }

  @Override
  public List<ProcessList.Entry> processes() {
    return List.of();
  }

  @Override
  public void close() {}
}
