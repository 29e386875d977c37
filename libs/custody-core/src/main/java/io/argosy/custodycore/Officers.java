package io.argosy.custodycore;

import io.argosy.model.Digest32;
import io.argosy.model.KeyId;
import io.argosy.model.PersonSignature;
import io.argosy.model.PersonSignature.Role;
import io.argosy.model.PersonSignature.Verdict;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Whether enough officers signed a text. */
final class Officers {
  private Officers() {}

  /** Every signature given must hold, and enough different officers must have said yes. */
  static void require(
      Roster roster, Digest32 genesis, long generation, Digest32 text, List<PersonSignature> given)
      throws Denial {
    Set<KeyId> agreed = new HashSet<>();
    for (var signature : given) {
      var officer =
          roster.officers().stream().filter(o -> o.key().equals(signature.key())).findFirst();
      Denial.unless(officer.isPresent(), Why.ORDER_INVALID, signature.key() + " is no officer");
      byte[] signed =
          PersonSignature.signed(Role.OFFICER, genesis, generation, Verdict.APPROVE, text);
      boolean holds =
          signature.role() == Role.OFFICER
              && signature.generation() == generation
              && signature.verdict() == Verdict.APPROVE
              && officer.get().publicKey().algorithm() == signature.algorithm()
              && officer.get().publicKey().verifies(signed, signature.bytes());
      Denial.unless(holds, Why.ORDER_INVALID, "the signature of " + signature.key());
      agreed.add(signature.key());
    }
    Denial.unless(
        agreed.size() >= roster.officersQuorum(),
        Why.ORDER_INVALID,
        agreed.size() + " of " + roster.officersQuorum() + " officers signed");
  }
}
