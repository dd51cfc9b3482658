package dev.touchstone.scenarios;

import dev.touchstone.scenarios.problem.Location;
import dev.touchstone.scenarios.problem.Problems;
import dev.touchstone.scenarios.problem.Words;
import dev.touchstone.scenarios.yaml.Fields;
import dev.touchstone.scenarios.yaml.YamlNode;
import dev.touchstone.scenarios.yaml.YamlReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads recipes: the bundled ones by name, others from a YAML file. */
public final class RecipeReader {

  private static final List<String> KEYS = List.of("name", "steps", "calibration-check");

  private RecipeReader() {}

  /**
   * Reads one recipe.
   *
   * @param nameOrFile the name of a bundled recipe, such as {@code int8-static}, or a YAML file
   * @throws dev.touchstone.scenarios.problem.ScenarioException with every mistake in the file, or
   *     if there is no such recipe
   */
  public static Recipe read(String nameOrFile) {
    Problems problems = new Problems();
    Optional<Recipe> recipe;
    if (Bundled.recipes().contains(nameOrFile)) {
      recipe = bundled(nameOrFile, problems);
    } else if (Bundled.isFileName(nameOrFile)) {
      recipe = file(Path.of(nameOrFile), problems);
    } else {
      recipe = Optional.empty();
      problems.add(
          Location.ofFlag("--recipe"),
          Bundled.unknown(nameOrFile, "recipe", Bundled.recipes()),
          Words.didYouMean(nameOrFile, Bundled.recipes()));
    }
    problems.throwIfAny();
    return recipe.orElseThrow();
  }

  /** Every bundled recipe, in the order in which they should be shown. */
  public static List<Recipe> bundled() {
    return Bundled.recipes().stream().map(RecipeReader::read).toList();
  }

  static Optional<Recipe> bundled(String name, Problems problems) {
    String resource = "recipes/" + name + ".yaml";
    return YamlReader.read(Bundled.text(resource), resource, problems)
        .flatMap(node -> recipe(node, problems));
  }

  static Optional<Recipe> file(Path file, Problems problems) {
    return YamlReader.read(file, problems).flatMap(node -> recipe(node, problems));
  }

  /** Reads {@code name}, {@code steps} and {@code calibration-check}. */
  static Optional<Recipe> recipe(YamlNode node, Problems problems) {
    return recipe(Fields.of(node, "a recipe", KEYS, problems), problems);
  }

  /** Reads the same of a mapping whose keys have been checked. */
  static Optional<Recipe> recipe(Fields fields, Problems problems) {
    fields.require("name", "steps");
    Optional<String> name = fields.scalar("name").flatMap(n -> Names.checked(n, problems));
    Optional<List<Step>> steps = steps(fields, problems);
    Optional<CalibrationCheck> check = calibrationCheck(fields);
    return name.flatMap(n -> steps.flatMap(s -> check.map(c -> new Recipe(n, s, c))));
  }

  private static Optional<CalibrationCheck> calibrationCheck(Fields fields) {
    if (!fields.has("calibration-check")) {
      return Optional.of(CalibrationCheck.REPORT);
    }
    return fields
        .word("calibration-check", List.of("report", "strict"))
        .map(word -> word.equals("strict") ? CalibrationCheck.STRICT : CalibrationCheck.REPORT);
  }

  /** Reads {@code steps}; empty unless every step is right. */
  private static Optional<List<Step>> steps(Fields fields, Problems problems) {
    Optional<List<YamlNode>> items = fields.list("steps");
    if (items.isEmpty()) {
      return Optional.empty();
    }
    if (items.get().isEmpty()) {
      fields
          .node("steps")
          .ifPresent(n -> problems.add(n.problem("the list is empty", "name at least one step")));
      return Optional.empty();
    }
    StepReader reader = new StepReader(problems);
    List<Step> steps = new ArrayList<>();
    for (YamlNode item : items.get()) {
      reader.step(item).ifPresent(steps::add);
    }
    return steps.size() == items.get().size() ? Optional.of(List.copyOf(steps)) : Optional.empty();
  }
}
