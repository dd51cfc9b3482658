package dev.touchstone.baselines.store;

import dev.touchstone.baselines.Arm;
import dev.touchstone.baselines.EvaluationSamples;
import dev.touchstone.baselines.RunResult;
import dev.touchstone.scenarios.quality.Labels;
import dev.touchstone.scenarios.quality.Predictions;
import dev.touchstone.scenarios.quality.SampleMarks;
import dev.touchstone.scenarios.quality.SliceParents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** The files of a run result about quality: samples, the names of their classes, and answers. */
final class QualityTables {

  private static final String PREDICTIONS = "predictions";
  private static final String SLICE_PARENTS = "slice-parents.csv";

  private final Path folder;

  QualityTables(Path folder) {
    this.folder = folder;
  }

  private Path answersOf(String arm) {
    String name = URLEncoder.encode(arm, StandardCharsets.UTF_8) + ".csv";
    return folder.resolve(PREDICTIONS).resolve(name);
  }

  /** Writes them all. */
  void write(RunResult run) {
    run.samples().ifPresent(this::writeSamples);
    writePredictions(run);
  }

  private void writeSamples(EvaluationSamples samples) {
    if (samples.labels().orElse(null) instanceof Labels.Classes classes) {
      Table.write(
          folder.resolve("classes.csv"),
          Columns.CLASSES,
          rows -> {
            List<String> names = classes.names();
            IntStream.range(0, names.size()).forEach(i -> rows.add(i, names.get(i)));
          });
    }
    List<String> header = new ArrayList<>(Columns.SAMPLES);
    samples.slices().keySet().forEach(column -> header.add(Columns.SLICE + column));
    SampleMarks marks = samples.marks();
    writeParents(marks.parents());
    Set<Integer> golden = Set.copyOf(marks.golden());
    if (!golden.isEmpty()) {
      header.add(Columns.GOLDEN);
    }
    marks.clusters().ifPresent(clusters -> header.add(Columns.CLUSTER));
    Table.write(
        folder.resolve("samples.csv"),
        header,
        rows -> {
          for (int i = 0; i < samples.size(); i++) {
            List<Object> cells = new ArrayList<>(List.of(i, labelOf(samples.labels(), i)));
            for (List<String> column : samples.slices().values()) {
              cells.add(column.get(i));
            }
            if (!golden.isEmpty()) {
              cells.add(golden.contains(i));
            }
            if (marks.clusters().isPresent()) {
              cells.add(marks.clusters().get().get(i));
            }
            rows.add(cells.toArray());
          }
        });
  }

  private void writeParents(SliceParents parents) {
    if (!parents.byColumn().isEmpty()) {
      Table.write(
          folder.resolve(SLICE_PARENTS),
          Columns.SLICE_PARENTS,
          rows ->
              parents
                  .byColumn()
                  .forEach(
                      (column, above) ->
                          above.forEach((value, parent) -> rows.add(column, value, parent))));
    }
  }

  private static String labelOf(Optional<Labels> labels, int sample) {
    if (labels.isEmpty()) {
      return "";
    }
    return labels.get() instanceof Labels.Classes classes
        ? Integer.toString(classes.at(sample))
        : Double.toString(((Labels.Values) labels.get()).at(sample));
  }

  private void writePredictions(RunResult run) {
    Optional<Labels> labels = run.samples().flatMap(EvaluationSamples::labels);
    Path below = folder.resolve(PREDICTIONS);
    try {
      Files.createDirectories(below);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + below, e);
    }
    run.predictions()
        .forEach(
            (arm, predictions) -> {
              Path file = answersOf(arm);
              if (predictions instanceof Predictions.Scores scores) {
                writeScores(file, scores, labels);
              } else {
                writeValues(file, (Predictions.Values) predictions, labels);
              }
            });
  }

  private static void writeScores(Path file, Predictions.Scores scores, Optional<Labels> labels) {
    List<String> header = new ArrayList<>(Columns.SCORES);
    IntStream.range(0, scores.classes()).forEach(c -> header.add("score_" + c));
    Table.write(
        file,
        header,
        rows -> {
          for (int i = 0; i < scores.size(); i++) {
            int predicted = scores.predicted(i);
            List<Object> cells = new ArrayList<>();
            cells.addAll(List.of(i, labelOf(labels, i), predicted, scores.score(i, predicted)));
            for (int c = 0; c < scores.classes(); c++) {
              cells.add(scores.score(i, c));
            }
            rows.add(cells.toArray());
          }
        });
  }

  private static void writeValues(Path file, Predictions.Values values, Optional<Labels> labels) {
    Table.write(
        file,
        Columns.VALUES,
        rows -> {
          for (int i = 0; i < values.size(); i++) {
            rows.add(i, labelOf(labels, i), values.at(i));
          }
        });
  }

  /** What was asked of the models; empty if nothing was. */
  Optional<EvaluationSamples> readSamples() {
    Path file = folder.resolve("samples.csv");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    List<String> names = new ArrayList<>();
    if (Files.exists(folder.resolve("classes.csv"))) {
      Table.read(folder.resolve("classes.csv"), Columns.CLASSES, r -> names.add(r.text("name")));
    }
    List<String> labels = new ArrayList<>();
    List<Integer> golden = new ArrayList<>();
    List<String> clusters = new ArrayList<>();
    Map<String, List<String>> slices = new LinkedHashMap<>();
    Table.read(
        file,
        Columns.SAMPLES,
        r -> {
          if (r.columns().contains(Columns.GOLDEN) && r.flag(Columns.GOLDEN)) {
            golden.add(labels.size());
          }
          if (r.columns().contains(Columns.CLUSTER)) {
            clusters.add(r.text(Columns.CLUSTER));
          }
          labels.add(r.text("label"));
          for (String column : r.columns()) {
            if (column.startsWith(Columns.SLICE)) {
              slices
                  .computeIfAbsent(column.substring(Columns.SLICE.length()), c -> new ArrayList<>())
                  .add(r.text(column));
            }
          }
        });
    Optional<List<String>> grouped = clusters.isEmpty() ? Optional.empty() : Optional.of(clusters);
    SampleMarks marks = new SampleMarks(readParents(), golden, grouped);
    return Optional.of(
        new EvaluationSamples(labels.size(), labelsOf(names, labels), slices, marks));
  }

  private SliceParents readParents() {
    Map<String, Map<String, String>> parents = new LinkedHashMap<>();
    if (Files.exists(folder.resolve(SLICE_PARENTS))) {
      Table.read(
          folder.resolve(SLICE_PARENTS),
          Columns.SLICE_PARENTS,
          r ->
              parents
                  .computeIfAbsent(r.text("column"), column -> new LinkedHashMap<>())
                  .put(r.text("value"), r.text("parent")));
    }
    return new SliceParents(parents);
  }

  private static Optional<Labels> labelsOf(List<String> names, List<String> cells) {
    if (cells.stream().allMatch(String::isEmpty)) {
      return Optional.empty();
    }
    return Optional.of(
        names.isEmpty()
            ? new Labels.Values(cells.stream().mapToDouble(Double::parseDouble).toArray())
            : new Labels.Classes(names, cells.stream().mapToInt(Integer::parseInt).toArray()));
  }

  /** What each arm answered, where it did. */
  Map<String, Predictions> readPredictions(List<Arm> arms) {
    Map<String, Predictions> predictions = new LinkedHashMap<>();
    for (Arm arm : arms) {
      Path file = answersOf(arm.name());
      if (Files.exists(file)) {
        predictions.put(arm.name(), predictionsOf(file));
      }
    }
    return predictions;
  }

  private static Predictions predictionsOf(Path file) {
    List<float[]> scores = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    Table.read(
        file,
        List.of("index"),
        r -> {
          if (r.columns().contains("value")) {
            values.add(r.number("value"));
          } else {
            float[] row = new float[r.columns().size() - Columns.SCORES.size()];
            for (int c = 0; c < row.length; c++) {
              row[c] = r.real("score_" + c);
            }
            scores.add(row);
          }
        });
    return scores.isEmpty()
        ? new Predictions.Values(values.stream().mapToDouble(Double::doubleValue).toArray())
        : new Predictions.Scores(scores.toArray(float[][]::new));
  }
}
