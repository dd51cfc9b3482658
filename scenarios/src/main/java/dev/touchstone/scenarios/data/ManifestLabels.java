package dev.touchstone.scenarios.data;

import dev.touchstone.scenarios.problem.Location;
import dev.touchstone.scenarios.problem.Problems;
import dev.touchstone.scenarios.problem.Words;
import dev.touchstone.scenarios.yaml.Fields;
import dev.touchstone.scenarios.yaml.FileNames;
import dev.touchstone.scenarios.yaml.YamlNode;
import dev.touchstone.scenarios.yaml.YamlScalar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads {@code labels} and {@code slices} of a manifest. */
final class ManifestLabels {

  private static final List<String> LABEL_KEYS =
      List.of("file", "format", "column", "target", "array", "classes");
  private static final List<String> FORMATS = List.of("csv", "npy", "npz", "idx");

  private final FileNames names;
  private final Problems problems;

  ManifestLabels(FileNames names, Problems problems) {
    this.names = names;
    this.problems = problems;
  }

  /** The labels that the sub-folders of an image folder tell without being asked. */
  Optional<LabelFile> ofFolders(List<InputFile> inputs) {
    for (InputFile input : inputs) {
      if (input.storage() instanceof Storage.ImageFolder folder) {
        try {
          if (PictureFolder.hasClasses(folder.file())) {
            return Optional.of(new LabelFile.Folders(List.of(), input.location()));
          }
        } catch (IOException e) {
          throw new UncheckedIOException("cannot list " + folder.file(), e);
        }
      }
    }
    return Optional.empty();
  }

  Optional<LabelFile> labels(YamlNode node) {
    Fields fields = Fields.of(node, "a label file", LABEL_KEYS, problems);
    List<String> classes = classes(fields);
    if (!fields.has("file")) {
      for (String key : List.of("format", "column", "target", "array")) {
        fields
            .node(key)
            .ifPresent(value -> problems.add(value.problem(Words.quoted(key) + " needs \"file\"")));
      }
      return Optional.of(new LabelFile.Folders(classes, node.location()));
    }
    Optional<YamlScalar> written = fields.scalar("file");
    Optional<Path> file = written.flatMap(f -> names.file(f, "the label file", problems));
    if (file.isEmpty() || written.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> format =
        fields.has("format") ? fields.word("format", FORMATS) : format(file.get(), written.get());
    if (format.isEmpty()) {
      return Optional.empty();
    }
    return format.get().equals("csv")
        ? table(fields, file.get(), classes)
        : array(fields, file.get(), format.get(), classes);
  }

  private Optional<String> format(Path file, YamlScalar written) {
    Optional<String> format = ManifestInputs.formatOf(file).filter(FORMATS::contains);
    if (format.isEmpty()) {
      problems.add(
          written.problem(
              "the format of " + written.found() + " cannot be told from its name",
              "add \"format\": " + String.join(", ", FORMATS)));
    }
    return format;
  }

  private Optional<LabelFile> table(Fields fields, Path file, List<String> classes) {
    reject(fields, "array", "npz");
    if (fields.has("column") == fields.has("target")) {
      problems.add(
          fields
              .node()
              .problem(
                  "labels in a CSV file need either \"column\" or \"target\"",
                  "\"column\" holds classes, \"target\" the numbers of a regression"));
      return Optional.empty();
    }
    if (fields.has("target")) {
      fields
          .node("classes")
          .ifPresent(n -> problems.add(n.problem("\"classes\" has no use beside \"target\"")));
      return fields
          .scalar("target")
          .map(t -> new LabelFile.TargetColumn(file, t.text(), t.location()));
    }
    return fields
        .scalar("column")
        .map(c -> new LabelFile.ClassColumn(file, c.text(), classes, c.location()));
  }

  private Optional<LabelFile> array(Fields fields, Path file, String format, List<String> classes) {
    reject(fields, "column", "csv");
    reject(fields, "target", "csv");
    Storage.Array array =
        switch (format) {
          case "npy" -> new Storage.Npy(file);
          case "npz" -> new Storage.Npz(file, fields.text("array"));
          default -> new Storage.Idx(file);
        };
    if (!format.equals("npz")) {
      reject(fields, "array", "npz");
    }
    Location location = fields.node("file").orElseThrow().location();
    return Optional.of(new LabelFile.LabelArray(array, classes, location));
  }

  private void reject(Fields fields, String key, String format) {
    fields
        .node(key)
        .ifPresent(
            node ->
                problems.add(
                    node.problem(
                        Words.quoted(key) + " has no use with this format",
                        "it belongs to " + format)));
  }

  private List<String> classes(Fields fields) {
    Optional<YamlNode> node = fields.node("classes");
    if (node.isEmpty()) {
      return List.of();
    }
    List<String> classes =
        node.get() instanceof YamlScalar
            ? fields
                .scalar("classes")
                .flatMap(f -> names.file(f, "the list of classes", problems))
                .map(file -> lines(file, node.get()))
                .orElse(List.of())
            : fields.texts("classes").orElse(List.of());
    Set<String> seen = new HashSet<>();
    for (String name : classes) {
      if (!seen.add(name)) {
        problems.add(node.get().problem("the class " + Words.quoted(name) + " is named twice"));
      }
    }
    if (classes.isEmpty() && problems.isEmpty()) {
      problems.add(node.get().problem("at least one class is needed", ""));
    }
    return classes;
  }

  private List<String> lines(Path file, YamlNode node) {
    try {
      List<String> lines =
          Files.readString(file, StandardCharsets.UTF_8)
              .lines()
              .map(String::strip)
              .filter(line -> !line.isEmpty())
              .toList();
      return distinct(lines);
    } catch (CharacterCodingException e) {
      problems.add(node.problem("the list of classes is no text in UTF-8", ""));
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /**
   * Published lists repeat names (ImageNet has two cranes): these get their index, as "crane
   * (134)".
   */
  private static List<String> distinct(List<String> lines) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String name = lines.get(i);
      names.add(Collections.frequency(lines, name) > 1 ? name + " (" + i + ")" : name);
    }
    return names;
  }

  Optional<SliceColumns> slices(YamlNode node) {
    Fields fields =
        Fields.of(node, "a slice file", List.of("file", "columns", "parents"), problems);
    if (fields.has("parents") && !fields.has("file") && !fields.has("columns")) {
      return Optional.empty(); // parents of classes need no column
    }
    fields.require("file", "columns");
    Optional<Path> file =
        fields.scalar("file").flatMap(f -> names.file(f, "the slice file", problems));
    Optional<List<String>> columns = fields.texts("columns");
    if (file.isEmpty() || columns.isEmpty()) {
      return Optional.empty();
    }
    YamlNode listed = fields.node("columns").orElseThrow();
    if (columns.get().isEmpty()) {
      problems.add(listed.problem("a column is needed", ""));
    }
    if (columns.get().contains("class")) {
      problems.add(
          listed.problem(
              "a slice column cannot be called \"class\"", "slices by class need no column"));
    }
    return Optional.of(new SliceColumns(file.get(), columns.get(), listed.location()));
  }
}
