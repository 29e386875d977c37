package io.argosy.custody;

import io.argosy.custody.session.Faults;
import io.argosy.custody.session.IdentityKey;
import io.argosy.custody.share.Contexts;
import io.argosy.custody.share.DurableFolder;
import io.argosy.custody.share.HostSecret;
import io.argosy.custody.share.OwnerFile;
import io.argosy.custody.share.ShareSeal;
import io.argosy.custody.share.Shares;
import io.argosy.custodycore.Gate;
import io.argosy.custodycore.Journal;
import io.argosy.custodycore.Rosters;
import io.argosy.custodycore.StoreJournal;
import io.argosy.servicekit.ConfigFault;
import io.argosy.servicekit.Lifetime;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stands on this host's disk: the journal, the identity key, the sealed shares; and the gate
 * before them.
 */
record Stored(Journal journal, Rosters rosters, Gate gate, IdentityKey identity, Shares shares) {
  private static final Logger LOG = LoggerFactory.getLogger(Stored.class);

  static Stored open(DaemonConfig config, Lifetime lifetime, Faults faults) throws IOException {
    var data = new DurableFolder(config.data());
    var genesis = config.genesis().hash();
    var journal = lifetime.closing(Journal.open(data.file("journal.db"), genesis, config.daemon()));
    var rosters = Rosters.of(config.genesis(), journal);
    var gate = new Gate(rosters, config.daemon(), journal, Clock.systemUTC());
    GivenRosters.take(config.nextRosters(), rosters, gate);
    var self =
        rosters
            .daemon(config.daemon())
            .orElseThrow(
                () -> new ConfigFault(config.daemon() + " does not stand in any roster given"));
    var identity = IdentityKey.read(config.identityKey(), self.identity());
    var shares = lifetime.closing(shares(config, rosters, journal.stores(), lifetime, faults));
    return new Stored(journal, rosters, gate, identity, shares);
  }

  private static Shares shares(
      DaemonConfig config, Rosters rosters, StoreJournal journal, Lifetime lifetime, Faults faults)
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
    var contexts = new Contexts(rosters.genesis(), config.daemon());
    return Shares.find(sealing, rosters, contexts, journal, Clock.systemUTC());
  }
}
