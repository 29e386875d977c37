package io.argosy.custody.share;

import io.argosy.custody.share.KeyStore.Answer;
import io.argosy.custody.share.VaultSession.Call;
import io.argosy.custody.share.VaultSession.Reply;
import java.util.Base64;
import java.util.Map;

/**
 * Sealed shares in the key-value engine, version 2: one path an epoch, {@code
 * MOUNT/DAEMON/KEY/EPOCH}, of which one version is kept; the end of an epoch destroys it, so that
 * nothing can bring it back.
 */
public record VaultShelf(VaultSession session, String mount) implements Shelf {
  private static final String FIELD = "share";

  private String path(ShareContext context) {
    return mount + "/" + inside(context);
  }

  private static String inside(ShareContext context) {
    return context.daemon() + "/" + context.key() + "/" + context.epoch();
  }

  @Override
  public Answer read(ShareContext context) {
    return switch (session.askKeyValue(logical -> logical.read(path(context)))) {
      case Reply.Fields(var answer) -> decoded(answer.getData().getOrDefault(FIELD, ""), context);
      case Reply.Failed(int status, _, var why) ->
          status == 404 ? new Answer.Rejected(path(context) + " is missing") : why;
    };
  }

  @Override
  public boolean lacks(ShareContext context) {
    return session.askKeyValue(logical -> logical.read(path(context)))
            instanceof Reply.Failed(int status, _, _)
        && status == 404;
  }

  private Answer decoded(String base64, ShareContext context) {
    try {
      byte[] sealed = Base64.getDecoder().decode(base64);
      return sealed.length > 0
          ? new Answer.Done(sealed)
          : new Answer.Rejected(path(context) + " is empty");
    } catch (IllegalArgumentException e) {
      return new Answer.Rejected(path(context) + " is not base64");
    }
  }

  /** Says first that one version is kept: what stood here before is gone with this writing. */
  @Override
  public Answer write(ShareContext context, byte[] sealed) {
    String metadata = mount + "/metadata/" + inside(context);
    Call one = logical -> logical.write(metadata, Map.of("max_versions", 1));
    String text = Base64.getEncoder().encodeToString(sealed);
    return switch (session.ask(one)) {
      case Reply.Fields _ ->
          done(session.askKeyValue(logical -> logical.write(path(context), Map.of(FIELD, text))));
      case Reply.Failed failed -> failed.why();
    };
  }

  @Override
  public Answer destroy(ShareContext context) {
    return switch (session.askKeyValue(logical -> logical.read(path(context)))) {
      case Reply.Fields(var answer) -> {
        int version = answer.getDataMetadata().getVersion().intValue();
        yield done(
            session.askKeyValue(logical -> logical.destroy(path(context), new int[] {version})));
      }
      case Reply.Failed(int status, _, var why) -> status == 404 ? Answer.done() : why;
    };
  }

  private static Answer done(Reply reply) {
    return switch (reply) {
      case Reply.Fields _ -> Answer.done();
      case Reply.Failed failed -> failed.why();
    };
  }
}
