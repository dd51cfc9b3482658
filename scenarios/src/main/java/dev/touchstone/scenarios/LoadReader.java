package dev.touchstone.scenarios;

import dev.touchstone.scenarios.problem.Problems;
import dev.touchstone.scenarios.yaml.Fields;
import dev.touchstone.scenarios.yaml.Variant;
import dev.touchstone.scenarios.yaml.YamlNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the load patterns of a scenario. */
final class LoadReader {

  private static final int MOST_SAMPLES = 1 << 20;

  private final Problems problems;
  private final Set<String> seen = new HashSet<>();

  LoadReader(Problems problems) {
    this.problems = problems;
  }

  /** Reads the list under {@code load}; single-stream if there is none. */
  List<LoadPattern> patterns(Fields scenario) {
    if (!scenario.has("load")) {
      seen.add("single-stream");
      return List.of(new LoadPattern.SingleStream());
    }
    List<LoadPattern> patterns = new ArrayList<>();
    Optional<List<YamlNode>> items = scenario.list("load");
    if (items.filter(List::isEmpty).isPresent()) {
      scenario
          .node("load")
          .ifPresent(
              load ->
                  problems.add(
                      load.problem("the list is empty", "leave it out for single-stream alone")));
    }
    for (YamlNode item : items.orElse(List.of())) {
      Variant.of(item, "a load pattern", LoadPattern.KEYS, problems)
          .filter(this::isNew)
          .flatMap(this::pattern)
          .ifPresent(patterns::add);
    }
    return patterns;
  }

  /** Names of the patterns that the scenario states, even those that are stated wrongly. */
  Set<String> stated() {
    return Set.copyOf(seen);
  }

  private boolean isNew(Variant variant) {
    boolean isNew = seen.add(variant.name());
    if (!isNew) {
      problems.add(
          variant
              .node()
              .problem(
                  variant.name() + " stands in the list twice",
                  "a requirement names a load pattern by this word, so it must be unique"));
    }
    return isNew;
  }

  private Optional<LoadPattern> pattern(Variant variant) {
    LoadOptions options = new LoadOptions(problems);
    return switch (variant.name()) {
      case "multi-stream" -> {
        Fields fields = variant.fields("multi-stream", List.of("samples"));
        fields.require("samples");
        yield fields.integer("samples", 1, MOST_SAMPLES).map(LoadPattern.MultiStream::new);
      }
      case "server" ->
          options.server(variant.fields("server", List.of("rate", "bound", "batching")));
      case "offline" -> {
        Fields fields = variant.fields("offline", List.of("batch"));
        fields.require("batch");
        yield fields.integer("batch", 1, MOST_SAMPLES).map(LoadPattern.Offline::new);
      }
      case "burst" ->
          options.burst(variant.fields("burst", List.of("queries", "every", "batching")));
      case "sustained" ->
          options.sustained(variant.fields("sustained", List.of("duration", "slice")));
      default -> {
        variant.fields("single-stream", List.of());
        yield Optional.of(new LoadPattern.SingleStream());
      }
    };
  }
}
