package io.argosy.cli.attack;

import io.argosy.cli.attack.CustodyCaller.Said;
import io.argosy.cli.deploy.Deployment;
import java.io.PrintWriter;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Thefts one after the other. First honest people have two statements approved and one shard paid,
 * so that the attacker has real signatures to bend; from then on nothing may move.
 */
final class Attack {
  private final Deployment deployment;
  private final PrintWriter out;

  Attack(Deployment deployment, PrintWriter out) {
    this.deployment = deployment;
    this.out = out;
  }

  /** Answers the process's exit status: 0 when everybody refused everything and nothing moved. */
  int run() throws Exception {
    try (var caller = CustodyCaller.open(deployment)) {
      var loot = Loot.prepare(deployment, caller);
      out.println();
      out.println("An attacker now owns zone A: the api-service's certificates, its database and");
      out.println("its lanes' keys. Real signatures of real people lie before him.");
      var thefts = new ArrayList<Theft>();
      thefts.addAll(new RegistrationThefts(deployment, caller, loot).all());
      thefts.addAll(new SigningThefts(deployment, caller, loot).all());
      thefts.addAll(new FundThefts(deployment, caller).all());
      thefts.addAll(new ChainThefts(deployment, loot).all());
      var before = loot.balances();
      int wrong = 0;
      for (Theft theft : thefts) {
        wrong += refused(theft) ? 0 : 1;
      }
      return conclude(thefts, wrong, before, loot.balances());
    }
  }

  private boolean refused(Theft theft) throws Exception {
    out.println();
    out.println("· " + theft.name());
    boolean all = true;
    var answers = theft.attempt().run();
    for (var answer : answers.entrySet()) {
      boolean expected = answer.getValue().startsWith(theft.expected());
      all &= expected;
      out.printf(
          "    %-10s %s %s%n", answer.getKey(), expected ? "refuses:" : "SAYS:", answer.getValue());
    }
    out.flush();
    if (answers.isEmpty()) {
      out.println("    NOBODY was asked");
    }
    return all && !answers.isEmpty();
  }

  private int conclude(
      List<Theft> thefts,
      int wrong,
      SortedMap<String, BigInteger> before,
      SortedMap<String, BigInteger> after) {
    out.println();
    boolean moved = !before.equals(after);
    if (moved) {
      out.println("MONEY MOVED: before " + before + ", after " + after);
    }
    if (wrong > 0) {
      out.println(wrong + " thefts were not refused as they must be.");
    }
    if (!moved && wrong == 0) {
      out.printf(
          "%d thefts, %d refused, each for its own reason; treasury and thief hold what they held.%n",
          thefts.size(), thefts.size());
    }
    out.flush();
    return moved || wrong > 0 ? 1 : 0;
  }

  /** Answers as people read them: a refusal's reason, or what was given. */
  static <T> SortedMap<String, String> spelled(SortedMap<String, Said<T>> said) {
    var spelled = new TreeMap<String, String>();
    said.forEach(
        (name, answer) ->
            spelled.put(
                name,
                switch (answer) {
                  case Said.Gave<T> _ -> "yes, and gave it";
                  case Said.Refused<T>(String reason, String detail) -> reason + " " + detail;
                }));
    return spelled;
  }
}
