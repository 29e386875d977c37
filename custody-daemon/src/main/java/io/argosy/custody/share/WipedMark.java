package io.argosy.custody.share;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** While it stands no share comes into memory, over restarts too. */
record WipedMark(DurableFolder folder) {
  private static final Logger LOG = LoggerFactory.getLogger(WipedMark.class);
  private static final String FILE = "wiped";
  static final Trouble TROUBLE =
      Trouble.other("WIPED: a freeze wiped the shares; unseal them on this host");

  /** A folder that cannot be read lets nothing in. */
  boolean stands() {
    try {
      return folder.read(FILE).isPresent();
    } catch (IOException e) {
      LOG.error("the shares' folder cannot be read", e);
      return true;
    }
  }

  void set() throws IOException {
    folder.write(FILE, new byte[0]);
  }

  void remove() throws IOException {
    folder.delete(FILE);
  }
}
