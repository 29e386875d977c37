package io.argosy.reconcile.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.argosy.chain.Abi;
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
import io.argosy.model.ChainId;
import io.argosy.model.Digest32;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class BlockFactsTest {
  private static final ChainId CHAIN = new ChainId(31337);
  private static final Address TREASURY = Address.parse("0x" + "dd".repeat(20));
  private static final Address TOKEN = Address.parse("0x" + "cc".repeat(20));
  private static final Address OTHER_TOKEN = Address.parse("0x" + "c1".repeat(20));
  private static final Address LANE = Address.parse("0x" + "aa".repeat(20));
  private static final Address ALICE = Address.parse("0x" + "ab".repeat(20));
  private static final Digest32 HASH = Digest32.parse("22".repeat(32));
  private static final Digest32 TX = Digest32.parse("77".repeat(32));
  private static final Digest32 STATEMENT = Digest32.parse("11".repeat(32));
  private static final Digest32 TRANSFER = Keccak.hash("Transfer(address,address,uint256)");
  private static final Watched WATCHED =
      new Watched(
          CHAIN,
          List.of(new AccountId(CHAIN, TREASURY)),
          List.of(AssetId.coin(CHAIN), AssetId.token(CHAIN, TOKEN)),
          List.of(LANE));

  private static FullBlock block(Address from, Address to, long value) {
    var head = new Block(9, HASH, HASH, Instant.EPOCH, BigInteger.ONE, 60_000_000);
    return new FullBlock(
        head, List.of(new BlockTransaction(TX, from, Optional.of(to), BigInteger.valueOf(value))));
  }

  private static Receipt receipt(Digest32 transaction, boolean succeeded, Log... logs) {
    return new Receipt(
        transaction,
        9,
        HASH,
        succeeded,
        21_000,
        BigInteger.TEN,
        LANE,
        Optional.empty(),
        List.of(logs));
  }

  private static Digest32 topic(Address address) {
    return Digest32.of(Abi.word(address));
  }

  private static Log log(Address at, byte[] data, Digest32... topics) {
    return new Log(at, Arrays.asList(topics), data, 9, HASH, TX, 0);
  }

  private static Log transfer(Address token, Address from, Address to, long units) {
    return log(token, Abi.word(units), TRANSFER, topic(from), topic(to));
  }

  private static BlockFacts facts(Address from, Address to, long value, Receipt receipt)
      throws IOException {
    return BlockFacts.of(WATCHED, block(from, to, value), List.of(receipt));
  }

  @Test
  void aBlockWhoseReceiptsAreMissingOrOfOtherTransactionsIsNoAnswer() {
    assertThatThrownBy(() -> BlockFacts.of(WATCHED, block(LANE, TREASURY, 0), List.of()))
        .isInstanceOf(BrokenChain.class);
    assertThatThrownBy(() -> facts(LANE, TREASURY, 0, receipt(HASH, true)))
        .isInstanceOf(BrokenChain.class);
  }

  @Test
  void logsOfNothingOfOtherTokensAndBetweenOthersAreLeftOut() throws IOException {
    var facts =
        facts(
            LANE,
            TREASURY,
            0,
            receipt(
                TX,
                true,
                transfer(TOKEN, TREASURY, ALICE, 0),
                transfer(OTHER_TOKEN, TREASURY, ALICE, 5),
                transfer(TOKEN, ALICE, LANE, 5)));

    assertThat(facts.transfers()).isEmpty();
  }

  @Test
  void anEventOfAnotherAddressIsNoClaim() throws IOException {
    byte[] masks = Abi.concat(Abi.word(1), Abi.word(0), Abi.word(0));
    var topics =
        new Digest32[] {ExecutorEvent.PAID, STATEMENT, Digest32.of(Abi.word(1)), topic(TOKEN)};

    assertThat(facts(LANE, ALICE, 0, receipt(TX, true, log(ALICE, masks, topics))).claims())
        .isEmpty();
  }

  @Test
  void everyBitOfTheTreasurysMasksIsAClaimOfItsLeaf() throws IOException {
    byte[] masks = Abi.concat(Abi.word(5), Abi.word(2), Abi.word(8));
    var topics =
        new Digest32[] {ExecutorEvent.PAID, STATEMENT, Digest32.of(Abi.word(1)), topic(TOKEN)};

    var claims = facts(LANE, TREASURY, 0, receipt(TX, true, log(TREASURY, masks, topics))).claims();

    assertThat(claims)
        .extracting(BlockFacts.Claim::leaf, BlockFacts.Claim::kind)
        .containsExactly(
            tuple(256L, BlockFacts.Kind.PAID),
            tuple(258L, BlockFacts.Kind.PAID),
            tuple(259L, BlockFacts.Kind.DISPUTED));
  }

  @Test
  void aRevertedTransactionBringsNoCoinAndStillCostsItsLane() throws IOException {
    var reverted = facts(LANE, TREASURY, 7, receipt(TX, false));

    assertThat(reverted.coinInflows()).isEmpty();
    assertThat(reverted.costs())
        .containsExactly(
            new BlockFacts.Cost(TX, LANE, BlockFacts.Payer.LANE, BigInteger.valueOf(210_000)));
    assertThat(facts(ALICE, TREASURY, 7, receipt(TX, true)).coinInflows())
        .extracting(BlockFacts.CoinInflow::units)
        .containsExactly(BigInteger.valueOf(7));
  }

  @Test
  void aTransactionOfTheTreasuryItselfIsItsOwnCost() throws IOException {
    assertThat(facts(TREASURY, ALICE, 7, receipt(TX, true)).costs())
        .extracting(BlockFacts.Cost::payer)
        .containsExactly(BlockFacts.Payer.TREASURY);
  }
}
