package dev.touchstone.scenarios.data;

import dev.touchstone.scenarios.problem.Problems;
import dev.touchstone.scenarios.problem.Words;
import dev.touchstone.scenarios.yaml.Fields;
import dev.touchstone.scenarios.yaml.FileNames;
import dev.touchstone.scenarios.yaml.YamlNode;
import dev.touchstone.scenarios.yaml.YamlScalar;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the {@code inputs} of a manifest. */
final class ManifestInputs {

  private static final List<String> KEYS =
      List.of(
          "input",
          "file",
          "format",
          "as",
          "preprocess",
          "sample-shape",
          "dtype",
          "shape",
          "byte-order",
          "array",
          "columns",
          "column",
          "folder");

  private static final List<String> FORMATS = List.of("raw", "npy", "npz", "idx", "csv", "images");

  /** Keys that belong to some formats only. */
  private static final Map<String, Set<String>> FORMATS_OF_KEY =
      Map.of(
          "dtype", Set.of("raw"),
          "shape", Set.of("raw"),
          "byte-order", Set.of("raw"),
          "array", Set.of("npz"),
          "columns", Set.of("csv"),
          "column", Set.of("images"),
          "folder", Set.of("images"),
          "sample-shape", Set.of("raw", "npy", "npz", "idx", "csv"));

  private static final List<String> TYPES =
      Arrays.stream(ElementType.values()).map(ElementType::key).toList();

  private final FileNames names;
  private final Problems problems;
  private final ManifestPreprocessing preprocessing;

  ManifestInputs(FileNames names, Problems problems, ManifestPreprocessing preprocessing) {
    this.names = names;
    this.problems = problems;
    this.preprocessing = preprocessing;
  }

  /** The inputs that could be read; fewer than there are only with a problem. */
  List<InputFile> read(Fields manifest) {
    List<InputFile> inputs = new ArrayList<>();
    List<YamlNode> nodes = manifest.list("inputs").orElse(List.of());
    if (nodes.isEmpty()) {
      manifest
          .node("inputs")
          .ifPresent(node -> problems.add(node.problem("a data set needs at least one input")));
    }
    Set<String> seen = new HashSet<>();
    for (YamlNode node : nodes) {
      Fields fields = Fields.of(node, "an input", KEYS, problems);
      fields.require("file");
      Optional<String> name = fields.text("input");
      if (nodes.size() > 1 && !fields.has("input")) {
        problems.add(
            node.problem(
                "with several inputs each needs \"input\"", "write the name of the model's input"));
      }
      if (name.isPresent() && !seen.add(name.get())) {
        problems.add(
            fields
                .scalar("input")
                .orElseThrow()
                .problem("the input " + Words.quoted(name.get()) + " is filled twice"));
      }
      input(fields, name.orElse("")).ifPresent(inputs::add);
    }
    return inputs;
  }

  private Optional<InputFile> input(Fields fields, String name) {
    ElementType as = type(fields, "as").orElse(ElementType.FLOAT32);
    Optional<YamlScalar> written = fields.scalar("file");
    Optional<Path> path = written.flatMap(scalar -> names.path(scalar, problems));
    if (path.isEmpty() || written.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> format =
        fields.has("format") ? fields.word("format", FORMATS) : formatOf(path.get(), written.get());
    if (format.isEmpty() || !exists(path.get(), written.get(), format.get())) {
      return Optional.empty();
    }
    checkKeys(fields, format.get());
    List<Long> sampleShape = shape(fields, "sample-shape", 1);
    Optional<Storage> storage = storage(fields, format.get(), path.get(), sampleShape);
    Preprocessing steps =
        fields
            .node("preprocess")
            .map(node -> preprocessing.read(node, format.get().equals("images")))
            .orElse(Preprocessing.NONE);
    return storage.map(
        s -> new InputFile(name, s, sampleShape, steps, as, written.get().location()));
  }

  private Optional<String> formatOf(Path path, YamlScalar written) {
    Optional<String> format = formatOf(path);
    if (format.isEmpty()) {
      problems.add(
          written.problem(
              "the format of " + written.found() + " cannot be told from its name",
              "add \"format\": " + String.join(", ", FORMATS)));
    }
    return format;
  }

  /** The format that a file name tells. */
  static Optional<String> formatOf(Path path) {
    if (Files.isDirectory(path)) {
      return Optional.of("images");
    }
    String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
    String bare = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
    if (bare.endsWith(".idx") || bare.matches(".*[-.]idx\\d-[a-z]+")) {
      return Optional.of("idx");
    }
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "bin", "raw" -> Optional.of("raw");
      case "npy" -> Optional.of("npy");
      case "npz" -> Optional.of("npz");
      case "csv" -> Optional.of("csv");
      default -> Optional.empty();
    };
  }

  private boolean exists(Path path, YamlScalar written, String format) {
    if (format.equals("images") && Files.isDirectory(path)) {
      return true;
    }
    return names.file(written, "the data", problems).isPresent();
  }

  private void checkKeys(Fields fields, String format) {
    FORMATS_OF_KEY.forEach(
        (key, formats) -> {
          if (!formats.contains(format)) {
            fields
                .node(key)
                .ifPresent(
                    node ->
                        problems.add(
                            node.problem(
                                Words.quoted(key) + " has no use with the format " + format,
                                "it belongs to "
                                    + String.join(", ", formats.stream().sorted().toList()))));
          }
        });
  }

  private Optional<Storage> storage(
      Fields fields, String format, Path path, List<Long> sampleShape) {
    return switch (format) {
      case "raw" -> raw(fields, path, sampleShape);
      case "npy" -> Optional.of(new Storage.Npy(path));
      case "npz" -> Optional.of(new Storage.Npz(path, fields.text("array")));
      case "idx" -> Optional.of(new Storage.Idx(path));
      case "csv" -> csv(fields, path);
      default -> images(fields, path);
    };
  }

  private Optional<Storage> raw(Fields fields, Path path, List<Long> sampleShape) {
    fields.require("dtype");
    Optional<ElementType> type = type(fields, "dtype");
    boolean big = fields.word("byte-order", List.of("little", "big")).orElse("").equals("big");
    List<Long> shape = new ArrayList<>(shape(fields, "shape", 1));
    if (shape.isEmpty() && !sampleShape.isEmpty()) {
      shape.add(Storage.Raw.AS_MANY_AS_THERE_ARE);
      shape.addAll(sampleShape);
    }
    if (!fields.has("shape") && !fields.has("sample-shape")) {
      fields.require("shape");
    }
    return type.isEmpty() || shape.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Storage.Raw(
                path, type.get(), big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN, shape));
  }

  private Optional<Storage> csv(Fields fields, Path path) {
    fields.require("columns");
    List<String> columns = fields.texts("columns").orElse(List.of());
    if (columns.isEmpty()) {
      fields.node("columns").ifPresent(n -> problems.add(n.problem("a column is needed")));
      return Optional.empty();
    }
    return Optional.of(new Storage.Csv(path, columns));
  }

  private Optional<Storage> images(Fields fields, Path path) {
    if (Files.isDirectory(path)) {
      for (String key : List.of("column", "folder")) {
        fields
            .node(key)
            .ifPresent(
                node ->
                    problems.add(
                        node.problem(
                            Words.quoted(key) + " has no use with a folder of pictures",
                            "it belongs to a CSV list of pictures")));
      }
      return Optional.of(new Storage.ImageFolder(path));
    }
    fields.require("column");
    Path parent = path.getParent();
    Path besideList = parent == null ? path : parent;
    Path folder = fields.scalar("folder").flatMap(f -> names.path(f, problems)).orElse(besideList);
    return fields.text("column").map(column -> new Storage.ImageList(path, column, folder));
  }

  private Optional<ElementType> type(Fields fields, String key) {
    return fields.word(key, TYPES).flatMap(ElementType::ofKey);
  }

  private List<Long> shape(Fields fields, String key, int least) {
    List<Long> shape = new ArrayList<>();
    List<YamlNode> dimensions = fields.list(key).orElse(List.of());
    for (YamlNode dimension : dimensions) {
      Optional<YamlScalar> scalar = Fields.scalar(dimension, "a dimension", problems);
      if (scalar.isPresent() && scalar.get().text().matches("[0-9]{1,9}")) {
        long size = Long.parseLong(scalar.get().text());
        if (size >= least) {
          shape.add(size);
          continue;
        }
      }
      scalar.ifPresent(
          s ->
              problems.add(
                  s.problem(s.found() + " is no dimension; write a whole number of at least 1")));
    }
    return shape.size() == dimensions.size() ? List.copyOf(shape) : List.of();
  }
}
