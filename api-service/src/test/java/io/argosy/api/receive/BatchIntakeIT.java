package io.argosy.api.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.argosy.api.store.Database;
import io.argosy.model.Address;
import io.argosy.model.Amount;
import io.argosy.model.AssetId;
import io.argosy.model.BatchId;
import io.argosy.model.ChainId;
import io.argosy.model.ClientId;
import io.argosy.model.ExternalId;
import io.argosy.model.KeyId;
import io.argosy.model.Route;
import io.argosy.stack.Postgres;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class BatchIntakeIT {
  private static final ClientId PAYROLL = new ClientId("payroll");
  private static final AssetId COIN = AssetId.coin(new ChainId(31337));
  private static final BigInteger LARGEST = BigInteger.TWO.pow(256).subtract(BigInteger.ONE);
  private static Postgres postgres;
  private static Jdbi db;
  private static BatchIntake intake;

  @BeforeAll
  static void start() throws IOException {
    var folder = Path.of("target", "postgres-" + UUID.randomUUID());
    var tools = Path.of(System.getProperty("argosy.tools", "target/tools"));
    postgres = Postgres.start(tools, folder);
    var source = new PGSimpleDataSource();
    source.setUrl(postgres.url());
    source.setUser(postgres.user());
    source.setPassword(postgres.password());
    db = Database.open(source);
    intake =
        new BatchIntake(db, Clock.systemUTC(), () -> new BatchId(UUID.randomUUID().toString()));
  }

  @AfterAll
  static void stop() throws IOException {
    postgres.close();
  }

  @Test
  void aRequestIdIsRefusedForAnotherBodyAndAnsweredForTheSame() {
    var first = create(PAYROLL, "r1", List.of(row(1, "a1", BigInteger.ONE)));

    var same = create(PAYROLL, "r1", List.of(row(1, "a1", BigInteger.ONE)));
    var other = create(PAYROLL, "r1", List.of(row(1, "a1", BigInteger.TWO)));

    var made = (Intake.Created) first;
    assertThat(same).isEqualTo(new Intake.SeenBefore(made.batch()));
    assertThat(other).isEqualTo(new Intake.OtherBody());
  }

  @Test
  void anExternalIdIsRefusedForEverAndNothingOfThatBatchStays() {
    var _ = create(PAYROLL, "r2", List.of(row(1, "b1", BigInteger.ONE)));
    int batches = count("batch");
    int payouts = count("payout");

    var again =
        create(PAYROLL, "r3", List.of(row(1, "b2", BigInteger.ONE), row(2, "b1", BigInteger.ONE)));

    assertThat(again).isEqualTo(new Intake.IdsTaken(List.of("b1")));
    assertThat(count("batch")).isEqualTo(batches);
    assertThat(count("payout")).isEqualTo(payouts);
  }

  @Test
  void anotherClientMayUseTheSameExternalId() {
    var _ = create(PAYROLL, "r4", List.of(row(1, "c1", BigInteger.ONE)));

    var other = create(new ClientId("suppliers"), "r4", List.of(row(1, "c1", BigInteger.ONE)));

    assertThat(other).isInstanceOf(Intake.Created.class);
  }

  @Test
  void theDatabaseRefusesToChangeOrLoseAPayout() {
    var _ = create(PAYROLL, "r5", List.of(row(1, "d1", LARGEST)));

    assertThatThrownBy(() -> run("UPDATE payout SET amount = 5 WHERE external_id = 'd1'"))
        .hasMessageContaining("payout never changes");
    assertThatThrownBy(() -> run("DELETE FROM payout WHERE external_id = 'd1'"))
        .hasMessageContaining("payout never changes");
    run("UPDATE payout SET leaf = 0 WHERE external_id = 'd1'");
    assertThatThrownBy(() -> run("UPDATE payout SET leaf = 1 WHERE external_id = 'd1'"))
        .hasMessageContaining("a leaf is for ever");
    assertThat(amountOf("d1")).isEqualTo(LARGEST.toString());
  }

  @Test
  void aBatchOutlivesTheServersRestart() throws IOException {
    var made = create(PAYROLL, "r6", List.of(row(1, "e1", BigInteger.ONE)));

    postgres.stop();
    postgres.restart();

    var again = create(PAYROLL, "r6", List.of(row(1, "e1", BigInteger.ONE)));
    assertThat(again).isEqualTo(new Intake.SeenBefore(((Intake.Created) made).batch()));
  }

  private static Intake create(ClientId client, String requestId, List<Row> rows) {
    return intake.create(BatchOrder.ofRows(client, requestId, new KeyId("maker"), rows));
  }

  private static void run(String sql) {
    db.useHandle(handle -> handle.execute(sql));
  }

  private static int count(String table) {
    return db.withHandle(
        handle -> handle.select("SELECT count(*) FROM " + table).mapTo(Integer.class).one());
  }

  private static String amountOf(String id) {
    return db.withHandle(
        handle ->
            handle
                .select("SELECT amount::text FROM payout WHERE external_id = ?", id)
                .mapTo(String.class)
                .one());
  }

  private static Row row(int line, String id, BigInteger units) {
    return new Row(
        line,
        new ExternalId(id),
        Address.parse("0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed"),
        new Amount(COIN, units),
        Route.BATCH,
        false,
        Optional.of("DE"),
        Optional.empty(),
        "");
  }
}
