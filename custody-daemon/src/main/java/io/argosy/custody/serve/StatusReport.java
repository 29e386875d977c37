package io.argosy.custody.serve;

import com.google.protobuf.ByteString;
import io.argosy.custody.session.Peers;
import io.argosy.custody.session.Quarantine;
import io.argosy.custody.share.KeyCertificate;
import io.argosy.custody.share.Shares;
import io.argosy.custody.takeover.TakingOver;
import io.argosy.custody.tell.Alarms;
import io.argosy.custodycore.Journal;
import io.argosy.custodycore.Policy;
import io.argosy.custodycore.Rosters;
import io.argosy.model.DaemonId;
import io.argosy.proto.custody.v1.GetStatusResponse;
import io.argosy.proto.custody.v1.KeyStatus;
import io.argosy.proto.custody.v1.KeyStoreState;

/** How the daemon is, from what its parts know already: nobody is asked on the way. */
public final class StatusReport {
  private final DaemonId self;
  private final Rosters rosters;
  private final Journal journal;
  private final Shares shares;
  private final Peers peers;
  private final Quarantine quarantine;
  private final Alarms alarms;
  private final TakingOver takingOver;

  public StatusReport(
      DaemonId self,
      Rosters rosters,
      Journal journal,
      Shares shares,
      Peers peers,
      Quarantine quarantine,
      Alarms alarms,
      TakingOver takingOver) {
    this.self = self;
    this.rosters = rosters;
    this.journal = journal;
    this.shares = shares;
    this.peers = peers;
    this.quarantine = quarantine;
    this.alarms = alarms;
    this.takingOver = takingOver;
  }

  GetStatusResponse now() {
    var out =
        GetStatusResponse.newBuilder()
            .setDaemonId(self.text())
            .setGenesisHash(ByteString.copyFrom(rosters.genesis().bytes()))
            .setGeneration(journal.generation())
            .setPolicy(journal.policy().map(Policy::number).orElse(0L))
            .setRosterVersion(rosters.inForce().version())
            .setRosterHash(ByteString.copyFrom(rosters.inForce().hash().bytes()))
            .setKeyStoreIdentity(shares.storeIdentity())
            .addAllFrozen(journal.freezes().inForce());
    peers.up().forEach(peer -> out.addPeersUp(peer.text()));
    quarantine.all().forEach(peer -> out.addQuarantined(peer.text()));
    alarms.late().ifPresent(out::setPolicyLate);
    alarms.policyMissing().forEach(daemon -> out.addPolicyMissing(daemon.text()));
    alarms.conflicts().forEach(conflict -> out.addConflicts(conflict.toString()));
    shares.unlocked().ifPresent(out::setMemoryUnlocked);
    shares.keys().stream().filter(takingOver::settled).forEach(key -> out.addKeys(wire(key)));
    takingOver.waiting().forEach(out::addTakeovers);
    return switch (shares.state()) {
      case Shares.State.Ready _ -> out.setKeyStore(KeyStoreState.KEY_STORE_STATE_READY).build();
      case Shares.State.Degraded(var cause) ->
          out.setKeyStore(KeyStoreState.KEY_STORE_STATE_DEGRADED).setKeyStoreCause(cause).build();
      case Shares.State.Sealed(var cause) ->
          out.setKeyStore(KeyStoreState.KEY_STORE_STATE_SEALED).setKeyStoreCause(cause).build();
    };
  }

  private KeyStatus wire(KeyCertificate key) {
    return KeyStatus.newBuilder()
        .setKeyId(key.key().text())
        .setEpoch(key.epoch())
        .setRosterVersion(rosters.find(key.roster()).orElseThrow().version())
        .setThreshold(key.shared().threshold())
        .setPublicKey(ByteString.copyFrom(key.publicKeyBytes()))
        .build();
  }
}
