package io.argosy.custody.share;

import io.argosy.custody.share.VaultSession.Reply;
import io.github.jopenlibs.vault.response.LogicalResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * HashiCorp Vault or OpenBao: the transit engine wraps under keys of the daemon's own, one a
 * context, whose name is {@code DAEMON.KEY.EPOCH}, the context as associated data. The store's
 * administrators make those keys and their versions. Thread-safe.
 */
public final class VaultStore implements KeyStore {
  private static final Base64.Encoder BASE64 = Base64.getEncoder();
  private final VaultSession session;
  private final String mount;

  public VaultStore(VaultSession session, String mount) {
    this.session = session;
    this.mount = mount;
  }

  @Override
  public Identity identity() {
    return session.identity();
  }

  @Override
  public boolean developmentOnly() {
    return false;
  }

  @Override
  public Answer wrap(byte[] secret, ShareContext context) {
    var asked = Map.of("plaintext", BASE64.encodeToString(secret));
    return ciphertext(ask("encrypt", asked, context));
  }

  @Override
  public Answer unwrap(byte[] wrapped, ShareContext context) {
    return switch (ask("decrypt", ciphertext(wrapped), context)) {
      case Reply.Fields(var answer) ->
          field(answer, "plaintext").map(VaultStore::decoded).orElseGet(VaultFaults::garbled);
      case Reply.Failed failed -> answer(failed);
    };
  }

  /**
   * The server's own rewrap takes no associated data, so the secret comes here in between; it is
   * bound to this host by a layer of its own.
   */
  @Override
  public Answer rewrap(byte[] wrapped, ShareContext context) {
    return switch (unwrap(wrapped, context)) {
      case Answer.Done(var secret) -> {
        try {
          yield wrap(secret, context);
        } finally {
          Arrays.fill(secret, (byte) 0);
        }
      }
      case Answer.Unavailable no -> no;
      case Answer.Rejected no -> no;
    };
  }

  /** Older versions are ended by the store's administrators: min_decryption_version. */
  @Override
  public Answer retireBefore(byte[] wrapped, ShareContext context) {
    return new Answer.Done(new byte[0]);
  }

  @Override
  public Answer destroy(ShareContext context) {
    String path = mount + "/keys/" + context.wrappingKey();
    return switch (session.ask(logical -> logical.delete(path))) {
      case Reply.Fields _ -> new Answer.Done(new byte[0]);
      case Reply.Failed failed -> answer(failed);
    };
  }

  @Override
  public String wrappingKey(byte[] wrapped, ShareContext context) {
    String[] parts = text(wrapped).split(":", -1);
    return context.wrappingKey() + (parts.length == 3 ? " " + parts[1] : "");
  }

  private Reply ask(String word, Map<String, String> asked, ShareContext context) {
    var body = new HashMap<String, Object>(asked);
    body.put("associated_data", BASE64.encodeToString(context.aad()));
    String path = mount + "/" + word + "/" + context.wrappingKey();
    return session.ask(logical -> logical.write(path, body));
  }

  private static String text(byte[] wrapped) {
    return new String(wrapped, StandardCharsets.ISO_8859_1);
  }

  private static Map<String, String> ciphertext(byte[] wrapped) {
    return Map.of("ciphertext", text(wrapped));
  }

  private static Answer ciphertext(Reply reply) {
    return switch (reply) {
      case Reply.Fields(var answer) ->
          field(answer, "ciphertext")
              .<Answer>map(text -> new Answer.Done(text.getBytes(StandardCharsets.US_ASCII)))
              .orElseGet(VaultFaults::garbled);
      case Reply.Failed failed -> answer(failed);
    };
  }

  private static Answer answer(Reply.Failed failed) {
    return failed.status() == 400
        ? new Answer.Rejected("wrong key, context or bytes")
        : failed.why();
  }

  private static Answer decoded(String base64) {
    try {
      return new Answer.Done(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException e) {
      return VaultFaults.garbled();
    }
  }

  private static Optional<String> field(LogicalResponse answer, String name) {
    return Optional.ofNullable(answer.getData().get(name));
  }

  @Override
  public void close() {
    session.close();
  }
}
