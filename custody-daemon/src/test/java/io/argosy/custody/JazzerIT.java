package io.argosy.custody;

import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.custody.session.OpeningFuzz;
import io.argosy.custody.share.StoredFilesFuzz;
import io.argosy.stack.Jazzer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the daemon itself decodes, under Jazzer for a moment; for longer by command. */
final class JazzerIT {
  private static final int SECONDS = 2;
  @TempDir private Path folder;

  private record Target(Class<?> type, String method) {}

  @Test
  void roundZeroAndStoredFilesAreReadInOneWayOrRefused() throws Exception {
    for (var target :
        List.of(
            new Target(OpeningFuzz.class, "opening"),
            new Target(StoredFilesFuzz.class, "sealedShare"),
            new Target(StoredFilesFuzz.class, "certificate"))) {
      var ended = Jazzer.run(folder, target.type(), target.method(), SECONDS);

      assertThat(ended.status()).as(ended.said()).isZero();
      assertThat(ended.said()).contains("DONE");
    }
  }
}
