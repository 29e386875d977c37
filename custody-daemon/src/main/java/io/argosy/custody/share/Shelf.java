package io.argosy.custody.share;

/** Where sealed shares stand: the daemon's own folder, or Vault's key-value engine. Thread-safe. */
public interface Shelf {
  /** The sealed share of a context; rejected when there is none. */
  KeyStore.Answer read(ShareContext context);

  /** Whether it is certain that there is none of a context: false when that cannot be known now. */
  boolean lacks(ShareContext context);

  /** Keeps a sealed share in the place of an earlier one; when this answers, it is durable. */
  KeyStore.Answer write(ShareContext context, byte[] sealed);

  /** Removes a context's sealed share and every earlier version of it. */
  KeyStore.Answer destroy(ShareContext context);
}
