package io.argosy.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.chain.Abi;
import io.argosy.chain.Delegation;
import io.argosy.chain.LaneKey;
import io.argosy.chain.Transaction;
import io.argosy.chain.executor.Authorization;
import io.argosy.chain.executor.ExecutorEvent;
import io.argosy.chain.executor.Segment;
import io.argosy.chain.executor.Segment.Item;
import io.argosy.chain.executor.VoidOrder;
import io.argosy.chainclient.ChainClient;
import io.argosy.chainclient.Receipt;
import io.argosy.model.AccountId;
import io.argosy.model.Address;
import io.argosy.model.AssetId;
import io.argosy.model.ChainId;
import io.argosy.model.Digest32;
import io.argosy.model.Statement.Mode;
import io.argosy.stack.Anvil;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The executor on a real chain, as code of an account that delegated to it. */
class ExecutorIT {
  private static final ChainId CHAIN = new ChainId(Anvil.CHAIN);
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Instant LATER = Instant.ofEpochSecond(4_000_000_000L);
  private static final BigInteger MUCH = BigInteger.TEN.pow(24);
  private static final long GAS = 100_000;

  @TempDir static Path folder;
  private static Anvil anvil;
  private static ChainClient chain;
  private static Deployer deployer;
  private static LaneKey key;
  private static AccountId treasury;
  private static Address token;

  @BeforeAll
  static void aTreasuryThatRunsTheExecutor() throws IOException {
    anvil = Anvil.start(Path.of(System.getProperty("argosy.tools")), folder);
    chain = ChainClient.open(anvil.url(), CHAIN);
    deployer = Deployer.of(chain, LaneKey.parse(Anvil.RICH_KEY));
    key = LaneKey.make(RANDOM);
    treasury = new AccountId(CHAIN, key.address());
    var delegation = new Delegation(CHAIN, deployer.executor(), 0);
    deployer.delegate(
        new Transaction.SignedDelegation(delegation, key.sign(delegation.digest())), key.address());
    token = deployer.token("Demo dollar", "DUSD", 6);
    deployer.await(deployer.mint(token, key.address(), MUCH));
    deployer.await(deployer.coin(key.address(), BigInteger.TEN.pow(20)));
  }

  @AfterAll
  static void stop() {
    anvil.close();
  }

  private static Address someone() {
    byte[] bytes = new byte[20];
    RANDOM.nextBytes(bytes);
    bytes[19] &= (byte) 0xfe;
    return Address.of(bytes);
  }

  private static Digest32 statement() {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return Digest32.of(bytes);
  }

  private static Item item(Address to, long amount) {
    return new Item(to, BigInteger.valueOf(amount));
  }

  private static Segment word(long number, Item... items) {
    return new Segment(
        number, BigInteger.ONE.shiftLeft(items.length).subtract(BigInteger.ONE), List.of(items));
  }

  private static Authorization pay(Digest32 statement, Address of, Segment... segments) {
    return new Authorization(
        treasury,
        statement,
        AssetId.token(CHAIN, of),
        LATER,
        GAS,
        Mode.BEST_EFFORT,
        List.of(segments));
  }

  private static Authorization coin(Digest32 statement, Segment... segments) {
    return new Authorization(
        treasury, statement, AssetId.coin(CHAIN), LATER, GAS, Mode.BEST_EFFORT, List.of(segments));
  }

  private static Receipt send(byte[] calldata) throws IOException {
    return deployer.awaitAny(deployer.call(key.address(), calldata));
  }

  private static Receipt send(Authorization authorization) throws IOException {
    return send(authorization.calldata(key.sign(authorization.digest())));
  }

  private static ExecutorEvent.Paid paid(Receipt receipt) {
    assertThat(receipt.succeeded()).isTrue();
    return receipt.logs().stream()
        .filter(log -> log.address().equals(key.address()))
        .map(log -> ExecutorEvent.decode(log.topics(), log.data()))
        .flatMap(Optional::stream)
        .map(ExecutorEvent.Paid.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private static BigInteger held(Address of, Address account) throws IOException {
    byte[] call = Abi.concat(Abi.selector("balanceOf(address)"), Abi.word(account));
    return Abi.number(chain.call(of, call, chain.head()), 0);
  }

  @Test
  void anotherSignerAChangedFieldAndALateDeadlinePayNobody() throws IOException {
    Address thief = someone();
    var right = pay(statement(), token, word(0, item(someone(), 5)));
    var signature = key.sign(right.digest());
    var other = pay(right.statement(), token, word(0, item(thief, 5)));
    var late =
        new Authorization(
            treasury,
            statement(),
            AssetId.token(CHAIN, token),
            Instant.ofEpochSecond(1),
            GAS,
            Mode.BEST_EFFORT,
            right.segments());

    assertThat(send(right.calldata(LaneKey.make(RANDOM).sign(right.digest()))).succeeded())
        .isFalse();
    assertThat(send(other.calldata(signature)).succeeded()).isFalse();
    assertThat(send(late).succeeded()).isFalse();
    assertThat(held(token, thief)).isZero();
  }

  @Test
  void aLeafIsPaidOnceWhoeverSendsAndHoweverItIsSegmented() throws IOException {
    var statement = statement();
    Address first = someone();
    Address second = someone();

    assertThat(paid(send(pay(statement, token, word(3, item(first, 5))))).paid()).isEqualTo(1);
    assertThat(send(pay(statement, token, word(3, item(first, 5)))).succeeded()).isFalse();
    var both = paid(send(pay(statement, token, word(3, item(first, 9), item(second, 7)))));

    assertThat(both.paid()).isEqualTo(2);
    assertThat(held(token, first)).isEqualTo(5);
    assertThat(held(token, second)).isEqualTo(7);
  }

  @Test
  void wordsThatDoNotRiseAndMasksThatDoNotFitRevert() throws IOException {
    var a = word(1, item(someone(), 5));
    assertThat(send(pay(statement(), token, a, a)).succeeded()).isFalse();
    assertThat(send(pay(statement(), token, a, word(0, item(someone(), 5)))).succeeded()).isFalse();
    var right = pay(statement(), token, a, word(2, item(someone(), 5)));
    assertThat(send(right).succeeded()).isTrue();
  }

  @Test
  void aVoidLeafIsNeverPaidAndAPaidOneNeverVoid() throws IOException {
    var statement = statement();
    Address kept = someone();
    Address dropped = someone();
    send(pay(statement, token, word(0, item(kept, 5))));

    var order = VoidOrder.of(treasury, statement(), statement, LATER, List.of(0, 1));
    var receipt = send(order.calldata(key.sign(order.digest())));
    var voided = receipt.logs().stream().map(l -> ExecutorEvent.decode(l.topics(), l.data()));
    assertThat(voided.flatMap(Optional::stream))
        .containsExactly(new ExecutorEvent.Voided(order.order(), statement, 0, BigInteger.TWO));

    assertThat(send(pay(statement, token, word(0, item(kept, 5), item(dropped, 5)))).succeeded())
        .isFalse();
    assertThat(held(token, dropped)).isZero();
  }

  /** Of two items: which are paid, failed and disputed, by their bits. */
  @ParameterizedTest
  @CsvSource({
    "0 returns nothing, 3, 0, 0",
    "1 returns false, 0, 0, 3",
    "2 returns two, 0, 0, 3",
    "3 returns 31 bytes, 0, 0, 3",
    "4 takes a fee, 3, 0, 0",
    "6 reverts for odd recipients, 1, 2, 0",
    "7 re-enters, 3, 0, 0",
    "9 returns a bomb, 3, 0, 0"
  })
  void aHostileTokenIsCountedAsWhatItDid(String vice, int paid, int failed, int disputed)
      throws IOException {
    Address hostile = hostile("HostileToken", vice.charAt(0) - '0');
    byte[] prepare = Abi.concat(Abi.selector("prepare(bytes)"), Abi.word(32));
    var inner = coin(statement(), word(0, item(someone(), 1)));
    byte[] again = inner.calldata(key.sign(inner.digest()));
    deployer.await(deployer.call(hostile, Abi.concat(prepare, Abi.tail(again))));
    byte[] odd = someone().bytes();
    odd[19] |= 1;

    var event =
        paid(
            send(
                pay(
                    statement(),
                    hostile,
                    word(0, item(someone(), 500), item(Address.of(odd), 500)))));

    assertThat(event.paid()).isEqualTo(paid);
    assertThat(event.failed()).isEqualTo(failed);
    assertThat(event.disputed()).isEqualTo(disputed);
  }

  private static Address hostile(String contract, int vice) throws IOException {
    Address hostile = deployer.created(Abi.concat(CreationCode.of(contract), Abi.word(vice)));
    if (contract.equals("HostileToken")) {
      deployer.await(deployer.mint(hostile, key.address(), MUCH));
    }
    return hostile;
  }

  @ParameterizedTest
  @CsvSource({"5 reverts", "8 burns gas", "'10 reverts with a bomb'"})
  void aTokenThatAlwaysFailsPaysNobodyAndLeavesTheLeafPayable(String vice) throws IOException {
    var number = Integer.parseInt(vice.substring(0, vice.indexOf(' ')));
    Address hostile = hostile("HostileToken", number);
    var statement = statement();

    assertThat(send(pay(statement, hostile, word(0, item(someone(), 5)))).succeeded()).isFalse();
    byte[] call = Abi.concat(Abi.selector("word(bytes32,uint256)"), statement.bytes(), Abi.word(0));
    assertThat(Abi.number(chain.call(key.address(), call, chain.head()), 0)).isZero();
  }

  @Test
  void aTokenWithoutCodePaysNobody() throws IOException {
    assertThat(send(pay(statement(), someone(), word(0, item(someone(), 5)))).succeeded())
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({"0 reverts, 2", "1 burns gas, 2", "2 returns a bomb, 3"})
  void aHostileRecipientOfCoinLosesOnlyItsOwnPayment(String vice, int paid) throws IOException {
    Address hostile = hostile("HostileRecipient", vice.charAt(0) - '0');
    Address good = someone();

    var event = paid(send(coin(statement(), word(0, item(hostile, 5), item(good, 7)))));

    assertThat(event.paid()).isEqualTo(paid);
    assertThat(event.failed()).isEqualTo(3 - paid);
    assertThat(chain.balance(good, chain.head())).isEqualTo(7);
  }

  @Test
  void strictPaysAllOrNobody() throws IOException {
    Address hostile = hostile("HostileRecipient", 0);
    Address good = someone();
    var strict =
        new Authorization(
            treasury,
            statement(),
            AssetId.coin(CHAIN),
            LATER,
            GAS,
            Mode.STRICT,
            List.of(word(0, item(good, 7), item(hostile, 5))));

    assertThat(send(strict).succeeded()).isFalse();
    assertThat(chain.balance(good, chain.head())).isZero();
  }

  @Test
  void aSubmitterWhoGivesTooLittleGasMakesNoItemFail() throws IOException {
    var items = new ArrayList<Item>();
    for (int i = 0; i < 200; i++) {
      items.add(item(someone(), 5));
    }
    var authorization = pay(statement(), token, word(0, items.toArray(Item[]::new)));
    var lane = LaneKey.make(RANDOM);
    deployer.await(deployer.coin(lane.address(), BigInteger.TEN.pow(18)));
    var fees = new Transaction.Fees(BigInteger.ONE, BigInteger.valueOf(50_000_000_000L));
    byte[] data = authorization.calldata(key.sign(authorization.digest()));

    var signed = lane.sign(Transaction.call(CHAIN, 0, fees, 3_000_000, key.address(), data));
    chain.submit(signed.bytes());
    var receipt = deployer.awaitAny(new Deployer.Sent(signed));

    assertThat(receipt.succeeded()).isFalse();
    assertThat(paid(send(authorization)).paid().bitCount()).isEqualTo(200);
  }

  @Test
  void amountsAboveTwelveBytesAreWrittenWide() throws IOException {
    Address rich = someone();
    var amount = BigInteger.ONE.shiftLeft(97);
    deployer.await(deployer.mint(token, key.address(), amount));

    paid(send(pay(statement(), token, word(0, new Item(rich, amount), item(someone(), 1)))));

    assertThat(held(token, rich)).isEqualTo(amount);
  }
}
