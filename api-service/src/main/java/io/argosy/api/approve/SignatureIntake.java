package io.argosy.api.approve;

import io.argosy.api.approve.ApprovalDao.Frozen;
import io.argosy.api.approve.ApprovalDao.Said;
import io.argosy.api.state.BatchRow;
import io.argosy.api.state.BatchState;
import io.argosy.api.state.Events;
import io.argosy.custodycore.Policy;
import io.argosy.custodycore.Policy.Person;
import io.argosy.model.BatchId;
import io.argosy.model.Digest32;
import io.argosy.model.PersonSignature;
import io.argosy.model.PersonSignature.Role;
import io.argosy.model.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Takes people's signatures: only those that hold, so that custody is never sent one that it would
 * refuse. A person's first word for a generation stands.
 */
final class SignatureIntake {
  private final Jdbi db;
  private final Clock clock;
  private final Policy policy;
  private final Events events;

  SignatureIntake(Jdbi db, Clock clock, Policy policy) {
    this.db = db;
    this.clock = clock;
    this.policy = policy;
    this.events = new Events(clock);
  }

  /** What became of a signature. */
  sealed interface Answer {
    record Stored(Standing standing) implements Answer {}

    record NoBatch() implements Answer {}

    record WrongState(String what) implements Answer {}

    record OtherStatement() implements Answer {}

    record PersonUnknown(String who) implements Answer {}

    record SignatureInvalid(String who) implements Answer {}

    record MakerIsApprover(String who) implements Answer {}

    record PolicyMissing(String why) implements Answer {}

    record GenerationUnknown() implements Answer {}
  }

  /**
   * Takes a signature.
   *
   * @param signed hash of the text that was signed
   * @param told the generation that custody is in, as far as it tells
   */
  Answer submit(BatchId batch, Digest32 signed, PersonSignature signature, Optional<Long> told) {
    return db.inTransaction(tx -> submit(tx, batch, signed, signature, told));
  }

  private Answer submit(
      Handle tx, BatchId batch, Digest32 signed, PersonSignature signature, Optional<Long> told) {
    var row = BatchRow.locked(tx, batch);
    if (row.isEmpty()) {
      return new Answer.NoBatch();
    }
    var dao = tx.attach(ApprovalDao.class);
    var frozen = dao.frozen(batch.text());
    if (frozen.isEmpty()) {
      return new Answer.WrongState("the batch is not frozen");
    }
    if (!frozen.get().digest().equals(signed)) {
      return new Answer.OtherStatement();
    }
    var statement = Statement.decode(frozen.get().body());
    var fault = fault(statement, signature);
    if (fault.isPresent()) {
      return fault.get();
    }
    var said = dao.said(new byte[][] {frozen.get().hash()});
    return said.stream()
        .filter(each -> isWordOf(signature, each))
        .findFirst()
        .map(first -> repeated(dao, row.get(), statement, said, signature, first))
        .or(() -> generationFault(signature, told))
        .orElseGet(() -> store(tx, row.get(), frozen.get(), statement, signature));
  }

  /** Why a signature does not count for this statement, whatever its batch's state. */
  private Optional<Answer> fault(Statement statement, PersonSignature signature) {
    if (!clock.instant().isBefore(policy.ends())) {
      return Optional.of(
          new Answer.PolicyMissing("policy " + policy.number() + " ended at " + policy.ends()));
    }
    if (Standing.of(policy, statement, List.of()).needed().isEmpty()) {
      return Optional.of(new Answer.PolicyMissing("no tier allows the statement's totals"));
    }
    var who = signature.key() + " as " + signature.role();
    var person = policy.person(signature.key(), signature.role());
    boolean otherMaker =
        signature.role() == Role.MAKER && !signature.key().equals(statement.maker());
    if (person.isEmpty() || otherMaker) {
      return Optional.of(new Answer.PersonUnknown(who));
    }
    if (!holds(person.get(), statement, signature)) {
      return Optional.of(new Answer.SignatureInvalid(who));
    }
    var maker = policy.person(statement.maker(), Role.MAKER).map(Person::name);
    boolean approvesOwn =
        signature.role() == Role.APPROVER && maker.equals(Optional.of(person.get().name()));
    return approvesOwn ? Optional.of(new Answer.MakerIsApprover(who)) : Optional.empty();
  }

  private boolean holds(Person person, Statement statement, PersonSignature signature) {
    byte[] text =
        PersonSignature.signed(
            signature.role(),
            policy.genesis(),
            signature.generation(),
            signature.verdict(),
            statement.hash());
    return person.publicKey().algorithm() == signature.algorithm()
        && person.publicKey().verifies(text, signature.bytes());
  }

  /** Of another generation it would never count, and its number could shut out those that do. */
  private static Optional<Answer> generationFault(PersonSignature signature, Optional<Long> told) {
    if (told.isEmpty()) {
      return Optional.of(new Answer.GenerationUnknown());
    }
    return told.get() == signature.generation()
        ? Optional.empty()
        : Optional.of(
            new Answer.SignatureInvalid(
                "generation %d, but custody is in %d"
                    .formatted(signature.generation(), told.get())));
  }

  private static boolean isWordOf(PersonSignature signature, Said said) {
    return said.keyId().equals(signature.key().text())
        && said.generation() == signature.generation();
  }

  /** The same word again counts as said now: a batch that came back is approved by it anew. */
  private Answer repeated(
      ApprovalDao dao,
      BatchRow batch,
      Statement statement,
      List<Said> said,
      PersonSignature signature,
      Said first) {
    if (!first.verdict().equals(signature.verdict().name())) {
      return new Answer.WrongState(
          first.keyId() + " said " + first.verdict() + " for this generation");
    }
    dao.signed(batch.id().text(), clock.instant());
    return new Answer.Stored(standing(statement, said, signature.generation()));
  }

  private Answer store(
      Handle tx, BatchRow batch, Frozen frozen, Statement statement, PersonSignature signature) {
    var now = clock.instant();
    if (batch.state() != BatchState.AWAITING_APPROVAL) {
      return new Answer.WrongState("the batch is " + batch.state());
    }
    if (now.isAfter(frozen.expiry())) {
      return new Answer.WrongState("the statement expired at " + frozen.expiry());
    }
    var dao = tx.attach(ApprovalDao.class);
    dao.insert(
        frozen.hash(),
        signature.generation(),
        signature.key().text(),
        signature.role(),
        signature.verdict(),
        signature.algorithm(),
        signature.bytes(),
        now);
    dao.signed(batch.id().text(), now);
    var detail =
        "%s as %s, generation %d"
            .formatted(
                signature.key(),
                signature.role().name().toLowerCase(Locale.ROOT),
                signature.generation());
    events.append(tx, batch.id(), Optional.empty(), "SIGNED_" + signature.verdict(), detail);
    var standing =
        standing(statement, dao.said(new byte[][] {frozen.hash()}), signature.generation());
    BatchRow.waitsFor(tx, batch.id(), standing.missing());
    return new Answer.Stored(standing);
  }

  private Standing standing(Statement statement, List<Said> said, long generation) {
    return Standing.of(
        policy,
        statement,
        said.stream()
            .filter(each -> each.generation() == generation)
            .map(Said::signature)
            .toList());
  }
}
