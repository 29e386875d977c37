package io.argosy.api.receive;

import java.util.List;
import java.util.Set;

/** The files that are read as they are; each but Disperse names its columns in its first line. */
enum Layout {
  TEMPLATE,
  SAFE_AIRDROP,
  DISPERSE;

  List<String> required() {
    return switch (this) {
      case TEMPLATE -> List.of("external_id", "recipient", "asset", "amount");
      case SAFE_AIRDROP -> List.of("token_type", "token_address", "receiver", "amount");
      case DISPERSE -> List.of("recipient", "amount");
    };
  }

  private Set<String> optional() {
    return switch (this) {
      case TEMPLATE -> Set.of("chain", "priority", "region", "not_before", "route", "reference");
      case SAFE_AIRDROP -> Set.of("id", "value");
      case DISPERSE -> Set.of();
    };
  }

  boolean knows(String column) {
    return required().contains(column) || optional().contains(column);
  }

  /** The layout that a first line's fields belong to. */
  static Layout of(List<String> first) {
    if (first.getFirst().matches("0[xX].*")) {
      return DISPERSE;
    }
    return first.contains("token_type") || first.contains("token_address")
        ? SAFE_AIRDROP
        : TEMPLATE;
  }
}
