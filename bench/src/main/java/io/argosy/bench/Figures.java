package io.argosy.bench;

import java.util.Locale;
import java.util.StringJoiner;

/** Measured figures as flat JSON, in the order in which they were added. */
final class Figures {
  private static final int SCHEMA_VERSION = 1;
  private final StringJoiner fields = new StringJoiner(",\n  ", "{\n  ", "\n}");

  Figures(String name) {
    fields.add("\"schema_version\": " + SCHEMA_VERSION);
    fields.add("\"bench\": \"" + name + "\"");
    add("cores", Runtime.getRuntime().availableProcessors());
  }

  Figures add(String name, long value) {
    fields.add("\"%s\": %d".formatted(name, value));
    return this;
  }

  Figures add(String name, double value) {
    fields.add(String.format(Locale.ROOT, "\"%s\": %.3f", name, value));
    return this;
  }

  @Override
  public String toString() {
    return fields.toString();
  }
}
