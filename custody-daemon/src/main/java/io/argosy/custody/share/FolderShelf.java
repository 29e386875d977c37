package io.argosy.custody.share;

import io.argosy.custody.share.KeyStore.Answer;
import java.io.IOException;
import java.nio.file.Files;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sealed shares as files of the daemon's own folder, one an epoch. */
public record FolderShelf(DurableFolder folder) implements Shelf {
  private static final Logger LOG = LoggerFactory.getLogger(FolderShelf.class);

  private static String file(ShareContext context) {
    return context.name() + ".share";
  }

  @Override
  public Answer read(ShareContext context) {
    try {
      return folder
          .read(file(context))
          .<Answer>map(Answer.Done::new)
          .orElseGet(() -> new Answer.Rejected(file(context) + " is missing"));
    } catch (IOException e) {
      LOG.error("{} cannot be read", file(context), e);
      return new Answer.Rejected(file(context) + " cannot be read");
    }
  }

  @Override
  public boolean lacks(ShareContext context) {
    return Files.notExists(folder.file(file(context)));
  }

  @Override
  public Answer write(ShareContext context, byte[] sealed) {
    try {
      folder.write(file(context), sealed);
      return Answer.done();
    } catch (IOException e) {
      LOG.error("{} cannot be written", file(context), e);
      return new Answer.Rejected(file(context) + " cannot be written");
    }
  }

  @Override
  public Answer destroy(ShareContext context) {
    try {
      folder.destroy(file(context));
      return Answer.done();
    } catch (IOException e) {
      LOG.error("{} cannot be deleted", file(context), e);
      return new Answer.Rejected(file(context) + " cannot be deleted");
    }
  }
}
