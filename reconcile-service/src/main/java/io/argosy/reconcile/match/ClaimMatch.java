package io.argosy.reconcile.match;

import io.argosy.model.Address;
import io.argosy.model.AssetId;
import io.argosy.model.Digest32;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Holds what treasuries say they paid against the leaves that people signed and the tokens' own
 * logs. A claim is proven by its signed leaf and, for a token, by exactly one log of that recipient
 * and amount in the same transaction; the balance check stands behind native coin. Every log proves
 * one claim, every leaf is paid once.
 */
public final class ClaimMatch {
  /** A claim with the leaf that explains it. */
  public record Proven(Claim claim, SignedLeaf leaf) {}

  /**
   * What became of the claims and logs.
   *
   * @param payments first payments of their leaves
   * @param duplicates proven again for a leaf that was paid before
   * @param unproven claims that no signed leaf or no log stands behind
   * @param strays logs of money leaving that no claim explains
   */
  public record Result(
      List<Proven> payments,
      List<Proven> duplicates,
      List<Claim> unproven,
      List<TokenTransfer> strays) {
    public Result {
      payments = List.copyOf(payments);
      duplicates = List.copyOf(duplicates);
      unproven = List.copyOf(unproven);
      strays = List.copyOf(strays);
    }
  }

  private record Key(
      Digest32 transaction, AssetId asset, Address from, Address to, BigInteger units) {
    private static Key of(TokenTransfer log) {
      return new Key(
          log.at().transaction(), log.asset(), log.sender(), log.recipient(), log.units());
    }
  }

  private final Map<Key, Deque<TokenTransfer>> logs = new HashMap<>();

  private ClaimMatch(List<TokenTransfer> outgoing) {
    outgoing.forEach(log -> logs.computeIfAbsent(Key.of(log), _ -> new ArrayDeque<>()).add(log));
  }

  /**
   * Compares.
   *
   * @param claims in chain order
   * @param signed leaves by their reference
   * @param outgoing logs whose sender is a treasury
   * @param paidBefore leaves that earlier blocks paid
   */
  public static Result of(
      List<Claim> claims,
      Map<LeafRef, SignedLeaf> signed,
      List<TokenTransfer> outgoing,
      Set<LeafRef> paidBefore) {
    var match = new ClaimMatch(outgoing);
    var paid = new HashSet<>(paidBefore);
    var payments = new ArrayList<Proven>();
    var duplicates = new ArrayList<Proven>();
    var unproven = new ArrayList<Claim>();
    for (Claim claim : claims) {
      var leaf = Optional.ofNullable(signed.get(claim.leaf())).filter(l -> match.proves(claim, l));
      if (leaf.isEmpty()) {
        unproven.add(claim);
      } else if (paid.add(claim.leaf())) {
        payments.add(new Proven(claim, leaf.get()));
      } else {
        duplicates.add(new Proven(claim, leaf.get()));
      }
    }
    var strays = match.logs.values().stream().flatMap(Deque::stream).toList();
    return new Result(payments, duplicates, unproven, strays);
  }

  /** Takes the log that it needs, so that no other claim leans on the same one. */
  private boolean proves(Claim claim, SignedLeaf leaf) {
    if (!leaf.treasury().equals(claim.treasury()) || !leaf.asset().equals(claim.asset())) {
      return false;
    }
    if (leaf.asset().token().isEmpty()) {
      return claim.kind() == Claim.Kind.PAID;
    }
    var key =
        new Key(
            claim.at().transaction(),
            leaf.asset(),
            leaf.treasury().address(),
            leaf.recipient(),
            leaf.units());
    var found = logs.get(key);
    return found != null && found.poll() != null;
  }
}
