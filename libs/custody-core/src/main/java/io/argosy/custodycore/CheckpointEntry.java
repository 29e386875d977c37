package io.argosy.custodycore;

import io.argosy.model.AccountId;
import io.argosy.model.Address;
import io.argosy.model.AssetId;
import io.argosy.model.ClientId;
import io.argosy.model.Digest32;
import io.argosy.model.ExternalId;
import io.argosy.model.KeyId;
import io.argosy.model.StrictText;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** One thing that was agreed to, as a line says it. */
public sealed interface CheckpointEntry {
  /** A freeze in force, with its signature. */
  record Freeze(FreezeOrder.Signed signed) implements CheckpointEntry {
    @Override
    public String toString() {
      var base64 = Base64.getEncoder();
      return String.join(
          " ",
          base64.encodeToString(signed.order().encoded()),
          signed.signer().text(),
          base64.encodeToString(signed.signature()));
    }
  }

  /** What a treasury's nonce delegates to. */
  record Delegation(AccountId treasury, long nonce, Address code) implements CheckpointEntry {
    @Override
    public String toString() {
      return treasury + " " + nonce + " " + code;
    }
  }

  /** A refill of a fund statement that was permitted. */
  record Refill(Digest32 statement, int leaf) implements CheckpointEntry {
    @Override
    public String toString() {
      return statement + " " + leaf;
    }
  }

  /**
   * What a statement takes of one day's limit.
   *
   * @param day UTC, 2026-01-31
   * @param units base units, times its weight
   */
  record Usage(Digest32 statement, AssetId asset, LocalDate day, BigInteger units)
      implements CheckpointEntry {
    @Override
    public String toString() {
      return String.join(" ", statement.toString(), asset.toString(), day + "", units + "");
    }
  }

  /** An external id, and the leaf that it names. */
  record Id(ClientId client, ExternalId externalId, Digest32 statement, int leaf)
      implements CheckpointEntry {
    @Override
    public String toString() {
      return String.join(" ", client.text(), externalId.text(), statement.toString(), leaf + "");
    }
  }

  /** The name of its line. */
  default String line() {
    return switch (this) {
      case Freeze _ -> "freeze";
      case Delegation _ -> "delegation";
      case Refill _ -> "refill";
      case Usage _ -> "usage";
      case Id _ -> "id";
    };
  }

  /** All entries that a page ends with. */
  static List<CheckpointEntry> all(StrictText in) {
    var all = new ArrayList<CheckpointEntry>();
    int before;
    do {
      before = all.size();
      all.addAll(TextLines.all(in, "freeze", CheckpointEntry::freeze));
      all.addAll(TextLines.all(in, "delegation", CheckpointEntry::delegation));
      all.addAll(TextLines.all(in, "refill", CheckpointEntry::refill));
      all.addAll(TextLines.all(in, "usage", CheckpointEntry::usage));
      all.addAll(TextLines.all(in, "id", CheckpointEntry::id));
    } while (all.size() > before);
    return all;
  }

  private static CheckpointEntry freeze(String[] words) {
    return new Freeze(
        new FreezeOrder.Signed(
            FreezeOrder.decode(Base64.getDecoder().decode(TextLines.word(words, 0))),
            new KeyId(TextLines.word(words, 1)),
            Base64.getDecoder().decode(TextLines.word(words, 2))));
  }

  private static CheckpointEntry delegation(String[] words) {
    return new Delegation(
        AccountId.parse(TextLines.word(words, 0)),
        Long.parseLong(TextLines.word(words, 1)),
        Address.parse(TextLines.word(words, 2)));
  }

  private static CheckpointEntry refill(String[] words) {
    var statement = Digest32.parse(TextLines.word(words, 0));
    return new Refill(statement, Integer.parseInt(TextLines.word(words, 1)));
  }

  private static CheckpointEntry usage(String[] words) {
    String units = TextLines.word(words, 3);
    if (!units.matches("0|[1-9][0-9]{0,79}")) {
      throw new IllegalArgumentException("units: a whole number of at most 80 digits");
    }
    return new Usage(
        Digest32.parse(TextLines.word(words, 0)),
        AssetId.parse(TextLines.word(words, 1)),
        day(TextLines.word(words, 2)),
        new BigInteger(units));
  }

  private static LocalDate day(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("a day is written 2026-01-31", e);
    }
  }

  private static CheckpointEntry id(String[] words) {
    return new Id(
        new ClientId(TextLines.word(words, 0)),
        new ExternalId(TextLines.word(words, 1)),
        Digest32.parse(TextLines.word(words, 2)),
        Integer.parseInt(TextLines.word(words, 3)));
  }
}
