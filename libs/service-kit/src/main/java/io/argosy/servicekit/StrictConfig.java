package io.argosy.servicekit;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A HOCON file in which every key must be one that the program reads: a mistyped limit is no limit.
 * Neither the environment nor system properties reach it. Call {@link #finish} when all is read.
 */
public final class StrictConfig {
  private final String place;
  private final Path file;
  private final Config config;
  private final Set<String> read = new LinkedHashSet<>();
  private final List<StrictConfig> sections = new ArrayList<>();

  private StrictConfig(String place, Path file, Config config) {
    this.place = place;
    this.file = file;
    this.config = config;
  }

  /** Reads a file. */
  public static StrictConfig read(Path file) {
    try {
      var options = ConfigParseOptions.defaults().setAllowMissing(false);
      return new StrictConfig("", file, ConfigFactory.parseFile(file.toFile(), options));
    } catch (ConfigException e) {
      throw new ConfigFault(file + ": " + e.getMessage());
    }
  }

  public String text(String key) {
    return required(key, config::getString);
  }

  /** A path; one that is not absolute is taken from the file's own folder. */
  public Path path(String key) {
    return file.toAbsolutePath().resolveSibling(text(key));
  }

  public int number(String key) {
    return required(key, config::getInt);
  }

  public long large(String key) {
    return required(key, config::getLong);
  }

  /** A time with its unit, as in {@code 30s}. */
  public Duration duration(String key) {
    return required(key, config::getDuration);
  }

  public List<String> texts(String key) {
    return required(key, config::getStringList);
  }

  /** Paths in a list that may be left out; see {@link #path}. */
  public List<Path> optionalPaths(String key) {
    read.add(key);
    List<String> names = config.hasPath(key) ? texts(key) : List.of();
    return names.stream().map(file.toAbsolutePath()::resolveSibling).toList();
  }

  /** A value that may be left out. */
  public Optional<String> optionalText(String key) {
    read.add(key);
    return config.hasPath(key) ? Optional.of(text(key)) : Optional.empty();
  }

  public StrictConfig section(String key) {
    return open(key, required(key, config::getConfig));
  }

  /** A section that may be left out. */
  public Optional<StrictConfig> optionalSection(String key) {
    read.add(key);
    return config.hasPath(key) ? Optional.of(section(key)) : Optional.empty();
  }

  public List<StrictConfig> sections(String key) {
    var all = new ArrayList<StrictConfig>();
    for (Config each : required(key, config::getConfigList)) {
      all.add(open(key + "[" + all.size() + "]", each));
    }
    return all;
  }

  private StrictConfig open(String key, Config inner) {
    var section = new StrictConfig(place + key + ".", file, inner);
    sections.add(section);
    return section;
  }

  private <T> T required(String key, Function<String, T> getter) {
    read.add(key);
    try {
      return getter.apply(key);
    } catch (ConfigException.Missing e) {
      throw fault(key, "is missing; add it");
    } catch (ConfigException e) {
      throw fault(key, "cannot be read: " + e.getMessage());
    }
  }

  /** A fault at a key, for values that only their reader can judge. */
  public ConfigFault fault(String key, String text) {
    return new ConfigFault(file + ": " + place + key + " " + text);
  }

  /** Throws when the file holds a key that nobody read, naming it and the nearest known one. */
  public void finish() {
    for (String key : config.root().keySet()) {
      if (!read.contains(key)) {
        String remedy =
            read.stream()
                .min(Comparator.comparingInt(known -> distance(key, known)))
                .map(known -> "; did you mean " + place + known + "?")
                .orElse("; remove it");
        throw fault(key, "is not a known key" + remedy);
      }
    }
    sections.forEach(StrictConfig::finish);
  }

  /** Levenshtein's distance. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
