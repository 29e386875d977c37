package io.argosy.chain.executor;

import io.argosy.chain.Abi;
import io.argosy.chain.Keccak;
import io.argosy.model.AccountId;
import io.argosy.model.Digest32;

/** The EIP-712 domain of one treasury's executor: chain and the account that runs the code. */
final class ExecutorDomain {
  private static final Digest32 TYPE =
      Keccak.hash(
          "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
  private static final Digest32 NAME = Keccak.hash("Argosy Executor");
  private static final Digest32 VERSION = Keccak.hash("1");

  private ExecutorDomain() {}

  /** What is signed for a struct with this hash. */
  static Digest32 digest(AccountId treasury, Digest32 struct) {
    var domain =
        Keccak.hash(
            TYPE.bytes(),
            NAME.bytes(),
            VERSION.bytes(),
            Abi.word(treasury.chain().number()),
            Abi.word(treasury.address()));
    return Keccak.hash(new byte[] {0x19, 0x01}, domain.bytes(), struct.bytes());
  }
}
