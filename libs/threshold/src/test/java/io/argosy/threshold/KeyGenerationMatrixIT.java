package io.argosy.threshold;

import io.argosy.threshold.KeyGeneration.Made;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Everything that a cheating dealer can write into a message, and what it comes to. */
class KeyGenerationMatrixIT {
  private static Map<Integer, Outcome<Made>> run(Table.Way way) {
    byte[] sid = Table.fresh();
    var parties = new TreeMap<Integer, KeyGeneration>();
    for (int i = 1; i <= 2; i++) {
      parties.put(i, new KeyGeneration(sid, 2, 2, i, Table.random()));
    }
    return Table.run(parties, way);
  }

  @Test
  void everyFieldOfEveryMessageHasItsTypedOutcomeAndCulprit() {
    var matrix = new Matrix<>("key generation", KeyGenerationMatrixIT::run);
    var layouts = new DealingLayouts(Plan.generation(Table.fresh(), 2, 2), 1);
    layouts.rows(matrix, KeyGenerationMatrixIT::run);
    matrix.print(100);
  }
}
