package io.argosy.threshold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/** Runs a protocol once for each manipulation of each message that party 1 sends party 2. */
final class Matrix<T> {
  private final String protocol;
  private final Function<Table.Way, Map<Integer, Outcome<T>>> run;
  private final List<String> rows = new ArrayList<>();

  Matrix(String protocol, Function<Table.Way, Map<Integer, Outcome<T>>> run) {
    this.protocol = protocol;
    this.run = run;
  }

  /** Every manipulation of every field, and of the message as a whole. */
  void round(int round, Layout layout) {
    for (var field : layout.fields()) {
      for (var manipulation : Manipulation.of(field.kind())) {
        var expected =
            manipulation.malformed().isEmpty()
                ? field.outcome()
                : Layout.Expected.retry(manipulation.malformed());
        row(round, field.name(), manipulation.name(), m -> manipulation.in(m, field), expected);
      }
    }
    int length = layout.length();
    var malformed = Layout.Expected.retry("a message of " + length + " bytes");
    whole(round, "empty", m -> new byte[0], malformed);
    whole(round, "one byte short", m -> Arrays.copyOf(m, m.length - 1), malformed);
    whole(round, "one byte long", m -> Arrays.copyOf(m, m.length + 1), malformed);
  }

  private void whole(
      int round, String name, Function<byte[], byte[]> change, Layout.Expected expected) {
    row(round, "the whole", name, change, expected);
  }

  /** One row; what party 2 comes to is asserted, and written down. */
  void row(
      int round,
      String field,
      String manipulation,
      Function<byte[], byte[]> change,
      Layout.Expected expected) {
    way(
        round,
        field,
        manipulation,
        (r, from, to, message) ->
            r == round && from == 1 && to == 2 ? change.apply(message) : message,
        expected);
  }

  void way(int round, String field, String manipulation, Table.Way way, Layout.Expected expected) {
    var outcome = Objects.requireNonNull(run.apply(way).get(2));
    String place = "%s round %d, %s, %s".formatted(protocol, round, field, manipulation);
    assertThat(outcome).as(place).isInstanceOf(Outcome.Aborted.class);
    var abort = ((Outcome.Aborted<T>) outcome).abort();
    assertThat(abort)
        .as(place)
        .isEqualTo(
            new Abort(expected.kind(), expected.blamed() ? Set.of(1) : Set.of(), expected.check()));
    rows.add(
        "| %s %d | %s | %s | %s: %s | %s |"
            .formatted(
                protocol,
                round,
                field,
                manipulation,
                abort.kind(),
                abort.check(),
                expected.blamed() ? "the sender" : "nobody"));
  }

  /** The table, of so many rows at least. */
  void print(int atLeast) {
    assertThat(rows).hasSizeGreaterThanOrEqualTo(atLeast);
    System.out.println(
        "| message | field | manipulation | outcome | culprit |\n|---|---|---|---|---|");
    rows.forEach(System.out::println);
  }

  static byte[] of(Map<Integer, byte[]> messages, int round) {
    return Objects.requireNonNull(messages.get(round));
  }

  /** Messages of an earlier session by round, to replay. */
  static <T> Map<Integer, byte[]> recorded(Function<Table.Way, Map<Integer, Outcome<T>>> run) {
    var recorded = new LinkedHashMap<Integer, byte[]>();
    var _ =
        run.apply(
            (r, from, to, message) -> {
              if (from == 1 && to == 2) {
                recorded.put(r, message.clone());
              }
              return message;
            });
    return recorded;
  }
}
