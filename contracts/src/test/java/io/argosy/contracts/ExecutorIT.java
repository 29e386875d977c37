package io.argosy.contracts;

import static io.argosy.contracts.DelegatedTreasury.ITEM_GAS;
import static io.argosy.contracts.DelegatedTreasury.LATER;
import static io.argosy.contracts.DelegatedTreasury.item;
import static io.argosy.contracts.DelegatedTreasury.someone;
import static io.argosy.contracts.DelegatedTreasury.statement;
import static io.argosy.contracts.DelegatedTreasury.word;
import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.chain.LaneKey;
import io.argosy.chain.executor.Authorization;
import io.argosy.chain.executor.ExecutorEvent;
import io.argosy.chain.executor.Segment;
import io.argosy.chain.executor.Segment.Item;
import io.argosy.chain.executor.VoidOrder;
import io.argosy.model.Address;
import io.argosy.model.Statement.Mode;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The executor on a real chain, as code of an account that delegated to it. */
class ExecutorIT {
  @TempDir static Path folder;
  private static DelegatedTreasury treasury;

  @BeforeAll
  static void start() throws IOException {
    treasury = DelegatedTreasury.start(folder);
  }

  @AfterAll
  static void stop() {
    treasury.close();
  }

  @Test
  void anotherSignerAChangedFieldAndALateDeadlinePayNobody() throws IOException {
    Address thief = someone();
    var right = treasury.pay(statement(), treasury.token, word(0, item(someone(), 5)));
    var signature = treasury.key.sign(right.digest());
    var other = treasury.pay(right.statement(), treasury.token, word(0, item(thief, 5)));
    var late =
        new Authorization(
            treasury.id,
            statement(),
            treasury.asset(treasury.token),
            Instant.ofEpochSecond(1),
            ITEM_GAS,
            Mode.BEST_EFFORT,
            right.segments());

    assertThat(
            treasury
                .send(right.calldata(LaneKey.make(new SecureRandom()).sign(right.digest())))
                .succeeded())
        .isFalse();
    assertThat(treasury.send(other.calldata(signature)).succeeded()).isFalse();
    assertThat(treasury.send(late).succeeded()).isFalse();
    assertThat(treasury.held(treasury.token, thief)).isZero();
  }

  @Test
  void aLeafIsPaidOnceWhoeverSendsAndHoweverItIsSegmented() throws IOException {
    var statement = statement();
    Address first = someone();
    Address second = someone();

    assertThat(
            treasury
                .paid(
                    treasury.send(treasury.pay(statement, treasury.token, word(3, item(first, 5)))))
                .paid())
        .isEqualTo(1);
    assertThat(
            treasury
                .send(treasury.pay(statement, treasury.token, word(3, item(first, 5))))
                .succeeded())
        .isFalse();
    var both =
        treasury.paid(
            treasury.send(
                treasury.pay(statement, treasury.token, word(3, item(first, 9), item(second, 7)))));

    assertThat(both.paid()).isEqualTo(2);
    assertThat(treasury.held(treasury.token, first)).isEqualTo(5);
    assertThat(treasury.held(treasury.token, second)).isEqualTo(7);
  }

  @Test
  void wordsThatDoNotRiseAndMasksThatDoNotFitRevert() throws IOException {
    var a = word(1, item(someone(), 5));
    assertThat(treasury.send(treasury.pay(statement(), treasury.token, a, a)).succeeded())
        .isFalse();
    assertThat(
            treasury
                .send(treasury.pay(statement(), treasury.token, a, word(0, item(someone(), 5))))
                .succeeded())
        .isFalse();
    var right = treasury.pay(statement(), treasury.token, a, word(2, item(someone(), 5)));
    assertThat(treasury.send(right).succeeded()).isTrue();
  }

  @Test
  void aVoidLeafIsNeverPaidAndAPaidOneNeverVoid() throws IOException {
    var statement = statement();
    Address kept = someone();
    Address dropped = someone();
    treasury.send(treasury.pay(statement, treasury.token, word(0, item(kept, 5))));

    var order = VoidOrder.of(treasury.id, statement(), statement, LATER, List.of(0, 1));
    var receipt = treasury.send(order.calldata(treasury.key.sign(order.digest())));
    var voided = receipt.logs().stream().map(l -> ExecutorEvent.decode(l.topics(), l.data()));
    assertThat(voided.flatMap(Optional::stream))
        .containsExactly(new ExecutorEvent.Voided(order.order(), statement, 0, BigInteger.TWO));

    assertThat(
            treasury
                .send(
                    treasury.pay(
                        statement, treasury.token, word(0, item(kept, 5), item(dropped, 5))))
                .succeeded())
        .isFalse();
    assertThat(treasury.held(treasury.token, dropped)).isZero();
  }

  @Test
  void aTokenWithoutCodePaysNobody() throws IOException {
    assertThat(
            treasury
                .send(treasury.pay(statement(), someone(), word(0, item(someone(), 5))))
                .succeeded())
        .isFalse();
  }

  @Test
  void strictPaysAllOrNobody() throws IOException {
    Address hostile = treasury.hostile("HostileRecipient", 0);
    Address good = someone();
    var strict =
        new Authorization(
            treasury.id,
            statement(),
            treasury.coin,
            LATER,
            ITEM_GAS,
            Mode.STRICT,
            List.of(word(0, item(good, 7), item(hostile, 5))));

    assertThat(treasury.send(strict).succeeded()).isFalse();
    assertThat(treasury.chain.balance(good, treasury.chain.head())).isZero();
  }

  @Test
  void amountsAboveTwelveBytesAreWrittenWide() throws IOException {
    Address rich = someone();
    var amount = BigInteger.ONE.shiftLeft(97);
    treasury.deployer.await(treasury.deployer.mint(treasury.token, treasury.key.address(), amount));

    treasury.paid(
        treasury.send(
            treasury.pay(
                statement(), treasury.token, word(0, new Item(rich, amount), item(someone(), 1)))));

    assertThat(treasury.held(treasury.token, rich)).isEqualTo(amount);
  }

  @Test
  void aFullWordIsPaidWhole() throws IOException {
    var items = new Item[256];
    Arrays.setAll(items, i -> item(someone(), i + 1));

    var event =
        treasury.paid(treasury.send(treasury.pay(statement(), treasury.token, word(0, items))));

    assertThat(event.paid()).isEqualTo(BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE));
    assertThat(treasury.held(treasury.token, items[0].recipient())).isEqualTo(1);
    assertThat(treasury.held(treasury.token, items[255].recipient())).isEqualTo(256);
  }

  /** Narrow and wide; the leaves 3, 100 and 255 of a word, of which 100 was paid before. */
  @ParameterizedTest
  @ValueSource(ints = {0, 97})
  void scatteredLeavesGetTheirOwnItemsAndThosePaidBeforeAreSkipped(int bits) throws IOException {
    var statement = statement();
    var amount = BigInteger.ONE.shiftLeft(bits);
    treasury.deployer.await(
        treasury.deployer.mint(treasury.token, treasury.key.address(), amount.shiftLeft(3)));
    var before = new Item(someone(), amount);
    var low = new Item(someone(), amount.add(BigInteger.ONE));
    var high = new Item(someone(), amount.add(BigInteger.TWO));
    var middle = new Segment(7, BigInteger.ZERO.setBit(100), List.of(before));
    var all = new Segment(7, middle.mask().setBit(3).setBit(255), List.of(low, before, high));
    treasury.paid(treasury.send(treasury.pay(statement, treasury.token, middle)));

    var event = treasury.paid(treasury.send(treasury.pay(statement, treasury.token, all)));

    assertThat(event.paid()).isEqualTo(BigInteger.ZERO.setBit(3).setBit(255));
    for (Item item : all.items()) {
      assertThat(treasury.held(treasury.token, item.recipient())).isEqualTo(item.amount());
    }
  }

  @Test
  void coinPaidBeforeIsNotPaidAgain() throws IOException {
    var statement = statement();
    Address first = someone();
    Address second = someone();
    treasury.paid(treasury.send(treasury.coin(statement, word(0, item(first, 5)))));

    var both = treasury.coin(statement, word(0, item(first, 5), item(second, 7)));
    var event = treasury.paid(treasury.send(both));

    assertThat(event.paid()).isEqualTo(2);
    assertThat(treasury.chain.balance(first, treasury.chain.head())).isEqualTo(5);
    assertThat(treasury.chain.balance(second, treasury.chain.head())).isEqualTo(7);
  }
}
