package io.argosy.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.argosy.model.Address;
import io.argosy.model.ChainId;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.web3j.crypto.AuthorizationTuple;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.TransactionEncoder;

/** Transactions byte for byte as web3j writes and signs them, over random fields. */
final class TransactionTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final ChainId CHAIN = new ChainId(31_337);

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  private static BigInteger number(int bits) {
    return new BigInteger(RANDOM.nextInt(bits) + 1, RANDOM);
  }

  private static String hex(byte[] bytes) {
    return "0x" + HexFormat.of().formatHex(bytes);
  }

  /** A key that both libraries hold. */
  private record Key(LaneKey ours, Credentials theirs) {
    static Key make() {
      String secret = HexFormat.of().formatHex(bytes(32));
      return new Key(LaneKey.parse(secret), Credentials.create(secret));
    }
  }

  private static Transaction random(List<Transaction.SignedDelegation> delegations) {
    var priority = number(60);
    return new Transaction(
        CHAIN,
        RANDOM.nextInt(1 << 20),
        new Transaction.Fees(priority, priority.add(number(60))),
        21_000 + RANDOM.nextInt(1 << 24),
        Optional.of(Address.of(bytes(20))),
        number(90),
        bytes(RANDOM.nextInt(200)),
        delegations);
  }

  @Test
  void aFeeBelowItsOwnPriorityAndADelegationThatCreatesAContractAreRefused() {
    assertThatThrownBy(() -> new Transaction.Fees(BigInteger.TWO, BigInteger.ONE))
        .isInstanceOf(IllegalArgumentException.class);
    var delegation = new Delegation(CHAIN, Address.of(bytes(20)), 0);
    var key = LaneKey.make(RANDOM);
    var signed = new Transaction.SignedDelegation(delegation, key.sign(delegation.digest()));
    var fees = new Transaction.Fees(BigInteger.ONE, BigInteger.ONE);
    assertThatThrownBy(
            () ->
                new Transaction(
                    CHAIN,
                    0,
                    fees,
                    21_000,
                    Optional.empty(),
                    BigInteger.ZERO,
                    new byte[0],
                    List.of(signed)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @RepeatedTest(20)
  void aTransactionWithAPriorityFeeIsAsAnotherLibrarySignsIt() {
    var key = Key.make();
    var transaction = random(List.of());

    var theirs =
        TransactionEncoder.signMessage(
            RawTransaction.createTransaction(
                CHAIN.number(),
                BigInteger.valueOf(transaction.nonce()),
                BigInteger.valueOf(transaction.gasLimit()),
                transaction.to().orElseThrow().toString(),
                transaction.value(),
                hex(transaction.data()),
                transaction.fees().maxPriority(),
                transaction.fees().max()),
            key.theirs());

    var ours = key.ours().sign(transaction);
    assertThat(ours.bytes()).isEqualTo(theirs);
    assertThat(ours.hash()).isEqualTo(Keccak.hash(theirs));
  }

  @RepeatedTest(20)
  void aTransactionThatCarriesADelegationIsAsAnotherLibrarySignsIt() {
    var key = Key.make();
    var account = Key.make();
    var delegation = new Delegation(CHAIN, Address.of(bytes(20)), RANDOM.nextInt(1 << 10));
    var signed =
        new Transaction.SignedDelegation(delegation, account.ours().sign(delegation.digest()));
    var transaction = random(List.of(signed));

    var tuple =
        AuthorizationTuple.from(
            CHAIN.number(),
            delegation.code().toString(),
            BigInteger.valueOf(delegation.nonce()),
            account.theirs());
    var theirs =
        TransactionEncoder.signMessage(
            RawTransaction.createTransaction(
                CHAIN.number(),
                BigInteger.valueOf(transaction.nonce()),
                transaction.fees().maxPriority(),
                transaction.fees().max(),
                BigInteger.valueOf(transaction.gasLimit()),
                transaction.to().orElseThrow().toString(),
                transaction.value(),
                hex(transaction.data()),
                List.of(),
                List.of(tuple)),
            key.theirs());

    assertThat(key.ours().sign(transaction).bytes()).isEqualTo(theirs);
  }

  @Test
  void aSignatureLeadsBackToItsAccountAndAnotherDigestToAnother() {
    var key = Key.make();
    var digest = Keccak.hash(bytes(5));
    var signature = key.ours().sign(digest);

    assertThat(key.ours().address().toString()).isEqualTo(key.theirs().getAddress());
    assertThat(signature.signer(digest)).contains(key.ours().address());
    assertThat(signature.signer(Keccak.hash(bytes(6))))
        .isNotEqualTo(Optional.of(key.ours().address()));
  }
}
