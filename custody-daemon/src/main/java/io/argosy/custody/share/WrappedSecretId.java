package io.argosy.custody.share;

import io.github.jopenlibs.vault.VaultException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;

/**
 * A secret id that came response-wrapped. Its token is used once, at the first login, and then its
 * file is gone; the secret id stays sealed under the host's secret for later starts. A token that
 * was used before tells that somebody else holds the secret id. A new token is put in the same
 * file.
 */
public final class WrappedSecretId {
  private static final byte[] PURPOSE = "argosy secret id 1\n".getBytes(StandardCharsets.US_ASCII);
  private static final String STOLEN =
      "the wrapping token was used already, or is too old: treat the secret id as stolen, revoke it"
          + " and wrap another";
  private final Path token;
  private final DurableFolder folder;
  private final HostSecret host;
  private final SecureRandom random;

  /**
   * @param token holds the wrapping token until the first login
   * @param folder keeps the sealed secret id, as {@code secret-id.sealed}
   */
  public WrappedSecretId(Path token, DurableFolder folder, HostSecret host, SecureRandom random) {
    this.token = token;
    this.folder = folder;
    this.host = host;
    this.random = random;
  }

  SecretText read(VaultClient client) throws VaultException, IOException, VaultTrouble {
    return Files.exists(token) ? unwrap(client) : kept();
  }

  private SecretText unwrap(VaultClient client) throws VaultException, IOException, VaultTrouble {
    String text = new String(OwnerFile.firstLine(token));
    requireOfASecretId(client, text);
    var answer = client.as(text).logical().write("sys/wrapping/unwrap", Map.of());
    String secretId = answer.getData().getOrDefault("secret_id", "");
    if (answer.getRestResponse().getStatus() != 200 || secretId.isEmpty()) {
      throw new VaultTrouble(KeyStore.Cause.PERMISSION_DENIED, STOLEN);
    }
    byte[] plain = secretId.getBytes(StandardCharsets.UTF_8);
    try {
      byte[] sealed = AesGcm.encrypt(host.key(PURPOSE), plain, PURPOSE, random);
      folder.write("secret-id.sealed", sealed);
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
    Files.delete(token);
    return new SecretText(secretId.toCharArray());
  }

  /** Whoever swaps the token for one of his own wraps something else than a role's secret id. */
  private static void requireOfASecretId(VaultClient client, String text)
      throws VaultException, VaultTrouble {
    var answer = client.as(text).logical().write("sys/wrapping/lookup", Map.of("token", text));
    int status = answer.getRestResponse().getStatus();
    if (status == 400 || status == 403) {
      throw new VaultTrouble(KeyStore.Cause.PERMISSION_DENIED, STOLEN);
    }
    String path = answer.getData().getOrDefault("creation_path", "");
    if (!path.matches(".*auth/[^/]+/role/[^/]+/secret-id")) {
      throw new VaultTrouble(
          KeyStore.Cause.PERMISSION_DENIED, "the wrapping token holds no secret id of a role");
    }
  }

  private SecretText kept() throws IOException {
    byte[] sealed =
        folder
            .read("secret-id.sealed")
            .orElseThrow(() -> new IOException(token + " is missing, and no secret id is kept"));
    byte[] plain =
        AesGcm.decrypt(host.key(PURPOSE), sealed, PURPOSE)
            .orElseThrow(() -> new IOException("the kept secret id is not of this host"));
    try {
      CharBuffer text = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(plain));
      char[] owned = new char[text.remaining()];
      text.get(owned);
      Arrays.fill(text.array(), '\0');
      return new SecretText(owned);
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }
}
