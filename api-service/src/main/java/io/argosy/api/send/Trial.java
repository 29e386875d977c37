package io.argosy.api.send;

import io.argosy.api.statement.StatementStore;
import io.argosy.chainclient.ChainClient;
import io.argosy.chainclient.Simulation;
import io.argosy.model.Address;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Optional;

/** Tries a shard's call before it costs anything: who copied calldata may have been faster. */
final class Trial {
  private static final byte[] DELEGATED = {(byte) 0xef, 0x01, 0x00};
  private static final int MOST_GAS = 1 << 24;
  private final ChainClient chain;
  private final StatementStore statements;
  private final Address treasury;
  private final Address executor;

  Trial(ChainClient chain, StatementStore statements, Address treasury, Address executor) {
    this.chain = chain;
    this.statements = statements;
    this.treasury = treasury;
    this.executor = executor;
  }

  /** What became of it. */
  sealed interface Verdict {
    /** It pays somebody, within this gas. */
    record Pays(SignedShard shard, int gasLimit) implements Verdict {}

    /** It would revert now. */
    record Reverts(SignedShard shard, String error) implements Verdict {}
  }

  /** A call of an account without code runs and pays nobody; only a final delegation counts. */
  boolean treasuryRunsExecutor(long finalBlock) throws IOException {
    byte[] code = chain.code(treasury, finalBlock);
    return code.length == 23
        && Arrays.equals(code, 0, 3, DELEGATED, 0, 3)
        && Address.of(Arrays.copyOfRange(code, 3, 23)).equals(executor);
  }

  /** An odd token may need more than was planned; what is not used is not paid for. */
  Verdict of(SignedShard shard, Address lane) {
    byte[] data = shard.calldata(statements);
    try {
      var planned = chain.simulate(lane, treasury, data, shard.gasLimit());
      if (planned instanceof Simulation.Reverts(var error)
          && ExecutorRevert.name(error).equals(ExecutorRevert.SHORT_GAS)) {
        return verdict(shard, chain.simulate(lane, treasury, data, MOST_GAS), MOST_GAS);
      }
      return verdict(shard, planned, shard.gasLimit());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Why a refill's call would revert now, if it would. */
  Optional<String> fault(SignedRefill refill, Address lane) throws IOException {
    return switch (chain.simulate(lane, treasury, refill.calldata(), refill.gasLimit())) {
      case Simulation.Runs _ -> Optional.empty();
      case Simulation.Reverts(var data) -> Optional.of(ExecutorRevert.name(data));
    };
  }

  private static Verdict verdict(SignedShard shard, Simulation simulation, int gasLimit) {
    return switch (simulation) {
      case Simulation.Runs _ -> new Verdict.Pays(shard, gasLimit);
      case Simulation.Reverts(var data) -> new Verdict.Reverts(shard, ExecutorRevert.name(data));
    };
  }
}
