package io.argosy.cli.person;

import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.model.AccountId;
import io.argosy.model.Address;
import io.argosy.model.AssetId;
import io.argosy.model.BatchId;
import io.argosy.model.ChainId;
import io.argosy.model.ClientId;
import io.argosy.model.Digest32;
import io.argosy.model.ExternalId;
import io.argosy.model.KeyId;
import io.argosy.model.Leaf;
import io.argosy.model.MerkleTree;
import io.argosy.model.Route;
import io.argosy.model.Statement;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReviewTest {
  private static final ChainId CHAIN = new ChainId(31337);
  private static final Address ALICE = Address.parse("0x" + "a1".repeat(20));
  private static final Address THIEF = Address.parse("0x" + "ee".repeat(20));
  private static final AccountId TREASURY =
      new AccountId(CHAIN, Address.parse("0x" + "11".repeat(20)));
  private static final AssetId DUSD = AssetId.token(CHAIN, Address.parse("0x" + "22".repeat(20)));
  private static final AssetId ETH = AssetId.coin(CHAIN);
  @TempDir private Path folder;

  private static Leaf leaf(AssetId asset, Address recipient, long amount, String id) {
    return new Leaf(
        TREASURY,
        asset,
        recipient,
        BigInteger.valueOf(amount),
        Route.BATCH,
        new ClientId("payroll"),
        new ExternalId(id));
  }

  private static Review review(Leaf... leaves) {
    var list = List.of(leaves);
    var totals =
        list.stream().map(leaf -> new Statement.Total(leaf.asset(), leaf.amount(), 2)).toList();
    var root = new MerkleTree(list.stream().map(Leaf::encoded).toList()).root();
    var statement =
        new Statement(
            Statement.Kind.PAY,
            Digest32.sha256(new byte[0]),
            new BatchId("batch"),
            new KeyId("mara"),
            TREASURY,
            1,
            Statement.Mode.BEST_EFFORT,
            1,
            list.size(),
            totals,
            root,
            BigInteger.ZERO,
            Instant.EPOCH,
            Instant.EPOCH.plusSeconds(60));
    return Review.of(statement.encoded(), list.stream().map(Leaf::encoded).toList());
  }

  private OwnFile own(String... lines) throws IOException {
    var file = folder.resolve("own.csv");
    Files.writeString(file, "external_id,asset,recipient,amount\n" + String.join("\n", lines));
    return OwnFile.read(file);
  }

  @Test
  void aLeafThatTheApproversOwnFileDoesNotSayIsNeverSigned() throws IOException {
    var own = own("a,DUSD," + ALICE + ",5.00", "b,ETH," + ALICE + ",7");

    assertThat(review(leaf(DUSD, THIEF, 500, "a")).against(own).faults())
        .singleElement()
        .asString()
        .contains("leaf 0 (a)", THIEF.toString(), ALICE.toString());
    assertThat(review(leaf(DUSD, ALICE, 501, "a")).against(own).mayBeSigned()).isFalse();
    assertThat(review(leaf(DUSD, ALICE, 500, "c")).against(own).mayBeSigned()).isFalse();
    var sameAssetTwice = review(leaf(DUSD, ALICE, 500, "a"), leaf(ETH, ALICE, 700, "b"));
    assertThat(sameAssetTwice.against(own).faults()).isEmpty();
    var mixed = own("a,DUSD," + ALICE + ",5.00", "b,DUSD," + ALICE + ",7");
    assertThat(sameAssetTwice.against(mixed).mayBeSigned()).isFalse();
  }

  @Test
  void leavesThatWereChangedAfterTheStatementAreFound() {
    var statement = review(leaf(DUSD, ALICE, 500, "a")).statement();

    var review = Review.of(statement.encoded(), List.of(leaf(DUSD, THIEF, 500, "a").encoded()));

    assertThat(review.faults())
        .containsExactly("the statement's root is not the leaves' Merkle root");
  }
}
