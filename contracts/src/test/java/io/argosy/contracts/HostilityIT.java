package io.argosy.contracts;

import static io.argosy.contracts.DelegatedTreasury.item;
import static io.argosy.contracts.DelegatedTreasury.someone;
import static io.argosy.contracts.DelegatedTreasury.someoneOdd;
import static io.argosy.contracts.DelegatedTreasury.statement;
import static io.argosy.contracts.DelegatedTreasury.word;
import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.chain.Abi;
import io.argosy.model.Address;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tokens and recipients that misbehave, against the executor on a real chain. */
class HostilityIT {
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

  private static int number(String vice) {
    return Integer.parseInt(vice.substring(0, vice.indexOf(' ')));
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
    "9 returns a bomb, 3, 0, 0",
    "12 returns true and then 31 bytes, 1, 0, 2"
  })
  void aHostileTokenIsCountedAsWhatItDid(String vice, int paid, int failed, int disputed)
      throws IOException {
    Address hostile = treasury.hostile("HostileToken", number(vice));
    byte[] prepare = Abi.concat(Abi.selector("prepare(bytes)"), Abi.word(32));
    var inner = treasury.coin(statement(), word(0, item(someone(), 1)));
    byte[] again = inner.calldata(treasury.key.sign(inner.digest()));
    treasury.deployer.await(treasury.deployer.call(hostile, Abi.concat(prepare, Abi.tail(again))));

    var event =
        treasury.paid(
            treasury.send(
                treasury.pay(
                    statement(), hostile, word(0, item(someone(), 500), item(someoneOdd(), 500)))));

    assertThat(event.paid()).isEqualTo(paid);
    assertThat(event.failed()).isEqualTo(failed);
    assertThat(event.disputed()).isEqualTo(disputed);
  }

  @ParameterizedTest
  @CsvSource({"5 reverts", "8 burns gas", "'10 reverts with a bomb'"})
  void aTokenThatAlwaysFailsPaysNobodyAndLeavesTheLeafPayable(String vice) throws IOException {
    Address hostile = treasury.hostile("HostileToken", number(vice));
    var statement = statement();

    assertThat(
            treasury
                .send(treasury.pay(statement, hostile, word(0, item(someone(), 5))))
                .succeeded())
        .isFalse();
    byte[] call = Abi.concat(Abi.selector("word(bytes32,uint256)"), statement.bytes(), Abi.word(0));
    assertThat(
            Abi.number(treasury.chain.call(treasury.key.address(), call, treasury.chain.head()), 0))
        .isZero();
  }

  @ParameterizedTest
  @CsvSource({"0 reverts, 2", "1 burns gas, 2", "2 returns a bomb, 3"})
  void aHostileRecipientOfCoinLosesOnlyItsOwnPayment(String vice, int paid) throws IOException {
    Address hostile = treasury.hostile("HostileRecipient", number(vice));
    Address good = someone();

    var event =
        treasury.paid(
            treasury.send(treasury.coin(statement(), word(0, item(hostile, 5), item(good, 7)))));

    assertThat(event.paid()).isEqualTo(paid);
    assertThat(event.failed()).isEqualTo(3 - paid);
    assertThat(treasury.chain.balance(good, treasury.chain.head())).isEqualTo(7);
  }

  /** Of three leaves, the first of which was paid or disputed before. */
  @ParameterizedTest
  @CsvSource({"6 reverts for odd recipients, 4, 2, 0", "1 returns false, 0, 0, 6"})
  void whatTheTokenDidIsCountedAmongLeavesSettledBeforeToo(
      String vice, int paid, int failed, int disputed) throws IOException {
    Address hostile = treasury.hostile("HostileToken", number(vice));
    var statement = statement();
    Address first = someone();
    treasury.paid(treasury.send(treasury.pay(statement, hostile, word(0, item(first, 5)))));

    var event =
        treasury.paid(
            treasury.send(
                treasury.pay(
                    statement,
                    hostile,
                    word(0, item(first, 5), item(someoneOdd(), 5), item(someone(), 5)))));

    assertThat(event.paid()).isEqualTo(paid);
    assertThat(event.failed()).isEqualTo(failed);
    assertThat(event.disputed()).isEqualTo(disputed);
    assertThat(treasury.held(hostile, first)).isEqualTo(5);
  }
}
