package dev.touchstone.scenarios.data;

import dev.touchstone.scenarios.data.FileDataset.OpenInput;
import dev.touchstone.scenarios.problem.Location;
import dev.touchstone.scenarios.problem.Problems;
import dev.touchstone.scenarios.problem.Words;
import dev.touchstone.scenarios.quality.Labels;
import dev.touchstone.scenarios.quality.SampleMarks;
import dev.touchstone.scenarios.quality.SliceParents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Opens the files of a manifest and checks them against each other, collecting what is wrong. */
final class FileDatasetOpener {

  private final DataSource.Files source;
  private final Problems problems = new Problems();

  FileDatasetOpener(DataSource.Files source) {
    this.source = source;
  }

  Dataset open() {
    List<OpenInput> inputs = new ArrayList<>();
    for (InputFile input : source.inputs()) {
      attempt(input.location(), () -> InputReaders.open(input))
          .ifPresent(reader -> inputs.add(new OpenInput(input, reader)));
    }
    Optional<LabelColumn> stored =
        source.labels().flatMap(file -> attempt(file.location(), () -> labels(file)));
    Map<String, List<String>> columns = sliceColumns();
    problems.throwIfAny(); // what follows would only echo these
    int size = inputs.get(0).reader().size();
    inputs.forEach(input -> agree(input.file().location(), input.reader().size(), size));
    stored.ifPresent(labels -> agree(labels.location(), labels.size(), size));
    source
        .slices()
        .ifPresent(s -> columns.values().forEach(c -> agree(s.location(), c.size(), size)));
    problems.throwIfAny();
    int[] rows = select(size);
    problems.throwIfAny();
    Optional<Labels> labels =
        stored.flatMap(column -> attempt(column.location(), () -> column.of(rows)));
    problems.throwIfAny();
    columns.replaceAll((name, values) -> pick(values, rows));
    SampleMarks marks = new MarkedSamples(rows, size).read(labels, columns);
    problems.throwIfAny();
    return new FileDataset(inputs, rows, labels, columns, marks);
  }

  private LabelColumn labels(LabelFile file) throws IOException {
    return LabelColumn.read(file, source.inputs());
  }

  private Map<String, List<String>> sliceColumns() {
    Map<String, List<String>> columns = new LinkedHashMap<>();
    source
        .slices()
        .ifPresent(
            slices -> {
              for (String column : slices.columns()) {
                attempt(slices.location(), () -> CsvTable.column(slices.file(), column))
                    .ifPresent(values -> columns.put(column, values));
              }
            });
    return columns;
  }

  private void agree(Location location, int found, int size) {
    if (found != size) {
      problems.add(
          location,
          "found " + found + " rows, but the first input has " + size + " samples",
          "row i must describe sample i");
    }
  }

  private int[] select(int size) {
    BitSet taken = new BitSet(size);
    taken.set(0, size);
    for (Selection selection : source.select()) {
      attempt(selection.location(), () -> column(selection.column()))
          .ifPresent(values -> narrow(taken, values, selection, size));
    }
    if (taken.isEmpty() && problems.isEmpty()) {
      problems.add(
          source.select().get(0).location(), "no sample meets all conditions of \"select\"", "");
    }
    return taken.stream().limit(source.limit().orElse(size)).toArray();
  }

  private void narrow(BitSet taken, List<String> values, Selection selection, int size) {
    agree(selection.location(), values.size(), size);
    Set<String> known = new LinkedHashSet<>(values);
    for (String wanted : selection.values()) {
      if (!known.contains(wanted)) {
        problems.add(
            selection.location(),
            "column "
                + Words.quoted(selection.column())
                + " never has the value "
                + Words.quoted(wanted),
            Words.didYouMean(wanted, known));
      }
    }
    taken.stream()
        .filter(i -> i >= values.size() || !selection.values().contains(values.get(i)))
        .forEach(taken::clear);
  }

  /** The column of the first table that has it. */
  private List<String> column(String name) throws IOException {
    Set<String> known = new LinkedHashSet<>();
    for (Path table : tables()) {
      List<String> header = CsvTable.header(table);
      if (header.contains(name)) {
        return CsvTable.column(table, name);
      }
      known.addAll(header);
    }
    String hint = Words.didYouMean(name, known);
    throw new UnreadableData(
        known.isEmpty()
            ? "there is no CSV file to select by"
            : "no CSV file of this data has a column " + Words.quoted(name),
        hint.isEmpty() ? Words.allowed(known) : hint);
  }

  private Set<Path> tables() {
    Set<Path> tables = new LinkedHashSet<>();
    source.slices().ifPresent(slices -> tables.add(slices.file()));
    source.labels().flatMap(LabelColumn::table).ifPresent(tables::add);
    for (InputFile input : source.inputs()) {
      if (input.storage() instanceof Storage.Csv || input.storage() instanceof Storage.ImageList) {
        tables.add(input.storage().file());
      }
    }
    return tables;
  }

  private static List<String> pick(List<String> values, int[] rows) {
    List<String> picked = new ArrayList<>(rows.length);
    for (int row : rows) {
      picked.add(values.get(row));
    }
    return List.copyOf(picked);
  }

  /** What is declared of the selected samples beside labels and slices. */
  private final class MarkedSamples {

    private final int[] rows;
    private final int size;

    MarkedSamples(int[] rows, int size) {
      this.rows = rows;
      this.size = size;
    }

    SampleMarks read(Optional<Labels> labels, Map<String, List<String>> columns) {
      return new SampleMarks(parents(labels, columns), golden(labels), clusters());
    }

    private Optional<List<String>> clusters() {
      return source
          .marks()
          .cluster()
          .flatMap(c -> attempt(c.location(), () -> sized(c.location(), column(c.column()))))
          .map(values -> pick(values, rows));
    }

    private List<String> sized(Location location, List<String> values) {
      agree(location, values.size(), size);
      return values.size() == size ? values : Collections.nCopies(size, "");
    }

    private List<Integer> golden(Optional<Labels> labels) {
      List<Selection> conditions = source.marks().golden();
      if (conditions.isEmpty()) {
        return List.of();
      }
      Location location = conditions.get(0).location();
      if (labels.filter(l -> l instanceof Labels.Classes).isEmpty()) {
        problems.add(location, "golden samples need labels that are classes", "");
        return List.of();
      }
      BitSet taken = new BitSet(size);
      taken.set(0, size);
      for (Selection condition : conditions) {
        attempt(condition.location(), () -> column(condition.column()))
            .ifPresent(values -> narrow(taken, values, condition, size));
      }
      List<Integer> golden =
          IntStream.range(0, rows.length).filter(i -> taken.get(rows[i])).boxed().toList();
      if (golden.isEmpty() && problems.isEmpty()) {
        problems.add(location, "no selected sample is golden", "");
      }
      return golden;
    }

    private SliceParents parents(Optional<Labels> labels, Map<String, List<String>> columns) {
      Map<String, Map<String, String>> parents = new LinkedHashMap<>();
      for (DeclaredMarks.Parent p : source.marks().parents()) {
        parents.computeIfAbsent(p.column(), c -> new LinkedHashMap<>()).put(p.value(), p.parent());
      }
      for (DeclaredMarks.Parent p : source.marks().parents()) {
        Set<String> known = new LinkedHashSet<>(columns.getOrDefault(p.column(), List.of()));
        if (p.column().equals(SliceParents.OF_CLASSES)
            && labels.orElse(null) instanceof Labels.Classes classes) {
          known.addAll(classes.names());
        }
        known.addAll(parents.getOrDefault(p.column(), Map.of()).values());
        if (!known.contains(p.value())) {
          problems.add(
              p.location(),
              Words.quoted(p.column()) + " never is " + Words.quoted(p.value()),
              Words.didYouMean(p.value(), known));
        }
      }
      return new SliceParents(parents);
    }
  }

  private interface Reading<T> {
    T read() throws IOException;
  }

  private <T> Optional<T> attempt(Location location, Reading<T> reading) {
    try {
      return Optional.of(reading.read());
    } catch (UnreadableData e) {
      problems.add(e.at(location));
    } catch (NoSuchFileException e) {
      problems.add(location, "there is no file " + Words.quoted(e.getFile()), "");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the data named at " + location, e);
    }
    return Optional.empty();
  }
}
