package dev.touchstone.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A slow and literal reader of the part of the OpenMetrics 1.0 text format that gauges need, after
 * its ABNF and its rules of families; it fails on everything else.
 *
 * @param samples the value of each series
 * @param units the unit of each family that has one
 */
record OpenMetricsReader(Map<Series, Double> samples, Map<String, String> units) {

  private static final Pattern SAMPLE =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)\\})? (\\S+)");
  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\n]|\\\\[\\\\n\"])*)\"(,|$)");
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[+-]Inf|NaN");

  /** A name with its labels. */
  record Series(String name, Map<String, String> labels) {}

  static OpenMetricsReader read(String text) {
    assertThat(text).endsWith("\n# EOF\n");
    List<String> lines = text.substring(0, text.length() - "# EOF\n".length()).lines().toList();
    OpenMetricsReader read = new OpenMetricsReader(new LinkedHashMap<>(), new HashMap<>());
    Set<String> types = new HashSet<>();
    String family = "";
    for (String line : lines) {
      String[] words = line.split(" ", 4);
      if (line.startsWith("# TYPE ")) {
        family = words[2];
        assertThat(words[3]).as(line).isEqualTo("gauge");
        assertThat(types.add(family)).as("a family begins once: " + line).isTrue();
      } else if (line.startsWith("# UNIT ")) {
        assertThat(words[2]).as(line).isEqualTo(family).endsWith("_" + words[3]);
        read.units.put(family, words[3]);
      } else if (line.startsWith("# HELP ")) {
        assertThat(words[2]).as(line).isEqualTo(family);
        assertThat(words[3]).isNotBlank();
      } else {
        read.sample(line, family);
      }
    }
    return read;
  }

  private void sample(String line, String family) {
    Matcher sample = SAMPLE.matcher(line);
    assertThat(sample.matches()).as(line).isTrue();
    assertThat(sample.group(1)).as(line).isEqualTo(family);
    assertThat(sample.group(3)).as(line).matches(NUMBER);
    String value = sample.group(3).replace("Inf", "Infinity");
    Map<String, String> labels = labels(sample.group(2));
    Double before = samples.put(new Series(family, labels), Double.valueOf(value));
    assertThat(before).as("a series stands once: " + line).isNull();
  }

  private static Map<String, String> labels(String text) {
    Map<String, String> labels = new HashMap<>();
    Matcher label = LABEL.matcher(text);
    int at = 0;
    while (at < text.length()) {
      assertThat(label.find(at) && label.start() == at).as(text.substring(at)).isTrue();
      String value =
          label.group(2).replace("\\n", "\n").replace("\\\"", "\"").replace("\\\\", "\\");
      assertThat(labels.put(label.group(1), value)).as(text).isNull();
      at = label.end();
    }
    return labels;
  }

  /** The value of the first series of a family that has these labels; an empty one is absent. */
  double value(String family, Map<String, String> labels) {
    return samples.entrySet().stream()
        .filter(e -> e.getKey().name().equals(family))
        .filter(
            e ->
                labels.entrySet().stream()
                    .allMatch(
                        l -> l.getValue().equals(e.getKey().labels().getOrDefault(l.getKey(), ""))))
        .findFirst()
        .orElseThrow()
        .getValue();
  }
}
