package dev.touchstone.recipes;

import dev.touchstone.recipes.Lineage.StepRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A lineage as lines of {@code key: value}, for people, for {@code git diff} and for the cache.
 *
 * <pre>
 *   touchstone-lineage: 1
 *   candidate.sha256: 5f1c...
 *   reference.sha256: 90ab...
 *   step.1: quantize static
 *   step.1.nodes: 60 -> 109
 *   recipe:
 *     name: int8-static
 * </pre>
 */
final class LineageText {

  private static final String MAGIC = "touchstone-lineage: 1";

  private LineageText() {}

  /** What a cache entry says of its candidate. */
  record Entry(String sha256, long bytes, Lineage lineage) {}

  static String write(Entry entry) {
    Lineage lineage = entry.lineage();
    StringBuilder text = new StringBuilder(MAGIC).append('\n');
    line(text, "candidate.sha256", entry.sha256());
    line(text, "candidate.bytes", entry.bytes());
    line(text, "reference.sha256", lineage.referenceSha256());
    line(text, "reference.bytes", lineage.referenceBytes());
    lineage.calibrationSha256().ifPresent(sha -> line(text, "calibration.sha256", sha));
    line(text, "calibration.samples", lineage.calibrationSamples());
    new TreeMap<>(lineage.tools()).forEach((tool, version) -> line(text, "tool." + tool, version));
    for (int i = 0; i < lineage.steps().size(); i++) {
      StepRecord step = lineage.steps().get(i);
      String key = "step." + (i + 1);
      line(text, key, step.step());
      line(text, key + ".nodes", step.nodesBefore() + " -> " + step.nodesAfter());
      line(text, key + ".bytes", step.bytesBefore() + " -> " + step.bytesAfter());
      step.outputSignalToNoiseDb().ifPresent(db -> line(text, key + ".snr-db", db));
      line(text, key + ".note", step.note().replace('\n', ' '));
    }
    text.append("recipe:\n");
    lineage.recipe().lines().forEach(l -> text.append("  ").append(l).append('\n'));
    return text.toString();
  }

  private static void line(StringBuilder text, String key, Object value) {
    text.append(key).append(": ").append(value).append('\n');
  }

  /** Reads what {@link #write} wrote; empty if it is something else or incomplete. */
  static Optional<Entry> read(String text) {
    List<String> lines = text.lines().toList();
    if (lines.isEmpty() || !lines.get(0).equals(MAGIC) || !lines.contains("recipe:")) {
      return Optional.empty();
    }
    int recipeAt = lines.indexOf("recipe:");
    Map<String, String> values = new TreeMap<>();
    for (String line : lines.subList(1, recipeAt)) {
      int colon = line.indexOf(": ");
      if (colon < 0) {
        return Optional.empty();
      }
      values.put(line.substring(0, colon), line.substring(colon + 2));
    }
    StringBuilder recipe = new StringBuilder();
    for (String line : lines.subList(recipeAt + 1, lines.size())) {
      recipe.append(line.substring(Math.min(2, line.length()))).append('\n');
    }
    try {
      return Optional.of(entry(values, recipe.toString()));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // a value is missing or no number: somebody changed the file
    }
  }

  private static Entry entry(Map<String, String> values, String recipe) {
    Map<String, String> tools = new TreeMap<>();
    values.forEach(
        (key, value) -> {
          if (key.startsWith("tool.")) {
            tools.put(key.substring("tool.".length()), value);
          }
        });
    List<StepRecord> steps = new ArrayList<>();
    for (int i = 1; values.containsKey("step." + i); i++) {
      steps.add(step(values, "step." + i));
    }
    Lineage lineage =
        new Lineage(
            required(values, "reference.sha256"),
            Long.parseLong(required(values, "reference.bytes")),
            recipe,
            Optional.ofNullable(values.get("calibration.sha256")),
            Integer.parseInt(required(values, "calibration.samples")),
            tools,
            steps);
    return new Entry(
        required(values, "candidate.sha256"),
        Long.parseLong(required(values, "candidate.bytes")),
        lineage);
  }

  private static StepRecord step(Map<String, String> values, String key) {
    long[] nodes = pair(required(values, key + ".nodes"));
    long[] bytes = pair(required(values, key + ".bytes"));
    return new StepRecord(
        required(values, key),
        (int) nodes[0],
        (int) nodes[1],
        bytes[0],
        bytes[1],
        Optional.ofNullable(values.get(key + ".snr-db")).map(Double::parseDouble),
        required(values, key + ".note"));
  }

  private static long[] pair(String text) {
    String[] parts = text.split(" -> ", 2);
    if (parts.length != 2) {
      throw new IllegalArgumentException("no pair: " + text);
    }
    return new long[] {Long.parseLong(parts[0]), Long.parseLong(parts[1])};
  }

  private static String required(Map<String, String> values, String key) {
    String value = values.get(key);
    if (value == null) {
      throw new IllegalArgumentException(key + " is missing");
    }
    return value;
  }
}
