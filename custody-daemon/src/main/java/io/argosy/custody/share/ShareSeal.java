package io.argosy.custody.share;

import io.argosy.model.Digest32;
import java.io.IOException;
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
public final class ShareSeal implements AutoCloseable {
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
      return sealed(store.wrap(bound, context), box);
    } finally {
      Arrays.fill(dataKey, (byte) 0);
    }
  }

  private static Outcome sealed(KeyStore.Answer wrapping, byte[] box) {
    return switch (wrapping) {
      case KeyStore.Answer.Done(var wrapped) ->
          new Outcome.Done(new SealedShare(wrapped, box).encoded());
      case KeyStore.Answer.Unavailable(var cause, var detail) -> new Outcome.Waiting(cause, detail);
      case KeyStore.Answer.Rejected _ -> new Outcome.Broken(Layer.KEY_STORE);
    };
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

  /** Whether {@link #open} would open it now, as far as the store and this host decide that. */
  Outcome check(byte[] sealed, ShareContext context) {
    Optional<SealedShare> file = SealedShare.decode(sealed);
    if (file.isEmpty()) {
      return new Outcome.Broken(Layer.FILE);
    }
    return switch (store.unwrap(file.get().wrappedKey(), context)) {
      case KeyStore.Answer.Done(var bound) -> checkBound(bound, context);
      case KeyStore.Answer.Unavailable(var cause, var detail) -> new Outcome.Waiting(cause, detail);
      case KeyStore.Answer.Rejected _ -> new Outcome.Broken(Layer.KEY_STORE);
    };
  }

  private Outcome checkBound(byte[] bound, ShareContext context) {
    var dataKey = AesGcm.decrypt(host.layerKey(context), bound, context.aad());
    dataKey.ifPresent(bytes -> Arrays.fill(bytes, (byte) 0));
    return dataKey.isPresent()
        ? new Outcome.Done(new byte[0])
        : new Outcome.Broken(Layer.HOST_SECRET);
  }

  /**
   * The same share, its data key under the newest version of the wrapping key. The data key comes
   * here in between, bound to this host: a server's own rewrapping takes no associated data.
   */
  Outcome rewrap(byte[] sealed, ShareContext context) {
    Optional<SealedShare> file = SealedShare.decode(sealed);
    if (file.isEmpty()) {
      return new Outcome.Broken(Layer.FILE);
    }
    return switch (store.unwrap(file.get().wrappedKey(), context)) {
      case KeyStore.Answer.Done(var bound) -> wrapAnew(bound, file.get().box(), context);
      case KeyStore.Answer.Unavailable(var cause, var detail) -> new Outcome.Waiting(cause, detail);
      case KeyStore.Answer.Rejected _ -> new Outcome.Broken(Layer.KEY_STORE);
    };
  }

  private Outcome wrapAnew(byte[] bound, byte[] box, ShareContext context) {
    try {
      return store.newVersion(context) instanceof KeyStore.Answer.Unavailable(var cause, var why)
          ? new Outcome.Waiting(cause, why)
          : sealed(store.wrap(bound, context), box);
    } finally {
      Arrays.fill(bound, (byte) 0);
    }
  }

  /** Name and version of the key that protects a sealed share. */
  String wrappingKey(byte[] sealed, ShareContext context) {
    return SealedShare.decode(sealed)
        .map(file -> store.wrappingKey(file.wrappedKey(), context))
        .orElse("none: not a sealed share");
  }

  /** Ends the versions before the one that protects a sealed share. */
  KeyStore.Answer retireBefore(byte[] sealed, ShareContext context) {
    return SealedShare.decode(sealed)
        .map(file -> store.retireBefore(file.wrappedKey(), context))
        .orElseGet(() -> new KeyStore.Answer.Rejected("not a sealed share"));
  }

  /** Whether the store would wrap for this context now. */
  KeyStore.Answer tryWrapping(ShareContext context) {
    byte[] probe = new byte[16];
    random.nextBytes(probe);
    return store.wrap(probe, context);
  }

  /**
   * Seals and opens something as a share of this daemon and key, and answers the store's identity.
   *
   * @throws IOException when the store cannot do so now
   */
  public String prove(String daemon, String key) throws IOException {
    var context = new ShareContext(Digest32.of(new byte[32]), daemon, key, 0);
    var trouble =
        switch (seal(new byte[32], context)) {
          case Outcome.Done(var sealed) -> Trouble.of(open(sealed, context), context);
          case Outcome.Waiting waiting -> Trouble.of(waiting, context);
          case Outcome.Broken broken -> Trouble.of(broken, context);
        };
    if (trouble.isPresent()) {
      throw new IOException("the key store cannot be used: " + trouble.get().text());
    }
    return switch (store.identity()) {
      case KeyStore.Identity.Known(var text) -> text;
      case KeyStore.Identity.Unknown(var why) -> throw new IOException(why.toString());
    };
  }

  /** Ends the context's wrapping key: whatever it sealed stays closed for ever. */
  KeyStore.Answer destroyWrappingKey(ShareContext context) {
    return store.destroy(context);
  }

  KeyStore.Identity storeIdentity() {
    return store.identity();
  }

  boolean developmentOnly() {
    return store.developmentOnly();
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

  @Override
  public void close() {
    store.close();
  }
}
