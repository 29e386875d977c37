package io.argosy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.proto.common.v1.Reason;
import io.argosy.proto.common.v1.ReasonOuterClass;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/** Which reasons of the catalogue came over the wire, each with the status that belongs to it. */
final class Provoked {
  private final Set<Reason> seen = EnumSet.noneOf(Reason.class);

  /** The answer must be a refusal for this reason. */
  void by(Reason reason, Said said) {
    assertThat(requireCatalogued(reason.name(), said)).as(said.toString()).isEqualTo(reason);
    seen.add(reason);
  }

  /** What is neither an answer nor in the catalogue, with the status that it says, is a fault. */
  static Reason requireCatalogued(String what, Said said) {
    assertThat(said.end()).as(what + " was answered").isPresent();
    assertThat(said.reason()).as(what + " without ErrorInfo: " + said).isPresent();
    var reason = Reason.valueOf("REASON_" + said.reason().orElseThrow());
    String code =
        reason.getValueDescriptor().getOptions().getExtension(ReasonOuterClass.grpcStatus);
    assertThat(said.code().name()).as(what + ": " + said).isEqualTo(code);
    return reason;
  }

  /** Reasons of the catalogue that nothing provoked. */
  Set<Reason> missing(Collection<Reason> later) {
    var missing = EnumSet.allOf(Reason.class);
    missing.removeAll(Arrays.asList(Reason.REASON_UNSPECIFIED, Reason.UNRECOGNIZED));
    missing.removeAll(seen);
    missing.removeAll(later);
    return missing;
  }
}
