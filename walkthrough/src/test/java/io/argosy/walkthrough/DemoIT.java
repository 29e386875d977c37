package io.argosy.walkthrough;

import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.cli.deploy.ProcessList;
import io.argosy.cli.deploy.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The demo and the attack as people start them, with what goes wrong in the middle. */
final class DemoIT {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration PATIENCE = Duration.ofMinutes(6);
  @TempDir private Path folder;

  @AfterEach
  void nothingRunsOn() throws IOException {
    var alive =
        ProcessList.read(RunFolder.ofCheckout()).stream()
            .filter(entry -> entry.handle().isPresent())
            .map(ProcessList.Entry::name)
            .toList();
    assertThat(alive).isEmpty();
  }

  private record Run(Launcher.Ended ended, JsonNode report) {}

  private Run demo(String... words) throws IOException, InterruptedException {
    Path report = folder.resolve("report.json");
    var all = new ArrayList<>(List.of("demo", "--report", report.toString()));
    all.addAll(List.of(words));
    var ended = Launcher.run(PATIENCE, all.toArray(String[]::new));
    assertThat(report).as(ended.said()).exists();
    return new Run(ended, JSON.readTree(Files.readString(report)));
  }

  private static List<String> texts(JsonNode list) {
    var texts = new ArrayList<String>();
    list.forEach(each -> texts.add(each.asString()));
    return texts;
  }

  @Test
  void anOutflowThatNobodySignedForIsFoundOnceAndFreezesEveryDaemon() throws Exception {
    var run = demo("--payouts", "60", "--inject", "unknown-outflow");

    assertThat(run.ended().status()).as(run.ended().said()).isNotZero();
    assertThat(texts(run.report().path("break_classes"))).containsExactly("UNKNOWN_OUTFLOW");
    assertThat(run.report().path("breaks").asInt()).isEqualTo(1);
    var frozen = run.report().path("frozen");
    String treasury = run.report().path("treasury").asString();
    assertThat(frozen.propertyNames()).containsExactly("custody-1", "custody-2", "custody-3");
    assertThat(texts(frozen)).hasSize(3).allMatch(each -> each.contains(treasury));
    assertThat(run.report().path("confirmed").asInt()).isEqualTo(60);
  }

  @Test
  void aDaemonThatIsKilledInTheMiddleIsSurvivedByTheOthers() throws Exception {
    var run = demo("--payouts", "120", "--kill", "custody-2");

    assertThat(run.ended().status()).as(run.ended().said()).isZero();
    assertThat(run.report().path("accepted").asInt()).isEqualTo(108);
    assertThat(run.report().path("confirmed").asInt()).isEqualTo(108);
    assertThat(run.report().path("rejected_rows").size()).isGreaterThanOrEqualTo(12);
    assertThat(run.report().path("breaks").asInt(-1)).isZero();
    assertThat(run.report().path("frozen").path("custody-2").asString())
        .isEqualTo("does not answer");
  }

  @Test
  void everyTheftThatTheAttackKnowsIsRefused() throws Exception {
    var ended = Launcher.run(PATIENCE, "attack");

    assertThat(ended.status()).as(ended.said()).isZero();
    assertThat(ended.said()).doesNotContain("SAYS:", "MONEY MOVED", "NOBODY was asked");
    long thefts = ended.said().lines().filter(line -> line.startsWith("· ")).count();
    assertThat(thefts).isGreaterThanOrEqualTo(8);
    assertThat(ended.said().lines().filter(line -> line.contains("refuses:")).count())
        .isGreaterThanOrEqualTo(thefts);
  }
}
