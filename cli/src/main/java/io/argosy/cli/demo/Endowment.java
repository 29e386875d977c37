package io.argosy.cli.demo;

import io.argosy.cli.demo.PayoutsFile.Recipient;
import io.argosy.cli.deploy.Deployment;
import io.argosy.contracts.Deployer;
import io.argosy.model.Address;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Gives every second recipient something beforehand, so that a run pays new and existing holders,
 * which cost differently.
 */
final class Endowment {
  private static final int MOST_A_CALL = 400;

  private Endowment() {}

  /** Answers who holds their asset already. */
  static Set<Address> give(Deployment deployment, PayoutsFile file) throws IOException {
    var chain = deployment.facts().chain();
    var deployer = chain.deployer();
    var sent = new ArrayList<Deployer.Sent>();
    for (String symbol : List.of("DUSD", "DEUR")) {
      var token = chain.asset(symbol).token().orElseThrow();
      var holders = existing(file, symbol);
      for (int from = 0; from < holders.size(); from += MOST_A_CALL) {
        var some = holders.subList(from, Math.min(holders.size(), from + MOST_A_CALL));
        sent.add(deployer.mintAll(token, some, BigInteger.ONE));
      }
    }
    for (Address holder : existing(file, "ETH")) {
      sent.add(deployer.coin(holder, BigInteger.ONE));
    }
    for (var each : sent) {
      deployer.await(each);
    }
    return new HashSet<>(
        file.recipients().stream().filter(Recipient::existing).map(Recipient::address).toList());
  }

  private static List<Address> existing(PayoutsFile file, String symbol) {
    return file.recipients().stream()
        .filter(recipient -> recipient.existing() && recipient.symbol().equals(symbol))
        .map(Recipient::address)
        .toList();
  }
}
