package io.argosy.servicekit.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** Metrics in Prometheus's text format 0.0.4: sums, gauges and histograms, in order of name. */
final class PrometheusText {
  private final StringBuilder text = new StringBuilder();

  private PrometheusText() {}

  static String of(Collection<MetricData> metrics) {
    var page = new PrometheusText();
    metrics.stream().sorted(Comparator.comparing(MetricData::getName)).forEach(page::metric);
    return page.text.toString();
  }

  private void metric(MetricData metric) {
    switch (metric.getType()) {
      case LONG_SUM -> {
        String name = head(metric, "counter");
        metric
            .getLongSumData()
            .getPoints()
            .forEach(p -> line(name, p.getAttributes(), p.getValue()));
      }
      case LONG_GAUGE -> {
        String name = head(metric, "gauge");
        metric
            .getLongGaugeData()
            .getPoints()
            .forEach(p -> line(name, p.getAttributes(), p.getValue()));
      }
      case HISTOGRAM -> {
        String name = head(metric, "histogram");
        metric.getHistogramData().getPoints().forEach(point -> histogram(name, point));
      }
      case DOUBLE_GAUGE, DOUBLE_SUM, EXPONENTIAL_HISTOGRAM, SUMMARY ->
          throw new IllegalStateException(metric.getName() + " is of a kind that we do not make");
    }
  }

  /** Writes what a metric is and answers its name. */
  private String head(MetricData metric, String type) {
    var name = new StringBuilder(metric.getName().replaceAll("[^a-zA-Z0-9_]", "_"));
    if (metric.getUnit().equals("s")) {
      name.append("_seconds");
    }
    if (metric.getType() == MetricDataType.LONG_SUM && metric.getLongSumData().isMonotonic()) {
      name.append("_total");
    }
    boolean falls =
        metric.getType() == MetricDataType.LONG_SUM && !metric.getLongSumData().isMonotonic();
    text.append("# HELP %s %s%n".formatted(name, metric.getDescription()));
    text.append("# TYPE %s %s%n".formatted(name, falls ? "gauge" : type));
    return name.toString();
  }

  private void histogram(String name, HistogramPointData point) {
    List<Double> boundaries = point.getBoundaries();
    long below = 0;
    for (int i = 0; i < boundaries.size(); i++) {
      below += point.getCounts().get(i);
      line(name + "_bucket", point.getAttributes(), "le", boundaries.get(i).toString(), below);
    }
    line(name + "_bucket", point.getAttributes(), "le", "+Inf", point.getCount());
    text.append(name).append("_sum").append(labels(point.getAttributes(), "", ""));
    text.append(String.format(Locale.ROOT, " %.9f%n", point.getSum()));
    line(name + "_count", point.getAttributes(), point.getCount());
  }

  private void line(String name, Attributes attributes, long value) {
    line(name, attributes, "", "", value);
  }

  private void line(String name, Attributes attributes, String label, String of, long value) {
    text.append(name).append(labels(attributes, label, of)).append(' ').append(value).append('\n');
  }

  private static String labels(Attributes attributes, String label, String value) {
    var labels = new TreeMap<String, String>();
    attributes.forEach((key, of) -> labels.put(key.getKey().replace('.', '_'), of.toString()));
    if (!label.isEmpty()) {
      labels.put(label, value);
    }
    if (labels.isEmpty()) {
      return "";
    }
    var written =
        labels.entrySet().stream().map(e -> e.getKey() + "=\"" + escaped(e.getValue()) + '"');
    return "{" + String.join(",", written.toList()) + "}";
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
