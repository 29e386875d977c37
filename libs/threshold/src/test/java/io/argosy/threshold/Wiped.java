package io.argosy.threshold;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Array;

/** Looks into objects whose secrets nobody else can reach. */
final class Wiped {
  private Wiped() {}

  /** Arrays in these fields hold zeros alone. */
  static void require(Object holder, String... fields) {
    for (String field : fields) {
      assertThat(zeros(value(holder, field))).as(field).isTrue();
    }
  }

  private static Object value(Object holder, String name) {
    try {
      var field = holder.getClass().getDeclaredField(name);
      field.setAccessible(true);
      return field.get(holder);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(name, e);
    }
  }

  private static boolean zeros(Object value) {
    if (!value.getClass().isArray()) {
      return ((Number) value).longValue() == 0;
    }
    boolean zeros = Array.getLength(value) > 0;
    for (int i = 0; i < Array.getLength(value); i++) {
      zeros &= zeros(Array.get(value, i));
    }
    return zeros;
  }
}
