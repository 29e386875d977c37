package io.argosy.custodycore;

import io.argosy.model.AccountId;
import io.argosy.model.Address;
import io.argosy.model.Digest32;
import io.argosy.model.KeyId;
import io.argosy.model.StrictText;

/**
 * Officers' order that a treasury runs a contract's code (EIP-7702).
 *
 * @param nonce of the treasury's account; one order is signed for each
 */
public record DelegationOrder(
    Digest32 genesis, AccountId treasury, KeyId key, Address code, long nonce) {
  private static final String TITLE = "argosy delegation 1";

  /** The one encoding. */
  public byte[] encoded() {
    return new TextLines(TITLE)
        .line("genesis", genesis)
        .line("treasury", treasury)
        .line("key", key)
        .line("code", code)
        .line("nonce", nonce)
        .bytes();
  }

  /** Reads the one encoding. */
  public static DelegationOrder decode(byte[] bytes) {
    var in = StrictText.open(bytes, TITLE);
    var read =
        new DelegationOrder(
            Digest32.parse(in.field("genesis")),
            AccountId.parse(in.field("treasury")),
            new KeyId(in.field("key")),
            Address.parse(in.field("code")),
            Long.parseLong(in.field("nonce")));
    in.end();
    return TextLines.canonical(bytes, read, DelegationOrder::encoded);
  }
}
