package io.argosy.custody.share;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals a share in layers: share under a fresh data key, data key under the host's secret, the
 * result under the key store. Disk alone, store alone, or the disk with another daemon's store open
 * nothing. Thread-safe.
 */
public final class ShareSeal {
  /** What became of a sealing or an opening. */
  public sealed interface Outcome {
    /** The sealed file, or the opened share, which the caller owns and wipes. */
    record Done(byte[] bytes) implements Outcome {}

    /** The key store cannot be used now; try again later. */
    record Waiting(KeyStore.Cause cause, String detail) implements Outcome {}

    /** The layer that did not open; no retry helps. */
    record Broken(Layer layer) implements Outcome {}
  }

  /** The layers, outermost first. */
  public enum Layer {
    FILE,
    KEY_STORE,
    HOST_SECRET,
    SHARE
  }

  private final KeyStore store;
  private final HostSecret host;
  private final SecureRandom random;

  public ShareSeal(KeyStore store, HostSecret host, SecureRandom random) {
    this.store = store;
    this.host = host;
    this.random = random;
  }

  /** Seals a share for its context; the plain bytes stay the caller's. */
  public Outcome seal(byte[] share, ShareContext context) {
    byte[] dataKey = new byte[32];
    random.nextBytes(dataKey);
    try {
      byte[] box = AesGcm.encrypt(aes(dataKey), share, context.aad(), random);
      byte[] bound = AesGcm.encrypt(host.layerKey(context), dataKey, context.aad(), random);
      return switch (store.wrap(bound, context)) {
        case KeyStore.Answer.Done(var wrapped) ->
            new Outcome.Done(new SealedShare(wrapped, box).encoded());
        case KeyStore.Answer.Unavailable(var cause, var detail) ->
            new Outcome.Waiting(cause, detail);
        case KeyStore.Answer.Rejected _ -> new Outcome.Broken(Layer.KEY_STORE);
      };
    } finally {
      Arrays.fill(dataKey, (byte) 0);
    }
  }

  /** Opens what {@link #seal} gave for the same context. */
  public Outcome open(byte[] sealed, ShareContext context) {
    Optional<SealedShare> file = SealedShare.decode(sealed);
    if (file.isEmpty()) {
      return new Outcome.Broken(Layer.FILE);
    }
    return switch (store.unwrap(file.get().wrappedKey(), context)) {
      case KeyStore.Answer.Done(var bound) -> openBound(bound, file.get(), context);
      case KeyStore.Answer.Unavailable(var cause, var detail) -> new Outcome.Waiting(cause, detail);
      case KeyStore.Answer.Rejected _ -> new Outcome.Broken(Layer.KEY_STORE);
    };
  }

  /** Why the store cannot be used now; empty when it wraps. */
  Optional<String> trouble(ShareContext context) {
    byte[] probe = new byte[16];
    random.nextBytes(probe);
    return switch (store.wrap(probe, context)) {
      case KeyStore.Answer.Done _ -> Optional.empty();
      case KeyStore.Answer.Unavailable(var cause, var detail) -> Optional.of(cause + ": " + detail);
      case KeyStore.Answer.Rejected(var detail) -> Optional.of("REJECTED: " + detail);
    };
  }

  /** The store's kind and identity, for people; empty while the store cannot say. */
  Optional<String> storeIdentity() {
    String remark = store.developmentOnly() ? " (for development only)" : "";
    return store.identity().map(text -> text + remark);
  }

  private Outcome openBound(byte[] bound, SealedShare file, ShareContext context) {
    Optional<byte[]> dataKey = AesGcm.decrypt(host.layerKey(context), bound, context.aad());
    if (dataKey.isEmpty()) {
      return new Outcome.Broken(Layer.HOST_SECRET);
    }
    try {
      return AesGcm.decrypt(aes(dataKey.get()), file.box(), context.aad())
          .<Outcome>map(Outcome.Done::new)
          .orElseGet(() -> new Outcome.Broken(Layer.SHARE));
    } finally {
      Arrays.fill(dataKey.get(), (byte) 0);
    }
  }

  private static SecretKey aes(byte[] key) {
    return new SecretKeySpec(key, "AES");
  }
}
