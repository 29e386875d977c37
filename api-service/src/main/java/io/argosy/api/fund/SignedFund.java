package io.argosy.api.fund;

import io.argosy.model.FundStatement;
import io.argosy.model.PersonSignature;
import java.util.List;

/** What officers signed so that lanes are refilled; custody checks it, this service hands it on. */
public record SignedFund(FundStatement statement, List<PersonSignature> officers) {
  public SignedFund {
    officers = List.copyOf(officers);
  }
}
