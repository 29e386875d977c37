package io.argosy.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.argosy.model.Address;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.datatypes.DynamicBytes;
import org.web3j.abi.datatypes.Function;
import org.web3j.abi.datatypes.generated.Uint256;

final class AbiTest {
  private static final Address SOMEBODY = Address.parse("0x" + "5b".repeat(20));

  @Test
  void whatIsNoUint256AndAnAnswerThatEndsEarlyAreRefused() {
    assertThatThrownBy(() -> Abi.word(BigInteger.ONE.shiftLeft(256)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Abi.word(BigInteger.valueOf(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Abi.number(new byte[63], 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aCallIsAsAnotherLibraryWritesIt() {
    var most = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);
    byte[] content =
        "more than one word of bytes, to be padded"
            .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    var function =
        new Function(
            "send",
            List.of(
                new org.web3j.abi.datatypes.Address(SOMEBODY.toString()),
                new Uint256(most),
                new DynamicBytes(content)),
            List.of());

    byte[] ours =
        Abi.concat(
            Abi.selector("send(address,uint256,bytes)"),
            Abi.word(SOMEBODY),
            Abi.word(most),
            Abi.word(96),
            Abi.tail(content));

    assertThat("0x" + HexFormat.of().formatHex(ours)).isEqualTo(FunctionEncoder.encode(function));
    assertThat(Abi.number(Abi.concat(Abi.word(7), Abi.word(most)), 1)).isEqualTo(most);
  }

  /** Published in every ERC-20 contract's interface. */
  @Test
  void selectorsAreAsPublished() {
    assertThat(HexFormat.of().formatHex(Abi.selector("transfer(address,uint256)")))
        .isEqualTo("a9059cbb");
    assertThat(HexFormat.of().formatHex(Abi.selector("balanceOf(address)"))).isEqualTo("70a08231");
    assertThat(Keccak.hash("Transfer(address,address,uint256)").toString())
        .isEqualTo("ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef");
  }
}
