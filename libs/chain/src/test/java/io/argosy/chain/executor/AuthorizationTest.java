package io.argosy.chain.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.argosy.chain.EcdsaSignature;
import io.argosy.chain.executor.Segment.Item;
import io.argosy.model.AccountId;
import io.argosy.model.Address;
import io.argosy.model.AssetId;
import io.argosy.model.ChainId;
import io.argosy.model.Digest32;
import io.argosy.model.Statement.Mode;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.datatypes.DynamicBytes;
import org.web3j.abi.datatypes.Function;
import org.web3j.abi.datatypes.generated.Bytes32;
import org.web3j.abi.datatypes.generated.Uint256;
import org.web3j.abi.datatypes.generated.Uint8;
import org.web3j.crypto.StructuredDataEncoder;

/** What custody signs and what is sent, as web3j builds the same by EIP-712 and the ABI. */
final class AuthorizationTest {
  private static final ChainId CHAIN = new ChainId(31_337);
  private static final Address ACCOUNT = Address.parse("0x" + "a1".repeat(20));
  private static final Address TOKEN = Address.parse("0x" + "b2".repeat(20));
  private static final Digest32 STATEMENT = Digest32.sha256(new byte[] {1});
  private static final Instant DEADLINE = Instant.ofEpochSecond(1_800_000_000);

  private static Item item(int to, BigInteger units) {
    byte[] bytes = new byte[20];
    bytes[19] = (byte) to;
    return new Item(Address.of(bytes), units);
  }

  private static Segment segment(BigInteger units) {
    return new Segment(
        3, BigInteger.valueOf(0b1010), List.of(item(1, BigInteger.valueOf(5)), item(2, units)));
  }

  private static Authorization authorization(Segment... segments) {
    return new Authorization(
        new AccountId(CHAIN, ACCOUNT),
        STATEMENT,
        AssetId.token(CHAIN, TOKEN),
        DEADLINE,
        100_000,
        Mode.BEST_EFFORT,
        List.of(segments));
  }

  /** The segments written by hand from DESIGN's words: form, word, mask, items. */
  private static String segments() {
    return "00"
        + "00000003"
        + "%064x".formatted(0b1010)
        + "%040x%024x".formatted(1, 5)
        + "%040x%024x".formatted(2, 7);
  }

  @Test
  void anItemTooManyForItsMaskAndAnAuthorizationOfNothingAreRefused() {
    assertThatThrownBy(
            () ->
                new Segment(
                    0, BigInteger.ONE, List.of(item(1, BigInteger.ONE), item(2, BigInteger.ONE))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(AuthorizationTest::authorization)
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theDigestIsAsAnotherLibraryHashesTheStructuredData() throws IOException {
    String json =
        """
        {"types": {
           "EIP712Domain": [{"name": "name", "type": "string"}, {"name": "version", "type": "string"},
             {"name": "chainId", "type": "uint256"}, {"name": "verifyingContract", "type": "address"}],
           "Authorization": [{"name": "statement", "type": "bytes32"},
             {"name": "token", "type": "address"}, {"name": "deadline", "type": "uint256"},
             {"name": "itemGas", "type": "uint256"}, {"name": "mode", "type": "uint8"},
             {"name": "segments", "type": "bytes"}]},
         "primaryType": "Authorization",
         "domain": {"name": "Argosy Executor", "version": "1", "chainId": 31337,
           "verifyingContract": "%s"},
         "message": {"statement": "0x%s", "token": "%s", "deadline": "%d", "itemGas": "100000",
           "mode": "0", "segments": "0x%s"}}"""
            .formatted(ACCOUNT, STATEMENT, TOKEN, DEADLINE.getEpochSecond(), segments());

    var ours = authorization(segment(BigInteger.valueOf(7))).digest();

    assertThat(ours.bytes()).isEqualTo(new StructuredDataEncoder(json).hashStructuredData());
  }

  @Test
  void theCallIsAsAnotherLibraryEncodesIt() {
    byte[] signature = new byte[65];
    signature[10] = 1;
    byte[] forContract = signature.clone();
    forContract[64] = 27;
    var function =
        new Function(
            "pay",
            List.of(
                new Bytes32(STATEMENT.bytes()),
                new org.web3j.abi.datatypes.Address(TOKEN.toString()),
                new Uint256(DEADLINE.getEpochSecond()),
                new Uint256(100_000),
                new Uint8(0),
                new DynamicBytes(HexFormat.of().parseHex(segments())),
                new DynamicBytes(forContract)),
            List.of());

    byte[] ours =
        authorization(segment(BigInteger.valueOf(7))).calldata(new EcdsaSignature(signature));

    assertThat("0x" + HexFormat.of().formatHex(ours)).isEqualTo(FunctionEncoder.encode(function));
  }

  /** 96 bits hold what most payments need; one larger item makes its whole segment wide. */
  @Test
  void anAmountBeyondTwelveBytesIsWrittenWide() {
    var narrow = segment(BigInteger.ONE.shiftLeft(96).subtract(BigInteger.ONE)).encoded();
    var wide = segment(BigInteger.ONE.shiftLeft(96)).encoded();

    assertThat(narrow).hasSize(37 + 2 * 32).startsWith(0);
    assertThat(wide).hasSize(37 + 2 * 52).startsWith(1);
  }
}
