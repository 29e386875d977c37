package io.argosy.threshold;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.argosy.stack.Jazzer;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every decoder under Jazzer for a moment; for longer by command, as CONTRIBUTING.md says. */
final class JazzerIT {
  private static final int SECONDS = 10;
  @TempDir private Path folder;

  @Test
  void noDecoderDoesMoreThanRefuse() throws Exception {
    var ended = Jazzer.run(folder, DecodersFuzz.class, "any", SECONDS);

    assertThat(ended.status()).as(ended.said()).isZero();
    assertThat(ended.said()).contains("DONE");
  }

  @Test
  void aDecoderWithABugIsFound() throws Exception {
    var ended = Jazzer.run(folder, DecodersFuzz.class, "planted", SECONDS);

    assertThat(ended.status()).as(ended.said()).isEqualTo(Jazzer.FOUND);
    assertThat(ended.said()).contains("planted");
  }

  /** A decoder that is missing there would be tried by command alone. */
  @Test
  void everyMethodIsAmongThoseThatAreTried() {
    long methods =
        Arrays.stream(DecodersFuzz.class.getDeclaredMethods())
            .filter(method -> method.isAnnotationPresent(FuzzTest.class))
            .count();

    assertThat(new DecodersFuzz().count()).isEqualTo((int) methods - 2);
  }
}
