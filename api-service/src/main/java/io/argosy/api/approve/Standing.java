package io.argosy.api.approve;

import io.argosy.custodycore.Policy;
import io.argosy.custodycore.Policy.Person;
import io.argosy.model.PersonSignature;
import io.argosy.model.PersonSignature.Role;
import io.argosy.model.PersonSignature.Verdict;
import io.argosy.model.Statement;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * How far a statement is with the people of one generation, by the policy in force here. Counts
 * people, not keys, and only those whom the policy still lists.
 *
 * @param makerSigned whether the maker said yes
 * @param approvedBy names of the approvers who said yes
 * @param rejectedBy name of somebody who said no, if anybody did
 * @param needed approvals; empty where no tier allows the statement's totals
 */
record Standing(
    boolean makerSigned,
    List<String> approvedBy,
    Optional<String> rejectedBy,
    Optional<Integer> needed) {
  Standing {
    approvedBy = List.copyOf(approvedBy);
  }

  /** Judges signatures, each of which held for its key when it was stored. */
  static Standing of(Policy policy, Statement statement, Collection<PersonSignature> said) {
    var maker = policy.person(statement.maker(), Role.MAKER).map(Person::name);
    boolean makerSigned = false;
    var approved = new TreeSet<String>();
    Optional<String> rejected = Optional.empty();
    for (var signature : said) {
      var person = policy.person(signature.key(), signature.role()).map(Person::name);
      if (person.isEmpty()) {
        continue;
      }
      if (signature.verdict() == Verdict.REJECT) {
        rejected = person;
      } else if (signature.role() == Role.MAKER) {
        makerSigned |= signature.key().equals(statement.maker());
      } else if (!person.equals(maker)) {
        approved.add(person.get());
      }
    }
    return new Standing(makerSigned, List.copyOf(approved), rejected, needed(policy, statement));
  }

  private static Optional<Integer> needed(Policy policy, Statement statement) {
    int most = 1;
    for (var total : statement.totals()) {
      var tier = policy.approvalsFor(total.asset(), total.units());
      if (tier.isEmpty()) {
        return Optional.empty();
      }
      most = Math.max(most, tier.get());
    }
    return Optional.of(most);
  }

  boolean isComplete() {
    return missing().isEmpty();
  }

  /** A reason of the catalogue and where; empty when enough people signed. */
  String missing() {
    if (rejectedBy.isPresent()) {
      return "REJECTED_BY_APPROVER: " + rejectedBy.get();
    }
    if (needed.isEmpty()) {
      return "LIMIT_EXCEEDED: no tier of the policy allows the totals";
    }
    if (!makerSigned) {
      return "MAKER_MISSING: the maker has not signed";
    }
    return approvedBy.size() < needed.get()
        ? "APPROVALS_MISSING: %d of %d people".formatted(approvedBy.size(), needed.get())
        : "";
  }
}
