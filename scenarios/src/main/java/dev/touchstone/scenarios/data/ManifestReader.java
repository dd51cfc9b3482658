package dev.touchstone.scenarios.data;

import dev.touchstone.scenarios.problem.Problems;
import dev.touchstone.scenarios.problem.ScenarioException;
import dev.touchstone.scenarios.problem.Words;
import dev.touchstone.scenarios.yaml.Fields;
import dev.touchstone.scenarios.yaml.FileNames;
import dev.touchstone.scenarios.yaml.YamlNode;
import dev.touchstone.scenarios.yaml.YamlReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads a data manifest: a YAML file that says where data is and how a model expects it. */
public final class ManifestReader {

  /** The value of {@code touchstone-data} that this version reads. */
  static final int VERSION = 1;

  private static final String GENERATOR = "surface-defects";
  private static final List<String> KEYS =
      List.of(
          "touchstone-data",
          "name",
          "inputs",
          "labels",
          "slices",
          "select",
          "limit",
          "golden",
          "cluster",
          "generator");

  private final FileNames names;
  private final Problems problems;
  private final ManifestPreprocessing preprocessing;

  private ManifestReader(FileNames names, Problems problems) {
    this.names = names;
    this.problems = problems;
    this.preprocessing = new ManifestPreprocessing(problems);
  }

  /**
   * Reads a manifest and checks the files that it names: their headers, tables and labels.
   *
   * @param variables values for {@code ${NAME}} in file names; the environment is asked for those
   *     that are missing
   * @throws ScenarioException with everything that is wrong; what is wrong with the contents of
   *     files is only found once the manifest itself is right
   */
  public static DataManifest read(Path file, Map<String, String> variables) {
    Problems problems = new Problems();
    Optional<YamlNode> root = YamlReader.read(file, problems);
    ManifestReader reader = new ManifestReader(FileNames.in(file, variables), problems);
    Optional<DataManifest> manifest = root.flatMap(node -> reader.manifest(node, file));
    problems.throwIfAny();
    DataManifest read = manifest.orElseThrow(); // empty only with a problem
    Dataset unused = Datasets.open(read);
    return read;
  }

  private Optional<DataManifest> manifest(YamlNode root, Path file) {
    Fields fields = Fields.of(root, "a data manifest", KEYS, problems);
    fields.require("touchstone-data", "name");
    Optional<Integer> version = fields.integer("touchstone-data", VERSION, VERSION);
    Optional<String> name = fields.text("name");
    Optional<? extends DataSource> source =
        fields.has("generator") ? generator(fields) : files(fields);
    return version.isPresent() && name.isPresent() && source.isPresent()
        ? Optional.of(new DataManifest(name.get(), file, source.get()))
        : Optional.empty();
  }

  private Optional<DataSource.Generator> generator(Fields manifest) {
    for (String key :
        List.of("inputs", "labels", "slices", "select", "limit", "golden", "cluster")) {
      manifest
          .node(key)
          .ifPresent(
              node ->
                  problems.add(
                      node.problem(
                          Words.quoted(key) + " has no use beside a generator", "remove it")));
    }
    Fields fields =
        Fields.of(
            manifest.node("generator").orElseThrow(),
            "a generator",
            List.of("name", "seed", "samples", "input", "preprocess"),
            problems);
    fields.require("name", "samples");
    Optional<String> name = fields.word("name", List.of(GENERATOR));
    int seed = fields.integer("seed", 0, Integer.MAX_VALUE).orElse(1);
    Optional<Integer> samples = fields.integer("samples", 1, 10_000_000);
    String input = fields.text("input").orElse("");
    Normalization normalization =
        fields
            .node("preprocess")
            .map(node -> preprocessing.normalization(node))
            .orElse(Normalization.NONE);
    if (normalization.channels() != 1) {
      fields
          .node("preprocess")
          .ifPresent(node -> problems.add(node.problem("generated images have one channel", "")));
      return Optional.empty();
    }
    return name.isPresent() && samples.isPresent()
        ? Optional.of(
            new DataSource.Generator(
                name.get(), seed, samples.get(), input, normalization, fields.location()))
        : Optional.empty();
  }

  private Optional<DataSource.Files> files(Fields manifest) {
    manifest.require("inputs");
    ManifestInputs inputReader = new ManifestInputs(names, problems, preprocessing);
    ManifestLabels labelReader = new ManifestLabels(names, problems);
    List<InputFile> inputs = inputReader.read(manifest);
    Optional<LabelFile> labels =
        manifest.has("labels")
            ? labelReader.labels(manifest.node("labels").orElseThrow())
            : labelReader.ofFolders(inputs);
    Optional<SliceColumns> slices = manifest.node("slices").flatMap(labelReader::slices);
    ManifestMarks markReader = new ManifestMarks(problems);
    List<Selection> select = markReader.conditions(manifest, "select", "a selection");
    DeclaredMarks marks = markReader.read(manifest, slices);
    Optional<Integer> limit = manifest.integer("limit", 1, Integer.MAX_VALUE);
    return inputs.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new DataSource.Files(
                inputs,
                labels,
                slices,
                select,
                limit.map(OptionalInt::of).orElse(OptionalInt.empty()),
                marks));
  }
}
