package io.argosy.reconcile.follow;

import io.argosy.chain.Keccak;
import io.argosy.chain.executor.ExecutorEvent;
import io.argosy.chainclient.Block;
import io.argosy.chainclient.BlockTransaction;
import io.argosy.chainclient.FullBlock;
import io.argosy.chainclient.Log;
import io.argosy.chainclient.Receipt;
import io.argosy.model.AccountId;
import io.argosy.model.Address;
import io.argosy.model.AssetId;
import io.argosy.model.Digest32;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What one final block says about what is watched. Pure: a block and its receipts in, rows out. */
record BlockFacts(
    Block head,
    List<Transfer> transfers,
    List<Claim> claims,
    List<CoinInflow> coinInflows,
    List<Cost> costs) {
  private static final Digest32 TRANSFER = Keccak.hash("Transfer(address,address,uint256)");
  private static final Address COIN = Address.of(new byte[20]);

  /** A token's log. */
  record Transfer(Log at, AssetId asset, Address sender, Address recipient, BigInteger units) {}

  /** What the treasury says of a leaf. */
  enum Kind {
    PAID,
    DISPUTED,
    VOIDED
  }

  /** One bit of the executor's masks. */
  record Claim(
      Log at, Digest32 statement, long leaf, AccountId treasury, AssetId asset, Kind kind) {}

  /** Coin that a transaction brought. */
  record CoinInflow(Digest32 transaction, AccountId treasury, BigInteger units) {}

  /** Who paid for a transaction. */
  enum Payer {
    LANE,
    TREASURY
  }

  /** What a transaction cost its sender, in wei. */
  record Cost(Digest32 transaction, Address account, Payer payer, BigInteger units) {}

  /**
   * Reads a block.
   *
   * @param receipts of all its transactions, in order; anything else is no answer
   */
  static BlockFacts of(Watched watched, FullBlock block, List<Receipt> receipts)
      throws BrokenChain {
    var listed = block.transactions().stream().map(BlockTransaction::hash).toList();
    if (!receipts.stream().map(Receipt::transaction).toList().equals(listed)) {
      throw new BrokenChain(
          "block " + block.head().number() + " and its receipts name different transactions");
    }
    var facts =
        new BlockFacts(
            block.head(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>());
    for (int i = 0; i < receipts.size(); i++) {
      facts.read(watched, block.transactions().get(i), receipts.get(i));
    }
    return facts;
  }

  private void read(Watched watched, BlockTransaction transaction, Receipt receipt) {
    var fee = receipt.gasPrice().multiply(BigInteger.valueOf(receipt.gasUsed()));
    Address sender = transaction.from();
    if (watched.isLane(sender)) {
      costs.add(new Cost(transaction.hash(), sender, Payer.LANE, fee));
    } else if (watched.isTreasury(sender)) {
      costs.add(new Cost(transaction.hash(), sender, Payer.TREASURY, fee));
    }
    if (receipt.succeeded() && transaction.value().signum() > 0) {
      transaction
          .to()
          .filter(watched::isTreasury)
          .map(to -> new AccountId(watched.chain(), to))
          .ifPresent(
              to -> coinInflows.add(new CoinInflow(transaction.hash(), to, transaction.value())));
    }
    for (Log log : receipt.logs()) {
      if (watched.isTreasury(log.address())) {
        event(watched, log);
      }
      if (watched.isToken(log.address())) {
        transfer(watched, log);
      }
    }
  }

  private void event(Watched watched, Log log) {
    var treasury = new AccountId(watched.chain(), log.address());
    var event = ExecutorEvent.decode(log.topics(), log.data());
    if (event.isEmpty()) {
      return;
    }
    switch (event.get()) {
      case ExecutorEvent.Paid paid -> {
        var asset =
            paid.token().equals(COIN)
                ? AssetId.coin(watched.chain())
                : AssetId.token(watched.chain(), paid.token());
        bits(log, paid.statement(), paid.word(), paid.paid(), treasury, asset, Kind.PAID);
        bits(log, paid.statement(), paid.word(), paid.disputed(), treasury, asset, Kind.DISPUTED);
      }
      case ExecutorEvent.Voided voided ->
          bits(
              log,
              voided.statement(),
              voided.word(),
              voided.mask(),
              treasury,
              AssetId.coin(watched.chain()),
              Kind.VOIDED);
    }
  }

  private void bits(
      Log log,
      Digest32 statement,
      long word,
      BigInteger mask,
      AccountId treasury,
      AssetId asset,
      Kind kind) {
    for (int bit = 0; bit < mask.bitLength(); bit++) {
      if (mask.testBit(bit)) {
        claims.add(new Claim(log, statement, word * 256 + bit, treasury, asset, kind));
      }
    }
  }

  private void transfer(Watched watched, Log log) {
    byte[] data = log.data();
    if (log.topics().size() != 3
        || data.length != 32
        || !log.topics().getFirst().equals(TRANSFER)) {
      return;
    }
    Address sender = address(log.topics().get(1));
    Address recipient = address(log.topics().get(2));
    var units = new BigInteger(1, data);
    // Anybody may write a treasury's address into a log of nothing, to poison people's histories.
    if (units.signum() > 0 && (watched.isTreasury(sender) || watched.isTreasury(recipient))) {
      var asset = AssetId.token(watched.chain(), log.address());
      transfers.add(new Transfer(log, asset, sender, recipient, units));
    }
  }

  private static Address address(Digest32 topic) {
    return Address.of(Arrays.copyOfRange(topic.bytes(), 12, 32));
  }
}
