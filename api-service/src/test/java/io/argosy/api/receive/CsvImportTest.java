package io.argosy.api.receive;

import static io.argosy.api.receive.RowReason.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.model.Address;
import io.argosy.model.AssetId;
import io.argosy.model.ChainId;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvImportTest {
  private static final ChainId CHAIN = new ChainId(31337);
  private static final String TOKEN = "0x00000000000000000000000000000000000000d5";
  private static final KnownAsset DUSD =
      new KnownAsset("DUSD", AssetId.token(CHAIN, Address.parse(TOKEN)), 6);
  private static final KnownAsset ETH = new KnownAsset("ETH", AssetId.coin(CHAIN), 18);
  private static final String PAYEE = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
  private static final String HEADER = "external_id,recipient,asset,amount\n";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1e18|AMOUNT_EXPONENT",
        "1.5E+3|AMOUNT_EXPONENT",
        "+5|AMOUNT_SIGN",
        "-5|AMOUNT_SIGN",
        "\"1,000\"|AMOUNT_SEPARATOR",
        "1'000|AMOUNT_SEPARATOR",
        "1.000.000|AMOUNT_SEPARATOR",
        "1 000|AMOUNT_SEPARATOR",
        "1\u00a0000|AMOUNT_SEPARATOR",
        "1\u202f000|AMOUNT_SEPARATOR",
        "(5)|AMOUNT_SIGN",
        "\u0661\u0662|AMOUNT_DIGITS",
        "\uff11\uff12|AMOUNT_DIGITS",
        "\u0967\u0968|AMOUNT_DIGITS",
        "\u22125|AMOUNT_FORMAT",
        "$5|AMOUNT_FORMAT",
        "0x10|AMOUNT_FORMAT",
        "NaN|AMOUNT_FORMAT",
        "5.|AMOUNT_FORMAT",
        "0.0000001|AMOUNT_DECIMALS",
        "0.000|AMOUNT_ZERO",
        "``|FIELD_MISSING",
        "999999999999999999999999999999999999999999999999999999999999999999999999999|AMOUNT_RANGE"
      })
  void anAmountThatIsNotAPlainPositiveDecimalIsRefused(String amount, RowReason reason) {
    var checked = check(HEADER + "a," + PAYEE + ",DUSD," + amount + "\n");

    assertThat(checked.rows()).isEmpty();
    assertThat(checked.errors()).hasSize(1);
    assertThat(checked.errors().getFirst().line()).isEqualTo(2);
    assertThat(checked.errors().getFirst().field()).isEqualTo("amount");
    assertThat(checked.errors().getFirst().reason()).isEqualTo(reason);
    assertThat(checked.errors().getFirst().remedy()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed,ADDRESS_CHECKSUM",
    "0x0000000000000000000000000000000000000000,ADDRESS_ZERO",
    TOKEN + ",ADDRESS_TOKEN",
    "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe,ADDRESS_FORMAT",
    "vitalik.eth,ADDRESS_FORMAT"
  })
  void aRecipientThatNobodyMeantIsRefused(String recipient, RowReason reason) {
    assertThat(reasons(HEADER + "a," + recipient + ",DUSD,1\n")).containsExactly(reason);
  }

  @Test
  void everyFaultOfALineAndEveryLineIsTold() {
    var file =
        HEADER + "a b,0x12,DUSD,1e3\n" + "ok," + PAYEE + ",DUSD,1\n" + "c," + PAYEE + ",X,-1";

    var checked = check(file);

    assertThat(checked.rows()).extracting(Row::line).containsExactly(3);
    assertThat(checked.errors())
        .extracting(RowError::line, RowError::reason)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(2, EXTERNAL_ID_FORMAT),
            org.assertj.core.groups.Tuple.tuple(2, ADDRESS_FORMAT),
            org.assertj.core.groups.Tuple.tuple(2, AMOUNT_EXPONENT),
            org.assertj.core.groups.Tuple.tuple(4, ASSET_UNKNOWN),
            org.assertj.core.groups.Tuple.tuple(4, AMOUNT_SIGN));
  }

  @Test
  void anExternalIdTwiceIsRefusedTheSecondTime() {
    String row = "a," + PAYEE + ",DUSD,1\n";

    var checked = check(HEADER + row + row);

    assertThat(checked.rows()).hasSize(1);
    assertThat(checked.errors()).extracting(RowError::reason).containsExactly(EXTERNAL_ID_TWICE);
    assertThat(checked.errors().getFirst().remedy()).contains("line 2");
  }

  @Test
  void aFileThatCannotBeUnderstoodSaysWhy() {
    assertThat(reasons("")).containsExactly(FILE_EMPTY);
    assertThat(reasons(HEADER)).containsExactly(FILE_EMPTY);
    assertThat(reasons("external_id;recipient;asset;amount\n")).containsExactly(SEPARATOR);
    assertThat(reasons("external_id,recipient,asset\n")).containsExactly(COLUMN_MISSING);
    assertThat(reasons("memo," + HEADER)).containsExactly(COLUMN_UNKNOWN);
    assertThat(reasons("asset," + HEADER)).containsExactly(COLUMN_TWICE);
    assertThat(reasons("\ufeff" + HEADER + "a," + PAYEE + ",DUSD,1\n"))
        .containsExactly(BYTE_ORDER_MARK);
  }

  @Test
  void aLineThatCannotBeUnderstoodSwallowsNoOther() {
    String good = "ok," + PAYEE + ",DUSD,1\n";

    assertThat(check(HEADER + "\"a," + PAYEE + ",DUSD,1\n" + good).rows()).hasSize(1);
    assertThat(reasons(HEADER + "\"a," + PAYEE + ",DUSD,1\n" + good)).containsExactly(QUOTES);
    assertThat(reasons(HEADER + "a," + PAYEE + ",DUSD\n" + good)).containsExactly(FIELD_COUNT);
    assertThat(check((HEADER + "\u00e9\n" + good).getBytes(StandardCharsets.ISO_8859_1)).errors())
        .extracting(RowError::line, RowError::reason)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(2, ENCODING));
  }

  @Test
  void oneRowMoreThanAStatementHoldsIsRefused() {
    String rows = ("a," + PAYEE + ",DUSD,1\n").repeat(CsvImport.MOST_ROWS + 1);

    assertThat(check(HEADER + rows).rows()).isEmpty();
    assertThat(reasons(HEADER + rows)).containsExactly(TOO_MANY_ROWS);
  }

  @ParameterizedTest
  @CsvSource({
    "chain,eip155:1,CHAIN_OTHER",
    "priority,asap,PRIORITY_UNKNOWN",
    "region,Germany,REGION_FORMAT",
    "not_before,tomorrow,TIME_FORMAT",
    "not_before,+1000000000-12-31T23:59:59Z,TIME_FORMAT",
    "not_before,-0001-12-31T23:59:59Z,TIME_FORMAT",
    "route,mail,ROUTE_UNKNOWN",
    "reference,caf\u00e9,REFERENCE_FORMAT"
  })
  void anOptionalColumnIsCheckedToo(String column, String value, RowReason reason) {
    var file = column + "," + HEADER + value + ",a," + PAYEE + ",DUSD,1\n";

    assertThat(reasons(file)).containsExactly(reason);
  }

  @Test
  void aFaultIsPrintedWithoutWhatATerminalObeys() {
    var error = check(HEADER + "a\u001b[2J," + PAYEE + ",DUSD,1\n").errors().getFirst();

    assertThat(error.toString()).contains("\\u001b[2J").doesNotContain("\u001b");
  }

  @Test
  void theLargestUint256IsReadAndOneMoreIsRefused() {
    var largest = BigInteger.TWO.pow(256).subtract(BigInteger.ONE);
    var text = new java.math.BigDecimal(largest, 6).toPlainString();
    var more = new java.math.BigDecimal(largest.add(BigInteger.ONE), 6).toPlainString();

    assertThat(reasons(HEADER + "a," + PAYEE + ",DUSD," + more + "\n"))
        .containsExactly(AMOUNT_RANGE);
    assertThat(check(HEADER + "a," + PAYEE + ",DUSD," + text + "\n").rows())
        .extracting(row -> row.amount().units())
        .containsExactly(largest);
  }

  @Test
  void anAddressOfOneCaseNeedsNoSumAndAMixedOneNeedsTheRightOne() {
    var digits = PAYEE.substring(2);
    var rows =
        "a,0x%s,DUSD,1\nb,0x%s,DUSD,1\nc,%s,DUSD,1\n"
            .formatted(digits.toLowerCase(Locale.ROOT), digits.toUpperCase(Locale.ROOT), PAYEE);

    assertThat(check(HEADER + rows).errors()).isEmpty();
    assertThat(check(HEADER + rows).rows()).extracting(Row::recipient).hasSize(3);
    assertThat(reasons(HEADER + "d," + PAYEE.replace('A', 'a') + ",DUSD,1\n"))
        .containsExactly(ADDRESS_CHECKSUM);
  }

  @Test
  void aFileOfAnotherEncodingIsToldAndNeverReadWrong() {
    var file = HEADER + "a," + PAYEE + ",DUSD,1\n";

    assertThat(check(file.getBytes(StandardCharsets.UTF_16LE)).rows()).isEmpty();
    assertThat(check(file.getBytes(StandardCharsets.UTF_16LE)).errors())
        .extracting(RowError::reason)
        .contains(ENCODING);
    assertThat(check(file.getBytes(StandardCharsets.UTF_16)).rows()).isEmpty();
  }

  @Test
  void columnsStandInAnyOrder() {
    var checked = check("amount,asset,external_id,recipient\n\"1.50\",DUSD,a," + PAYEE + "\r\n");

    assertThat(checked.errors()).isEmpty();
    assertThat(checked.rows().getFirst().amount().units()).isEqualTo(BigInteger.valueOf(1_500_000));
    assertThat(checked.rows().getFirst().recipient())
        .hasToString("0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed");
  }

  @Test
  void aSafeAirdropFileIsReadAsItIs() {
    var header = "token_type,token_address,receiver,amount,id\n";
    var tokens = "erc20," + TOKEN + "," + PAYEE + ",2.5,\n";

    var checked = check(header + tokens + "native,," + PAYEE + ",0.1,\nerc721,,,1,7\n");

    assertThat(checked.rows())
        .extracting(row -> row.amount().asset())
        .containsExactly(DUSD.id(), ETH.id());
    assertThat(checked.errors()).extracting(RowError::reason).contains(TOKEN_TYPE);
  }

  @Test
  void disperseLinesNeedAnAssetAndSameLinesAreToldApart() {
    byte[] file = (PAYEE + ",1\n" + PAYEE + ",2\n" + PAYEE + ",1\n").getBytes(UTF_8);

    var refused = CsvImport.check(file, List.of(DUSD), Optional.empty());
    var checked = CsvImport.check(file, List.of(DUSD), Optional.of(DUSD));

    assertThat(refused.rows()).isEmpty();
    assertThat(refused.errors()).extracting(RowError::reason).containsExactly(ASSET_UNKNOWN);
    assertThat(checked.rows()).hasSize(2);
    assertThat(checked.errors()).extracting(RowError::reason).containsExactly(ROW_TWICE);
  }

  private static final java.nio.charset.Charset UTF_8 = StandardCharsets.UTF_8;

  private static List<RowReason> reasons(String file) {
    return check(file).errors().stream().map(RowError::reason).toList();
  }

  private static CheckedImport check(String file) {
    return check(file.getBytes(UTF_8));
  }

  private static CheckedImport check(byte[] file) {
    return CsvImport.check(file, List.of(DUSD, ETH), Optional.empty());
  }
}
