package dev.touchstone.scenarios;

import dev.touchstone.scenarios.problem.Problems;
import dev.touchstone.scenarios.yaml.Fields;
import dev.touchstone.scenarios.yaml.YamlNode;
import dev.touchstone.scenarios.yaml.YamlReader;
import java.util.List;
import java.util.Optional;

/** Reads load patterns that stand alone, as an option of a command does. */
public final class LoadPatterns {

  private LoadPatterns() {}

  /**
   * Reads patterns, each as it would stand in the list of a scenario.
   *
   * @param texts such as {@code single-stream} and {@code {server: {rate: 40 /s}}}; at least one
   * @throws dev.touchstone.scenarios.problem.ScenarioException with every mistake; its line is the
   *     number of the pattern
   */
  public static List<LoadPattern> read(List<String> texts) {
    Problems problems = new Problems();
    String list = "load: [" + String.join(",\n  ", texts) + "]\n";
    Optional<YamlNode> root = YamlReader.read(list, "load", problems);
    List<LoadPattern> patterns =
        root.map(node -> Fields.of(node, "a load", List.of("load"), problems))
            .map(fields -> new LoadReader(problems).patterns(fields))
            .orElse(List.of());
    problems.throwIfAny();
    return patterns;
  }
}
