package io.argosy.custody;

import io.argosy.custody.session.Faults;
import io.argosy.custody.session.IdentityKey;
import io.argosy.custody.share.Contexts;
import io.argosy.custody.share.DurableFolder;
import io.argosy.custody.share.HostSecret;
import io.argosy.custody.share.OwnerFile;
import io.argosy.custody.share.ShareSeal;
import io.argosy.custody.share.Shares;
import io.argosy.custodycore.Journal;
import io.argosy.custodycore.StoreJournal;
import io.argosy.servicekit.Lifetime;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What stands on this host's disk: the journal, the identity key, the sealed shares. */
record Stored(Journal journal, IdentityKey identity, Shares shares) {
  private static final Logger LOG = LoggerFactory.getLogger(Stored.class);

  static Stored open(DaemonConfig config, Lifetime lifetime, Faults faults) throws IOException {
    var data = new DurableFolder(config.data());
    var self = config.roster().daemon(config.daemon()).orElseThrow();
    var journal =
        lifetime.closing(Journal.open(data.file("journal.db"), config.genesis(), self.id()));
    var identity = IdentityKey.read(config.identityKey(), self.identity());
    return new Stored(
        journal, identity, lifetime.closing(shares(config, journal.stores(), lifetime, faults)));
  }

  private static Shares shares(
      DaemonConfig config, StoreJournal journal, Lifetime lifetime, Faults faults)
      throws IOException {
    if (config.keyStore().developmentOnly()) {
      LOG.warn("the key store is a passphrase file: for development only, never for real money");
    }
    var host = lifetime.closing(new HostSecret(OwnerFile.read(config.hostSecret())));
    var folder = new DurableFolder(config.data().resolve("shares"));
    var opened = config.keyStore().opening().open(folder, host);
    var seal = new ShareSeal(opened.store(), host, new SecureRandom());
    var shelf = new WatchedShelf(opened.shelf(), faults);
    var sealing = new Shares.Sealing(folder, shelf, seal, config.keyStore().degradedFor());
    var contexts = new Contexts(config.genesis(), config.daemon());
    return Shares.find(sealing, config.roster(), contexts, journal, Clock.systemUTC());
  }
}
