package io.argosy.custodycore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.argosy.model.Digest32;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal of an earlier version is moved forward, and one of a later version is left alone. */
final class JournalVersionsTest {
  private static final Digest32 GENESIS = Digest32.parse("ab".repeat(32));

  @TempDir private Path folder;

  private Path journal(int version) throws Exception {
    Path file = folder.resolve(version + ".db");
    try (var script = Journal.class.getResourceAsStream("journal-1.sql");
        var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var db = Jdbi.open(connection)) {
      db.createScript(new String(script.readAllBytes(), StandardCharsets.UTF_8)).execute();
      db.execute(
          "INSERT INTO journal VALUES (1, ?, ?, ?, 0)",
          version,
          GENESIS.toString(),
          World.daemon(1).toString());
      db.execute("INSERT INTO statement VALUES (1, 'h', x'00', x'00', 0, 1, 'd', 'now')");
    }
    return file;
  }

  @Test
  void aLaterVersionIsNotOpened() throws Exception {
    Path file = journal(99);

    assertThatThrownBy(() -> Journal.open(file, GENESIS, World.daemon(1)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("99");
  }

  @Test
  void whatAnEarlierVersionRegisteredIsToldToo() throws Exception {
    Path file = journal(1);

    for (int i = 0; i < 2; i++) {
      try (var opened = Journal.open(file, GENESIS, World.daemon(1))) {
        assertThat(opened.tells().last()).isEqualTo(1);
        assertThat(opened.tells().highest()).isEmpty();
        assertThat(opened.rosters().all()).isEmpty();
        assertThat(opened.takeovers().last(new KeyEpoch(World.KEY, 9))).isEmpty();
        assertThat(opened.used("d", World.DUSD)).isEmpty();
      }
    }
  }
}
