package io.argosy.auditlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.argosy.model.MerkleTree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AuditLogTest {
  private static final int MANY = 33;

  /** A store whose disk can be full. */
  private static final class Shelf implements EntryStore {
    final List<byte[]> entries = new ArrayList<>();
    boolean full;

    @Override
    public void append(long index, byte[] entry) {
      if (full) {
        throw new IllegalStateException("disk full");
      }
      assertThat(index).isEqualTo(entries.size());
      entries.add(entry);
    }

    @Override
    public List<byte[]> readAll() {
      return entries;
    }
  }

  private final Shelf shelf = new Shelf();
  private final AuditLog log = new AuditLog(shelf);

  private static byte[] entry(int number) {
    return ("entry " + number).getBytes(StandardCharsets.US_ASCII);
  }

  private List<Head> grown() {
    var heads = new ArrayList<Head>();
    heads.add(log.head());
    for (int i = 0; i < MANY; i++) {
      log.append(entry(i));
      heads.add(log.head());
    }
    return heads;
  }

  @Test
  void anEntryThatCannotBeWrittenChangesNothingAndIsSaid() {
    grown();
    var before = log.head();
    shelf.full = true;

    assertThatThrownBy(() -> log.append(entry(99))).hasMessage("disk full");
    assertThat(log.head()).isEqualTo(before);
  }

  @Test
  void aChangedEntryAnotherPlaceAndAShortPathProveNothing() {
    grown();
    var head = log.head();
    var path = log.inclusion(5, MANY);

    assertThat(head.includes(entry(6), 5, path)).isFalse();
    assertThat(head.includes(entry(5), 6, path)).isFalse();
    assertThat(head.includes(entry(5), 5, path.subList(1, path.size()))).isFalse();
  }

  @Test
  void aLogThatRewroteItsPastDoesNotExtendTheOldHead() {
    var heads = grown();
    var other = new Shelf();
    var rewritten = new AuditLog(other);
    for (int i = 0; i < MANY; i++) {
      rewritten.append(i == 3 ? entry(1000) : entry(i));
    }

    for (int old = 4; old < MANY; old++) {
      assertThat(rewritten.head().extendsFrom(heads.get(old), rewritten.consistency(old, MANY)))
          .isFalse();
    }
  }

  @Test
  void everyOlderHeadIsABeginningAndEveryCutProofFails() {
    var heads = grown();
    for (int size = 1; size <= MANY; size++) {
      for (int old = 1; old <= size; old++) {
        var path = log.consistency(old, size);
        assertThat(heads.get(size).extendsFrom(heads.get(old), path)).isTrue();
        if (!path.isEmpty()) {
          var cut = path.subList(0, path.size() - 1);
          assertThat(heads.get(size).extendsFrom(heads.get(old), cut)).isFalse();
        }
      }
    }
  }

  @Test
  void everyEntryIsProvedUnderEveryLaterHead() {
    var heads = grown();
    for (int size = 1; size <= MANY; size++) {
      for (int index = 0; index < size; index++) {
        assertThat(heads.get(size).includes(entry(index), index, log.inclusion(index, size)))
            .isTrue();
      }
    }
  }

  @Test
  void theRootIsThatOfTheStatementsTreeAndSurvivesARestart() {
    grown();

    assertThat(log.head().root()).isEqualTo(new MerkleTree(shelf.entries).root());
    assertThat(new AuditLog(shelf).head()).isEqualTo(log.head());
  }
}
