package io.argosy.custodycore;

import io.argosy.model.AccountId;
import io.argosy.model.Digest32;
import io.argosy.model.KeyId;
import io.argosy.model.StrictText;
import java.util.Optional;

/**
 * Stops signing, or lets it go on again.
 *
 * @param act freezing needs a watcher or an officer, thawing an officers' quorum
 * @param number rises from order to order; a thaw ends the freezes up to its number
 * @param treasury empty for all of them
 * @param cause for people, one line of printable ASCII
 */
public record FreezeOrder(
    Act act, Digest32 genesis, long number, Optional<AccountId> treasury, String cause) {
  private static final String TITLE = "argosy freeze 1";

  /** What is ordered. */
  public enum Act {
    FREEZE,
    THAW
  }

  /** A freeze with the one signature that makes it hold. */
  public record Signed(FreezeOrder order, KeyId signer, byte[] signature) {
    public Signed {
      signature = signature.clone();
    }

    @Override
    public byte[] signature() {
      return signature.clone();
    }
  }

  public FreezeOrder {
    if (number < 1 || !cause.matches("[ -~]{1,200}")) {
      throw new IllegalArgumentException("number from 1; cause of 1 to 200 printable characters");
    }
  }

  /** The one encoding. */
  public byte[] encoded() {
    return new TextLines(TITLE)
        .line("act", act == Act.FREEZE ? "freeze" : "thaw")
        .line("genesis", genesis)
        .line("number", number)
        .line("treasury", treasury.map(AccountId::toString).orElse("all"))
        .line("cause", cause)
        .bytes();
  }

  /** SHA-256 of {@link #encoded}. */
  public Digest32 hash() {
    return Digest32.sha256(encoded());
  }

  /** Reads the one encoding. */
  public static FreezeOrder decode(byte[] bytes) {
    var in = StrictText.open(bytes, TITLE);
    var act =
        switch (in.field("act")) {
          case "freeze" -> Act.FREEZE;
          case "thaw" -> Act.THAW;
          default -> throw new IllegalArgumentException("act: freeze or thaw");
        };
    var genesis = Digest32.parse(in.field("genesis"));
    long number = Long.parseLong(in.field("number"));
    String treasury = in.field("treasury");
    var scope =
        treasury.equals("all")
            ? Optional.<AccountId>empty()
            : Optional.of(AccountId.parse(treasury));
    var read = new FreezeOrder(act, genesis, number, scope, in.field("cause"));
    in.end();
    return TextLines.canonical(bytes, read, FreezeOrder::encoded);
  }
}
