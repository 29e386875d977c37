package io.argosy.custodycore;

import io.argosy.model.DaemonId;
import io.argosy.model.Digest32;
import io.argosy.model.StrictText;

/**
 * A daemon's word that it registered a statement; its identity key signs the text.
 *
 * @param policy number of the policy that it decided by
 */
public record Acknowledgement(
    Digest32 genesis, DaemonId daemon, long generation, long policy, Digest32 statement) {
  private static final String TITLE = "argosy acknowledgement 1";

  /** The text with its signature. */
  public record Signed(Acknowledgement acknowledgement, byte[] signature) {
    public Signed {
      signature = signature.clone();
    }

    @Override
    public byte[] signature() {
      return signature.clone();
    }
  }

  /** The one encoding. */
  public byte[] encoded() {
    return new TextLines(TITLE)
        .line("genesis", genesis)
        .line("daemon", daemon)
        .line("generation", generation)
        .line("policy", policy)
        .line("statement", statement)
        .bytes();
  }

  /** Reads the one encoding. */
  public static Acknowledgement decode(byte[] bytes) {
    var in = StrictText.open(bytes, TITLE);
    var read =
        new Acknowledgement(
            Digest32.parse(in.field("genesis")),
            new DaemonId(in.field("daemon")),
            Long.parseLong(in.field("generation")),
            Long.parseLong(in.field("policy")),
            Digest32.parse(in.field("statement")));
    in.end();
    return TextLines.canonical(bytes, read, Acknowledgement::encoded);
  }
}
