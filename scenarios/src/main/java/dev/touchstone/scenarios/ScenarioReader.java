package dev.touchstone.scenarios;

import dev.touchstone.scenarios.data.DataManifest;
import dev.touchstone.scenarios.data.Datasets;
import dev.touchstone.scenarios.data.ManifestReader;
import dev.touchstone.scenarios.problem.Location;
import dev.touchstone.scenarios.problem.Problems;
import dev.touchstone.scenarios.problem.ScenarioException;
import dev.touchstone.scenarios.problem.Words;
import dev.touchstone.scenarios.yaml.Fields;
import dev.touchstone.scenarios.yaml.FileNames;
import dev.touchstone.scenarios.yaml.YamlNode;
import dev.touchstone.scenarios.yaml.YamlReader;
import dev.touchstone.scenarios.yaml.YamlScalar;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a scenario file and everything that it names but the models and the samples.
 *
 * <p>All mistakes, in the file, its recipes, its profile and its manifests, are collected and
 * thrown together.
 *
 * <pre>{@code
 * Scenario scenario = ScenarioReader.read(Path.of("board.yaml"), Map.of("MODELS", "/srv/models"));
 * }</pre>
 */
public final class ScenarioReader {

  private static final List<String> KEYS =
      List.of(
          "touchstone",
          "name",
          "model",
          "data",
          "profile",
          "recipes",
          "loading",
          "load",
          "requirements");
  private static final String FORMAT = "1";

  private final Fields fields;
  private final FileNames files;
  private final Problems problems;

  private ScenarioReader(Fields fields, FileNames files, Problems problems) {
    this.fields = fields;
    this.files = files;
    this.problems = problems;
  }

  /**
   * Reads a scenario.
   *
   * @param variables values for {@code ${NAME}} in file names; the environment is asked for those
   *     that are missing
   * @throws ScenarioException with every mistake
   */
  public static Scenario read(Path file, Map<String, String> variables) {
    Problems problems = new Problems();
    Optional<String> text = YamlReader.text(file, problems);
    Optional<YamlNode> root =
        text.flatMap(t -> YamlReader.read(t, YamlReader.nameOf(file), problems));
    Optional<Scenario> scenario =
        root.flatMap(
            node ->
                new ScenarioReader(
                        Fields.of(node, "a scenario", KEYS, problems),
                        FileNames.in(file, variables),
                        problems)
                    .scenario(text.orElseThrow(), variables));
    problems.throwIfAny();
    return scenario.orElseThrow();
  }

  /**
   * Reads what the text of a scenario asks, without looking for any file.
   *
   * @param text as {@link Scenario#text} kept it
   * @param fileNameForMessages where the text came from
   * @throws ScenarioException with every mistake
   */
  public static StoredQuestion readStored(String text, String fileNameForMessages) {
    Problems problems = new Problems();
    Optional<YamlNode> root = YamlReader.read(text, fileNameForMessages, problems);
    Optional<StoredQuestion> question =
        root.flatMap(
            node ->
                new ScenarioReader(
                        Fields.of(node, "a scenario", KEYS, problems),
                        new FileNames(Path.of(""), Map.of()),
                        problems)
                    .question());
    problems.throwIfAny();
    return question.orElseThrow();
  }

  private Optional<StoredQuestion> question() {
    Optional<String> name = name();
    LoadReader loads = new LoadReader(problems);
    List<LoadPattern> load = loads.patterns(fields);
    List<Requirement> requirements = requirements(loads, load, SlicedLabels.NOT_CHECKED);
    return name.map(n -> new StoredQuestion(n, load, requirements));
  }

  private Optional<Scenario> scenario(String text, Map<String, String> variables) {
    Optional<String> name = name();
    fields.require("model", "recipes");
    Optional<Fields> model = fields.fields("model", "a model", "reference", "deployed");
    model.ifPresent(m -> m.require("reference"));
    Optional<Path> reference =
        model
            .flatMap(m -> m.scalar("reference"))
            .flatMap(m -> files.file(m, "the reference model", problems));
    Optional<Path> deployed =
        model
            .flatMap(m -> m.scalar("deployed"))
            .flatMap(m -> files.file(m, "the deployed model", problems));
    Optional<Fields> data = fields.fields("data", "data", "evaluation", "calibration");
    Optional<DataManifest> evaluation = evaluation(data, variables);
    Optional<CalibrationSet> calibration = calibration(data, variables);
    Optional<HardwareProfile> profile = profile();
    boolean calibrated = data.filter(d -> d.has("calibration")).isPresent();
    List<CandidateSource> candidates =
        new CandidateReader(files, calibrated, problems).candidates(fields);
    LoadReader loads = new LoadReader(problems);
    List<LoadPattern> load = loads.patterns(fields);
    SlicedLabels labels = labels(data, evaluation);
    List<Requirement> requirements = requirements(loads, load, labels);
    Loading loading = new LoadingReader(problems).loading(fields);
    if (name.isEmpty() || reference.isEmpty() || profile.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Scenario(
                name.get(),
                text,
                reference.get(),
                deployed,
                evaluation,
                calibration,
                profile.get(),
                candidates,
                load,
                requirements,
                loading)
            .on(profile.get()));
  }

  /** What is stated under {@code requirements}, and then the bounds that load patterns state. */
  private List<Requirement> requirements(
      LoadReader loads, List<LoadPattern> load, SlicedLabels labels) {
    List<Requirement> requirements =
        new ArrayList<>(
            new RequirementReader(loads.stated(), labels, problems).requirements(fields));
    Location location = fields.node("load").map(YamlNode::location).orElse(fields.location());
    for (LoadPattern pattern : load) {
      if (pattern instanceof LoadPattern.Server server && server.bound().isPresent()) {
        LoadPattern.Bound bound = server.bound().get();
        Rule rule = new Rule.AtMost(new Quantity(bound.nanos(), Unit.NANOSECOND));
        requirements.add(
            new Requirement(
                bound.percentile(), rule, Optional.empty(), Optional.of(server.key()), location));
      }
    }
    return requirements;
  }

  private Optional<String> name() {
    fields.require("touchstone", "name");
    fields
        .scalar("touchstone")
        .filter(version -> !version.text().equals(FORMAT))
        .ifPresent(
            version ->
                problems.add(
                    version.problem(
                        version.found()
                            + " is no format of scenario files that is read here;"
                            + " allowed: "
                            + FORMAT,
                        "a higher one needs a newer Touchstone")));
    return fields.scalar("name").flatMap(name -> Names.checked(name, problems));
  }

  private static SlicedLabels labels(Optional<Fields> data, Optional<DataManifest> evaluation) {
    if (data.filter(d -> d.has("evaluation")).isEmpty()) {
      return SlicedLabels.NONE;
    }
    return evaluation.map(SlicedLabels::of).orElse(SlicedLabels.NOT_CHECKED);
  }

  private Optional<DataManifest> evaluation(Optional<Fields> data, Map<String, String> variables) {
    Optional<Fields> set = data.flatMap(d -> d.fields("evaluation", "evaluation", "manifest"));
    set.ifPresent(s -> s.require("manifest"));
    return set.flatMap(s -> s.scalar("manifest")).flatMap(m -> manifest(m, variables));
  }

  private Optional<CalibrationSet> calibration(
      Optional<Fields> data, Map<String, String> variables) {
    Optional<Fields> set =
        data.flatMap(d -> d.fields("calibration", "calibration", "manifest", "samples"));
    set.ifPresent(s -> s.require("manifest", "samples"));
    Optional<Integer> samples = set.flatMap(s -> s.integer("samples", 1, Integer.MAX_VALUE));
    Optional<DataManifest> manifest =
        set.flatMap(s -> s.scalar("manifest")).flatMap(m -> manifest(m, variables));
    if (manifest.isEmpty() || samples.isEmpty()) {
      return Optional.empty();
    }
    int size = Datasets.open(manifest.get()).size();
    if (samples.get() > size) {
      set.flatMap(s -> s.scalar("samples"))
          .ifPresent(
              s ->
                  problems.add(
                      s.problem(
                          s.found() + " samples are more than the " + size + " of the manifest",
                          "write at most " + size)));
    }
    return Optional.of(new CalibrationSet(manifest.get(), samples.get()));
  }

  private Optional<DataManifest> manifest(YamlScalar name, Map<String, String> variables) {
    return files
        .file(name, "the data manifest", problems)
        .flatMap(
            file -> {
              try {
                return Optional.of(ManifestReader.read(file, variables));
              } catch (ScenarioException e) {
                problems.addAll(e);
                return Optional.empty();
              }
            });
  }

  private Optional<HardwareProfile> profile() {
    if (!fields.has("profile")) {
      return Profiles.bundled(Profiles.DEFAULT, problems);
    }
    Optional<YamlScalar> name = fields.scalar("profile");
    if (name.isEmpty()) {
      return Optional.empty();
    }
    String text = name.get().text();
    if (Bundled.profiles().contains(text)) {
      return Profiles.bundled(text, problems);
    }
    if (Bundled.isFileName(text)) {
      return files
          .file(name.get(), "the profile", problems)
          .flatMap(path -> Profiles.file(path, problems));
    }
    problems.add(
        name.get()
            .problem(
                Bundled.unknown(text, "profile", Bundled.profiles()),
                Words.didYouMean(text, Bundled.profiles())));
    return Optional.empty();
  }
}
