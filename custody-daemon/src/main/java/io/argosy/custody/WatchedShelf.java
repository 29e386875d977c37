package io.argosy.custody;

import io.argosy.custody.session.Faults;
import io.argosy.custody.share.KeyStore;
import io.argosy.custody.share.ShareContext;
import io.argosy.custody.share.Shelf;

/** A shelf each of whose durable changes is a moment at which a test may stop the process. */
record WatchedShelf(Shelf shelf, Faults faults) implements Shelf {
  @Override
  public KeyStore.Answer read(ShareContext context) {
    return shelf.read(context);
  }

  @Override
  public boolean lacks(ShareContext context) {
    return shelf.lacks(context);
  }

  @Override
  public KeyStore.Answer write(ShareContext context, byte[] sealed) {
    var answer = shelf.write(context, sealed);
    faults.at(Faults.Point.SHARE_SEALED);
    return answer;
  }

  @Override
  public KeyStore.Answer destroy(ShareContext context) {
    faults.at(Faults.Point.SHARE_ENDING);
    var answer = shelf.destroy(context);
    faults.at(Faults.Point.SHARE_ENDED);
    return answer;
  }
}
