package dev.touchstone.scenarios.data;

import dev.touchstone.scenarios.problem.Location;
import dev.touchstone.scenarios.problem.Words;
import dev.touchstone.scenarios.quality.Labels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The labels of all stored samples as they are written, before a selection.
 *
 * <p>A label that no selected sample has may be anything: {@code -1} is common for "unknown".
 */
final class LabelColumn {

  private static final int MOST_UNNAMED_CLASSES = 1 << 20;

  private final List<String> written;
  private final List<String> classes;
  private final boolean targets;
  private final Location location;

  private LabelColumn(
      List<String> written, List<String> classes, boolean targets, Location location) {
    this.written = written;
    this.classes = classes;
    this.targets = targets;
    this.location = location;
  }

  /**
   * Reads the labels.
   *
   * @param inputs of which one may be an image folder whose sub-folders are the classes
   */
  static LabelColumn read(LabelFile file, List<InputFile> inputs) throws IOException {
    Location at = file.location();
    if (file instanceof LabelFile.ClassColumn column) {
      List<String> written = CsvTable.column(column.file(), column.column());
      return new LabelColumn(written, column.classes(), false, at);
    }
    if (file instanceof LabelFile.TargetColumn column) {
      List<String> written = CsvTable.column(column.file(), column.column());
      return new LabelColumn(written, List.of(), true, at);
    }
    if (file instanceof LabelFile.LabelArray array) {
      return ofArray(array);
    }
    return ofFolders((LabelFile.Folders) file, inputs);
  }

  /** The CSV file that the labels stand in. */
  static Optional<Path> table(LabelFile file) {
    if (file instanceof LabelFile.ClassColumn column) {
      return Optional.of(column.file());
    }
    return file instanceof LabelFile.TargetColumn column
        ? Optional.of(column.file())
        : Optional.empty();
  }

  private static LabelColumn ofArray(LabelFile.LabelArray file) throws IOException {
    StoredArray array = InputReaders.array(file.array());
    ElementType type = array.type();
    int each = array.sample(0).limit() / type.bytes();
    if (each != 1) {
      throw new UnreadableData(
          Named.file(file.array().file()) + " has " + each + " values for each sample",
          "labels need one");
    }
    if (!type.isInteger() && !file.classes().isEmpty()) {
      throw new UnreadableData(
          Named.file(file.array().file()) + " holds " + type.key() + ", but classes are whole",
          "save the labels as int32, or leave out \"classes\" for a regression");
    }
    IntFunction<String> value =
        i -> {
          ByteBuffer stored = array.sample(i);
          return type.isInteger()
              ? Long.toString(Elements.integer(stored, 0, type))
              : Double.toString(Elements.doubles(stored, type)[0]);
        };
    List<String> written = IntStream.range(0, array.size()).mapToObj(value).toList();
    return new LabelColumn(written, file.classes(), !type.isInteger(), file.location());
  }

  private static LabelColumn ofFolders(LabelFile.Folders file, List<InputFile> inputs)
      throws IOException {
    for (InputFile input : inputs) {
      if (input.storage() instanceof Storage.ImageFolder folder) {
        List<String> written = PictureFolder.read(folder.file()).classes();
        List<String> sorted = written.stream().distinct().sorted().toList();
        List<String> classes = file.classes().isEmpty() ? sorted : file.classes();
        return new LabelColumn(written, classes, false, file.location());
      }
    }
    throw new UnreadableData(
        "there is no image folder whose sub-folders could be the classes", "add \"file\"");
  }

  Location location() {
    return location;
  }

  /** How many samples are labeled. */
  int size() {
    return written.size();
  }

  /**
   * The labels of some samples.
   *
   * @throws UnreadableData if one is no class, or no number
   */
  Labels of(int[] rows) {
    if (targets) {
      return new Labels.Values(IntStream.of(rows).mapToDouble(this::target).toArray());
    }
    List<String> names = classes.isEmpty() ? numbered() : classes;
    Map<String, Integer> index = new HashMap<>();
    for (int i = names.size() - 1; i >= 0; i--) {
      index.put(names.get(i), i);
    }
    List<Integer> wrong = new ArrayList<>();
    int[] labels = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      Optional<Integer> label = label(written.get(rows[i]), index);
      labels[i] = label.orElse(0);
      if (label.isEmpty()) {
        wrong.add(rows[i]);
      }
    }
    if (!wrong.isEmpty()) {
      throw unknown(wrong, names);
    }
    return new Labels.Classes(names, labels);
  }

  private double target(int row) {
    try {
      double value = Double.parseDouble(written.get(row));
      if (Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Falls through to the one message for everything that is no finite number.
    }
    throw new UnreadableData(
        "the target " + Words.quoted(written.get(row)) + " of row " + row + " is no finite number",
        "rows count from 0");
  }

  /** A name first, so that classes may be called 1, 2, 3; an index otherwise. */
  private static Optional<Integer> label(String text, Map<String, Integer> index) {
    Integer named = index.get(text);
    if (named != null) {
      return Optional.of(named);
    }
    return number(text).filter(n -> n < index.size());
  }

  private static Optional<Integer> number(String text) {
    return text.matches("[0-9]{1,9}") ? Optional.of(Integer.parseInt(text)) : Optional.empty();
  }

  private List<String> numbered() {
    int largest =
        written.stream()
            .flatMap(text -> number(text).stream())
            .filter(n -> n < MOST_UNNAMED_CLASSES)
            .mapToInt(n -> n)
            .max()
            .orElse(-1);
    return IntStream.rangeClosed(0, largest).mapToObj(Integer::toString).toList();
  }

  private UnreadableData unknown(List<Integer> rows, List<String> names) {
    String first = written.get(rows.get(0));
    String others = rows.size() == 1 ? "" : " (and " + (rows.size() - 1) + " more)";
    String what =
        "the label " + Words.quoted(first) + " of row " + rows.get(0) + others + " is no class";
    if (classes.isEmpty()) {
      return new UnreadableData(
          what + "; without \"classes\" a label is an index from 0",
          "list the names with \"classes\", in the order of the model's scores");
    }
    String near = Words.didYouMean(first, names);
    String range = "allowed: a name of \"classes\", or an index from 0 to " + (names.size() - 1);
    return new UnreadableData(what, near.isEmpty() ? range : near);
  }
}
