package io.argosy.api.follow;

import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.api.freeze.Freezing;
import io.argosy.api.freeze.Terms;
import io.argosy.api.receive.KnownAsset;
import io.argosy.api.receive.Row;
import io.argosy.api.statement.StoredStatement;
import io.argosy.chain.Abi;
import io.argosy.chain.Keccak;
import io.argosy.chain.executor.ExecutorEvent;
import io.argosy.chainclient.Log;
import io.argosy.chainclient.Receipt;
import io.argosy.model.AccountId;
import io.argosy.model.Address;
import io.argosy.model.Amount;
import io.argosy.model.AssetId;
import io.argosy.model.BatchId;
import io.argosy.model.ChainId;
import io.argosy.model.ClientId;
import io.argosy.model.Digest32;
import io.argosy.model.ExternalId;
import io.argosy.model.KeyId;
import io.argosy.model.Route;
import io.argosy.model.Statement;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Two leaves of a token, to the same payee and of the same amount, and one of coin. */
class EvidenceTest {
  private static final ChainId CHAIN = new ChainId(31337);
  private static final Address TREASURY = address(1);
  private static final Address TOKEN = address(2);
  private static final Address PAYEE = address(3);
  private static final Address OTHER = address(4);
  private static final Address COIN = address(0);
  private static final Digest32 HASH = Digest32.sha256(new byte[] {1});
  private static final Digest32 TRANSFER = Keccak.hash("Transfer(address,address,uint256)");
  private static final StoredStatement STORED = stored();
  private final Evidence evidence =
      new Evidence(
          hash -> hash.equals(STORED.hash()) ? Optional.of(STORED) : Optional.empty(), TREASURY);
  private final List<Log> logs = new ArrayList<>();

  private static Address address(int last) {
    byte[] bytes = new byte[20];
    bytes[19] = (byte) last;
    return Address.of(bytes);
  }

  private static StoredStatement stored() {
    var token = AssetId.token(CHAIN, TOKEN);
    var rows = List.of(row(1, token, 5), row(2, token, 5), row(3, AssetId.coin(CHAIN), 7));
    var terms =
        new Terms(
            HASH,
            new BatchId("b"),
            new ClientId("c"),
            new KeyId("m"),
            new AccountId(CHAIN, TREASURY),
            1,
            Statement.Mode.BEST_EFFORT,
            1,
            BigInteger.ONE,
            Instant.EPOCH,
            Instant.EPOCH.plusSeconds(60));
    var assets =
        List.of(new KnownAsset("T", token, 0), new KnownAsset("E", AssetId.coin(CHAIN), 18));
    var frozen = Freezing.freeze(rows, assets, terms);
    return new StoredStatement(frozen.statement(), frozen.statement().hash(), frozen.leaves());
  }

  private static Row row(int line, AssetId asset, long units) {
    return new Row(
        line,
        new ExternalId("e" + line),
        PAYEE,
        new Amount(asset, BigInteger.valueOf(units)),
        Route.BATCH,
        false,
        Optional.empty(),
        Optional.empty(),
        "");
  }

  private EvidenceTest transfer(Address token, Address from, Address to, long amount) {
    var topics = List.of(TRANSFER, topic(from), topic(to));
    logs.add(log(token, topics, Abi.word(amount)));
    return this;
  }

  private EvidenceTest paid(Address by, Digest32 statement, Address token, long... masks) {
    var topics = List.of(ExecutorEvent.PAID, statement, Digest32.of(Abi.word(0)), topic(token));
    var words = Arrays.stream(masks).mapToObj(Abi::word).toArray(byte[][]::new);
    logs.add(log(by, topics, Abi.concat(words)));
    return this;
  }

  private Log log(Address address, List<Digest32> topics, byte[] data) {
    return new Log(address, topics, data, 9, HASH, HASH, logs.size());
  }

  private static Digest32 topic(Address address) {
    return Digest32.of(Abi.word(address));
  }

  /** Each leaf with what is told of it, as "0 PAID". */
  private List<String> told() {
    var receipt =
        new Receipt(HASH, 9, HASH, true, 1, BigInteger.ONE, OTHER, Optional.empty(), logs);
    return evidence.in(receipt).stream().map(each -> each.leaf() + " " + each.kind()).toList();
  }

  /** In the canonical order the token comes first (erc20 before slip44): leaf 2 is the coin. */
  private static long bits(int... leaves) {
    return Arrays.stream(leaves).mapToLong(leaf -> 1L << leaf).sum();
  }

  @Test
  void aTransactionThatOnlySucceededTellsNothing() {
    assertThat(told()).isEmpty();
    assertThat(transfer(TOKEN, TREASURY, PAYEE, 5).told()).isEmpty();
  }

  @Test
  void anEventOfAnotherContractOrOfAnUnknownStatementTellsNothing() {
    transfer(TOKEN, TREASURY, PAYEE, 5);
    paid(OTHER, STORED.hash(), TOKEN, bits(0), 0, 0);
    paid(TREASURY, HASH, TOKEN, bits(0), 0, 0);

    assertThat(told()).isEmpty();
  }

  @Test
  void anEventWithoutTheExactTransferIsDisputed() {
    transfer(TOKEN, TREASURY, PAYEE, 4);
    transfer(TOKEN, TREASURY, OTHER, 5);
    transfer(TOKEN, OTHER, PAYEE, 5);
    transfer(OTHER, TREASURY, PAYEE, 5);
    paid(TREASURY, STORED.hash(), TOKEN, bits(0), 0, 0);
    transfer(TOKEN, TREASURY, PAYEE, 5);

    assertThat(told()).containsExactly("0 DISPUTED");
  }

  @Test
  void oneTransferIsEvidenceForOneLeafOnly() {
    transfer(TOKEN, TREASURY, PAYEE, 5);
    paid(TREASURY, STORED.hash(), TOKEN, bits(0, 1), 0, 0);

    assertThat(told()).containsExactly("0 PAID", "1 DISPUTED");
  }

  @Test
  void twoTransfersPayTwoLeavesAlike() {
    transfer(TOKEN, TREASURY, PAYEE, 5).transfer(TOKEN, TREASURY, PAYEE, 5);
    paid(TREASURY, STORED.hash(), TOKEN, bits(0, 1), 0, 0);

    assertThat(told()).containsExactly("0 PAID", "1 PAID");
  }

  @Test
  void coinIsPaidByTheEventAndByNoEventOfAnotherAsset() {
    paid(TREASURY, STORED.hash(), COIN, bits(2), 0, 0);
    paid(TREASURY, STORED.hash(), TOKEN, bits(2), 0, 0);

    assertThat(told()).containsExactly("2 PAID", "2 DISPUTED");
  }

  @Test
  void failedAndDisputedBitsAreToldAndBitsBeyondTheStatementAreNot() {
    paid(TREASURY, STORED.hash(), TOKEN, 1L << 40, bits(0), bits(1));

    assertThat(told()).containsExactly("0 FAILED", "1 DISPUTED");
  }
}
