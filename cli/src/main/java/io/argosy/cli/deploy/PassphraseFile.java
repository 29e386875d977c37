package io.argosy.cli.deploy;

import io.argosy.custodycore.StoreId;
import io.argosy.model.Digest32;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** A passphrase and a salt beside the daemon. */
public record PassphraseFile(StoreId id) implements HostKeyStore {
  static PassphraseFile make(HostFolder host, SecureRandom random) throws IOException {
    byte[] salt = new byte[16];
    random.nextBytes(salt);
    host.secret("salt", salt);
    byte[] passphrase = new byte[24];
    random.nextBytes(passphrase);
    String text = HexFormat.of().formatHex(passphrase);
    host.secret("passphrase", text.getBytes(StandardCharsets.US_ASCII));
    return new PassphraseFile(new StoreId("passphrase:" + Digest32.sha256(salt)));
  }

  @Override
  public String section() {
    return """
        key-store {
          kind = passphrase
          passphrase-file = "passphrase"
          salt-file = "salt"
        }
        """;
  }

  @Override
  public Map<String, String> environment() {
    return Map.of();
  }

  @Override
  public List<ProcessList.Entry> processes() {
    return List.of();
  }

  @Override
  public void close() {}
}
