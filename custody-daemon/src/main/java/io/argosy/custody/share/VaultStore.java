package io.argosy.custody.share;

import io.argosy.custody.share.VaultSession.Reply;
import io.github.jopenlibs.vault.response.LogicalResponse;
import java.nio.charset.StandardCharsets;
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
  private static final String NO_KEY_TO_DELETE = "could not delete key; not found";
  private static final String NO_KEY = "encryption key not found";
  private static final byte[] NOTHING = "vault:v1:AAAA".getBytes(StandardCharsets.US_ASCII);
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
    return switch (ask("encrypt", asked, context)) {
      case Reply.Fields(var answer) ->
          field(answer, "ciphertext")
              .<Answer>map(text -> new Answer.Done(text.getBytes(StandardCharsets.US_ASCII)))
              .orElseGet(VaultFaults::garbled);
      case Reply.Failed failed -> lacksKey(failed, context) ? missing(context) : answer(failed);
    };
  }

  @Override
  public Answer unwrap(byte[] wrapped, ShareContext context) {
    return switch (ask("decrypt", ciphertext(wrapped), context)) {
      case Reply.Fields(var answer) ->
          field(answer, "plaintext").map(VaultStore::decoded).orElseGet(VaultFaults::garbled);
      case Reply.Failed failed -> answer(failed);
    };
  }

  /** Versions are made by the store's administrators: rotate. */
  @Override
  public Answer newVersion(ShareContext context) {
    return Answer.done();
  }

  /** Older versions are ended by the store's administrators: min_decryption_version. */
  @Override
  public Answer retireBefore(byte[] wrapped, ShareContext context) {
    return Answer.done();
  }

  @Override
  public Answer destroy(ShareContext context) {
    String path = mount + "/keys/" + context.wrappingKey();
    return switch (session.ask(logical -> logical.delete(path))) {
      case Reply.Fields _ -> Answer.done();
      case Reply.Failed failed -> failed.says(NO_KEY_TO_DELETE) ? Answer.done() : answer(failed);
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

  /**
   * Wrapping under a key that nobody made would be making it, which the policy denies like anything
   * else that it does not name; asked to unwrap, the server says that there is none.
   */
  private boolean lacksKey(Reply.Failed failed, ShareContext context) {
    return failed.status() == 403
        && ask("decrypt", ciphertext(NOTHING), context) instanceof Reply.Failed why
        && why.says(NO_KEY);
  }

  private static Answer missing(ShareContext context) {
    return new Answer.Unavailable(
        Cause.PERMISSION_DENIED,
        "the server has no key %s; its administrators make it: deploy/vault/setup-key.sh %s %s %d"
            .formatted(context.wrappingKey(), context.daemon(), context.key(), context.epoch()));
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
