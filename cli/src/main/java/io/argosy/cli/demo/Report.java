package io.argosy.cli.demo;

import io.argosy.cli.deploy.Deployment;
import io.argosy.proto.payout.v1.Batch;
import io.argosy.proto.payout.v1.Payout;
import io.argosy.proto.payout.v1.PayoutState;
import io.argosy.proto.payout.v1.RowError;
import io.argosy.proto.reconcile.v1.ReconcileResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What a run leaves for programs: JSON, snake_case, units in the names, amounts as text. */
final class Report {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int SCHEMA_VERSION = 1;
  private final ObjectNode root = JSON.createObjectNode().put("schema_version", SCHEMA_VERSION);

  void deployment(DemoCommand.Wish wish, Deployment deployment) throws IOException {
    var facts = deployment.facts();
    root.put("seed", wish.seed());
    root.putObject("chain")
        .put("rpc", facts.chain().node().url())
        .put("chain_id", facts.treasury().chain().number())
        .put(
            "options",
            "development chain on loopback, one endpoint; a block a second, 60,000,000 gas a block,"
                + " 16,777,216 gas a transaction; final after "
                + Deployment.FINALITY_DEPTH
                + " blocks");
    root.put("treasury", facts.treasury().address().toString());
    root.put("executor", facts.chain().executor().toString());
    var assets = root.putObject("assets");
    for (String symbol : List.of("DUSD", "DEUR")) {
      assets.put(symbol, facts.chain().asset(symbol).token().orElseThrow().toString());
    }
    var processes = root.putArray("processes");
    for (var entry : deployment.processes()) {
      var node = processes.addObject().put("name", entry.name()).put("pid", entry.pid());
      var ports = node.putObject("ports");
      entry.ports().forEach(ports::put);
    }
  }

  void rejected(List<RowError> errors) {
    var rows = root.putArray("rejected_rows");
    for (var error : errors) {
      rows.addObject()
          .put("line", error.getLine())
          .put("field", error.getField())
          .put("reason", error.getReason())
          .put("found", error.getFound())
          .put("remedy", error.getRemedy());
    }
  }

  void batch(Batch batch) {
    int all = 0;
    int confirmed = 0;
    for (var each : batch.getPayoutStatesList()) {
      all += each.getCount();
      if (each.getState() == PayoutState.PAYOUT_STATE_COMPLETED) {
        confirmed += each.getCount();
      }
    }
    root.put("batch", batch.getBatchId());
    root.put("accepted", all);
    root.put("confirmed", confirmed);
    root.put("failed", all - confirmed);
    root.put("gas_used", batch.getGasUsed());
    int signatures = 0;
    var sessions = root.putObject("sessions_by_quorum");
    for (var quorum : batch.getSessionsByQuorumList()) {
      sessions.put(String.join("+", quorum.getDaemonsList()), quorum.getSessions());
      signatures += quorum.getSessions();
    }
    root.put("signatures", signatures);
  }

  void payouts(Path file, List<Payout> payouts) throws IOException {
    var text = new StringBuilder(payouts.size() * 200);
    text.append("external_id,line,recipient,asset,amount_base_units,state,tx_hash,block\n");
    for (var payout : payouts) {
      text.append(
          "%s,%d,%s,%s,%s,%s,%s,%d\n"
              .formatted(
                  payout.getExternalId(),
                  payout.getLine(),
                  payout.getRecipient(),
                  payout.getAsset(),
                  payout.getAmountUnits(),
                  payout.getState().name().substring("PAYOUT_STATE_".length()),
                  payout.getTxHash(),
                  payout.getBlockNumber()));
    }
    Files.writeString(file, text);
    root.put("payouts_file", file.toString());
    var transactions = new HashSet<String>();
    payouts.forEach(payout -> transactions.add(payout.getTxHash()));
    transactions.remove("");
    root.put("transactions", transactions.size());
  }

  void gas(Gas gas) {
    var node = root.putObject("gas_per_payout");
    gas.perPayout().forEach(node::put);
  }

  void reconciled(ReconcileResponse found) {
    root.put("breaks", found.getBreaksCount());
    root.put("payouts_matched", found.getPayoutsMatched());
    root.put("refills_matched", found.getRefillsMatched());
    root.put("fees_matched", found.getFeesMatched());
    root.put("balances_matched", found.getBalancesMatched());
    var classes = root.putArray("break_classes");
    found
        .getBreaksList()
        .forEach(
            each -> classes.add(each.getBreakClass().name().substring("BREAK_CLASS_".length())));
  }

  void frozen(SortedMap<String, String> byDaemon) {
    var node = root.putObject("frozen");
    byDaemon.forEach(node::put);
  }

  void elapsed(Map<String, Duration> elapsed) {
    var node = root.putObject("elapsed_s");
    elapsed.forEach((stage, time) -> node.put(stage, time.toMillis() / 1000.0));
  }

  /** Written on failure too, with what is known by then. */
  void write(Path file) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Files.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n");
  }
}
