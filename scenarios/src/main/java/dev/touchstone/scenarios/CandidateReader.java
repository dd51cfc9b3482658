package dev.touchstone.scenarios;

import dev.touchstone.scenarios.problem.Location;
import dev.touchstone.scenarios.problem.Problems;
import dev.touchstone.scenarios.problem.Words;
import dev.touchstone.scenarios.yaml.Fields;
import dev.touchstone.scenarios.yaml.FileNames;
import dev.touchstone.scenarios.yaml.YamlMapping;
import dev.touchstone.scenarios.yaml.YamlNode;
import dev.touchstone.scenarios.yaml.YamlScalar;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads the recipes of a scenario: bundled, in place, from a file, or a model that is ready. */
final class CandidateReader {

  private static final List<String> RESERVED =
      List.of(Baseline.REFERENCE.key(), Baseline.DEPLOYED.key());
  private static final List<String> KEYS =
      List.of("name", "steps", "file", "model", "calibration-check");

  private final FileNames files;
  private final boolean calibrated;
  private final Problems problems;
  private final Map<String, Location> taken = new HashMap<>();

  /**
   * For one scenario.
   *
   * @param calibrated whether it names calibration data
   */
  CandidateReader(FileNames files, boolean calibrated, Problems problems) {
    this.files = files;
    this.calibrated = calibrated;
    this.problems = problems;
  }

  /** Reads the list under {@code recipes}. */
  List<CandidateSource> candidates(Fields scenario) {
    List<CandidateSource> candidates = new ArrayList<>();
    Optional<List<YamlNode>> items = scenario.list("recipes");
    if (items.filter(List::isEmpty).isPresent()) {
      YamlNode recipes = scenario.node("recipes").orElseThrow();
      problems.add(recipes.problem("the list is empty", "name at least one, such as int8-static"));
    }
    for (YamlNode item : items.orElse(List.of())) {
      Optional<? extends CandidateSource> read = candidate(item);
      read.ifPresent(
          candidate -> {
            checkName(candidate.name(), nameNode(item));
            checkCalibration(candidate, item);
            candidates.add(candidate);
          });
      if (read.isEmpty()) {
        remember(item);
      }
    }
    return candidates;
  }

  private Optional<? extends CandidateSource> candidate(YamlNode item) {
    if (!(item instanceof YamlMapping)) {
      return Fields.scalar(item, "the name of a recipe, or a mapping", problems)
          .flatMap(this::named);
    }
    Fields fields = Fields.of(item, "a recipe", KEYS, problems);
    List<String> forms = List.of("steps", "file", "model").stream().filter(fields::has).toList();
    if (forms.size() != 1) {
      String found = forms.isEmpty() ? "none of them" : String.join(" and ", forms);
      problems.add(
          item.problem(
              "a recipe has exactly one of steps, file and model, found " + found,
              "write {name: NAME, steps: [...]}, {file: recipe.yaml} or {name: NAME, model:"
                  + " model.onnx}"));
      return Optional.empty();
    }
    if (!forms.get(0).equals("steps")) {
      fields
          .key("calibration-check")
          .ifPresent(
              key ->
                  problems.add(
                      key.problem(
                          "stands beside " + forms.get(0),
                          forms.get(0).equals("file")
                              ? "write it in the recipe file"
                              : "a model that is ready is not calibrated here")));
    }
    return switch (forms.get(0)) {
      case "steps" -> RecipeReader.recipe(fields, problems);
      case "file" -> fromFile(fields);
      default -> readyModel(fields);
    };
  }

  private Optional<Recipe> named(YamlScalar name) {
    if (Bundled.recipes().contains(name.text())) {
      return RecipeReader.bundled(name.text(), problems);
    }
    if (Bundled.isFileName(name.text())) {
      return file(name);
    }
    problems.add(
        name.problem(
            Bundled.unknown(name.text(), "recipe", Bundled.recipes()),
            Words.didYouMean(name.text(), Bundled.recipes())));
    return Optional.empty();
  }

  private Optional<Recipe> fromFile(Fields fields) {
    fields
        .key("name")
        .ifPresent(
            name ->
                problems.add(
                    name.problem("stands beside file", "the name is the one in the recipe file")));
    return fields.scalar("file").flatMap(this::file);
  }

  private Optional<Recipe> file(YamlScalar name) {
    return files
        .file(name, "the recipe", problems)
        .flatMap(path -> RecipeReader.file(path, problems));
  }

  private Optional<ReadyModel> readyModel(Fields fields) {
    fields.require("name");
    Optional<String> name = fields.scalar("name").flatMap(n -> Names.checked(n, problems));
    Optional<Path> model =
        fields.scalar("model").flatMap(m -> files.file(m, "the model", problems));
    return name.flatMap(n -> model.map(m -> new ReadyModel(n, m)));
  }

  /** The name of a recipe that is wrong elsewhere still counts when names are compared. */
  private void remember(YamlNode item) {
    YamlNode name = nameNode(item);
    if (name instanceof YamlScalar scalar && Names.isName(scalar.text())) {
      checkName(scalar.text(), scalar);
    }
  }

  private static YamlNode nameNode(YamlNode item) {
    return item instanceof YamlMapping mapping ? mapping.get("name").orElse(item) : item;
  }

  private void checkName(String name, YamlNode place) {
    if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
      problems.add(
          place.problem(
              Words.quoted(name) + " is the name of another arm of every run",
              "choose another name for the recipe"));
      return;
    }
    // Names become folders, and some file systems do not tell upper from lower case.
    Location first = taken.putIfAbsent(name.toLowerCase(Locale.ROOT), place.location());
    if (first != null) {
      problems.add(
          place.problem(
              "the recipe name " + Words.quoted(name) + " is taken by line " + first.line(),
              "names must be unique, whatever the case of their letters"));
    }
  }

  private void checkCalibration(CandidateSource candidate, YamlNode item) {
    boolean needed =
        candidate instanceof Recipe recipe
            && recipe.steps().stream().anyMatch(Step.QuantizeStatic.class::isInstance);
    if (needed && !calibrated) {
      problems.add(
          item.problem(
              "static quantization in "
                  + Words.quoted(candidate.name())
                  + " needs calibration data, and the scenario names none",
              "add data: {calibration: {manifest: FILE, samples: 300}}"));
    }
  }
}
