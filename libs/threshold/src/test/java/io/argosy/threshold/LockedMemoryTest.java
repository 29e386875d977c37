package io.argosy.threshold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class LockedMemoryTest {
  private static final byte[] SECRET = Seeded.sha256(new byte[] {9});

  @Test
  void aClosedMemoryIsNotReadAgainAndItsPagesAreGone() {
    var memory = LockedMemory.copyOf(SECRET, 0, 32);
    assertThat(memory.copy(0, 32)).isEqualTo(SECRET);

    memory.close();
    memory.close();

    assertThatThrownBy(() -> memory.copy(0, 32)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whatIsPrintedIsTheLengthAlone() {
    try (var memory = LockedMemory.copyOf(SECRET, 0, 32)) {
      assertThat(memory.toString()).isEqualTo("LockedMemory[32 bytes]");
      assertThat(memory.length()).isEqualTo(32);
    }
  }

  @Test
  void nothingBesideTheMemoryIsRead() {
    try (var memory = LockedMemory.copyOf(SECRET, 8, 16)) {
      assertThat(memory.copy(0, 4)).containsExactly(SECRET[8], SECRET[9], SECRET[10], SECRET[11]);
      for (int at : new int[] {-1, 1, 16}) {
        assertThatThrownBy(() -> memory.copy(at, 16)).isInstanceOf(IndexOutOfBoundsException.class);
      }
    }
    assertThatThrownBy(() -> LockedMemory.copyOf(SECRET, 17, 16))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  /** What the kernel says of the mapping: locked (lo), not dumped (dd), not forked (dc). */
  @Test
  void thePagesAreLockedAndLeftOutOfDumpsAndForksUntilTheyAreGivenBack() throws IOException {
    long before = lockedKilobytes();

    try (var memory = LockedMemory.copyOf(SECRET, 0, 32)) {
      assertThat(memory.unlocked()).isEmpty();
      assertThat(lockedKilobytes()).isGreaterThan(before);
    }

    assertThat(lockedKilobytes()).isEqualTo(before);
  }

  /** Of mappings with all three flags; those side by side stand there as one. */
  private static long lockedKilobytes() throws IOException {
    long size = 0;
    long locked = 0;
    for (var line : Files.readAllLines(Path.of("/proc/self/smaps"))) {
      if (line.startsWith("Size:")) {
        size = Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
      if (line.startsWith("VmFlags:")
          && List.of(line.split(" ")).containsAll(List.of("lo", "dd", "dc"))) {
        locked += size;
      }
    }
    return locked;
  }
}
