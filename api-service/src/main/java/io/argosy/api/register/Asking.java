package io.argosy.api.register;

import io.argosy.api.custody.CustodyClient;
import io.argosy.api.custody.CustodyGroup;
import io.argosy.api.custody.DaemonAnswer;
import io.argosy.api.state.Faults;
import io.argosy.api.state.Ground;
import io.argosy.api.statement.StatementStore;
import io.argosy.custodycore.Acknowledgement;
import io.argosy.custodycore.Policy;
import io.argosy.model.BatchId;
import io.argosy.model.Digest32;
import io.argosy.model.PersonSignature;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Asks one daemon to register one statement, checks its word and stores it. Thread-safe. */
final class Asking {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private final Ground ground;
  private final CustodyGroup custody;
  private final Policy policy;
  private final StatementStore statements;

  Asking(Ground ground, CustodyGroup custody, Policy policy, StatementStore statements) {
    this.ground = ground;
    this.custody = custody;
    this.policy = policy;
    this.statements = statements;
  }

  /** Answers what the daemon said; an acknowledgement that holds is stored by then. */
  DaemonAnswer<Acknowledgement.Signed> ask(RegisterDao.Open batch, CustodyClient daemon) {
    var statement = Digest32.of(batch.statementHash());
    var answer = daemon.register(statements.get(statement), signatures(batch), PATIENCE);
    switch (answer) {
      case DaemonAnswer.Given(var signed) -> {
        if (signed.acknowledgement().generation() != batch.generation()
            || !custody.holds(signed, daemon.id(), statement)) {
          var lie =
              new DaemonAnswer.Refused<Acknowledgement.Signed>(
                  "ACKNOWLEDGEMENTS_MISSING", "its acknowledgement does not hold");
          keep(batch, daemon, lie);
          return lie;
        }
        keep(batch, daemon, signed);
        ground.faults().at(Faults.Point.ACKNOWLEDGEMENT_STORED);
      }
      case DaemonAnswer.Refused<Acknowledgement.Signed> refused -> keep(batch, daemon, refused);
      case DaemonAnswer.Silent<Acknowledgement.Signed> _ -> {}
    }
    return answer;
  }

  /** Of people whom the policy lists: custody refuses the whole when it does not know one. */
  private List<PersonSignature> signatures(RegisterDao.Open batch) {
    return ground
        .db()
        .withExtension(
            RegisterDao.class, dao -> dao.signatures(batch.statementHash(), batch.generation()))
        .stream()
        .map(signed -> signed.under(batch.generation()))
        .filter(signed -> policy.person(signed.key(), signed.role()).isPresent())
        .toList();
  }

  private void keep(
      RegisterDao.Open batch, CustodyClient daemon, Acknowledgement.Signed acknowledged) {
    ground
        .db()
        .useTransaction(
            tx -> {
              var dao = tx.attach(RegisterDao.class);
              var said = acknowledged.acknowledgement();
              int kept =
                  dao.keep(
                      batch.statementHash(),
                      daemon.id().text(),
                      said.generation(),
                      said.encoded(),
                      acknowledged.signature(),
                      ground.clock().instant());
              dao.forgetRefusal(batch.statementHash(), daemon.id().text());
              if (kept == 1) {
                ground
                    .events()
                    .append(
                        tx,
                        new BatchId(batch.batchId()),
                        Optional.empty(),
                        "CUSTODY_ACKNOWLEDGED",
                        daemon.id() + " registered the statement");
              }
            });
  }

  private void keep(RegisterDao.Open batch, CustodyClient daemon, DaemonAnswer.Refused<?> refused) {
    ground
        .db()
        .useTransaction(
            tx ->
                tx.attach(RegisterDao.class)
                    .keepRefusal(
                        batch.statementHash(),
                        daemon.id().text(),
                        refused.reason(),
                        refused.detail(),
                        ground.clock().instant()));
  }
}
