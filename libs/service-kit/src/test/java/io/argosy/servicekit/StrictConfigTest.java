package io.argosy.servicekit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StrictConfigTest {
  @TempDir private Path folder;

  private StrictConfig config(String text) throws IOException {
    return StrictConfig.read(Files.writeString(folder.resolve("service.conf"), text));
  }

  @Test
  void anUnknownKeyStopsTheStartAndTheNearestKnownOneIsNamed() throws IOException {
    var config = config("limits { max_payuot = 5 }");
    var limits = config.section("limits");
    assertThat(limits.optionalText("max_payout")).isEmpty();
    assertThat(limits.optionalText("expiry")).isEmpty();

    assertThatThrownBy(config::finish)
        .isInstanceOf(ConfigFault.class)
        .hasMessageContaining(
            "limits.max_payuot is not a known key; did you mean limits.max_payout?");
  }

  @Test
  void aMissingOrMistypedValueNamesFileKeyAndRemedy() throws IOException {
    var config = config("port = many\ndaemons = [{id = a}]");

    assertThatThrownBy(() -> config.text("deployment"))
        .hasMessageContainingAll("service.conf", "deployment is missing; add it");
    assertThatThrownBy(() -> config.number("port")).hasMessageContainingAll("port cannot be read");
    assertThatThrownBy(() -> config.sections("daemons").getFirst().text("address"))
        .hasMessageContaining("daemons[0].address is missing");
    assertThatThrownBy(() -> StrictConfig.read(folder.resolve("none.conf")))
        .isInstanceOf(ConfigFault.class)
        .hasMessageContaining("none.conf");
  }

  @Test
  void whatIsReadWholeIsAccepted() throws IOException {
    var config = config("life = 30s\nfile = keys/a.pem\ntls { names = [a, b] }");

    assertThat(config.duration("life")).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.path("file")).isEqualTo(folder.toAbsolutePath().resolve("keys/a.pem"));
    assertThat(config.section("tls").texts("names")).containsExactly("a", "b");
    config.finish();
  }
}
