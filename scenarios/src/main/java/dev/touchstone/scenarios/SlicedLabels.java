package dev.touchstone.scenarios;

import dev.touchstone.scenarios.data.DataManifest;
import dev.touchstone.scenarios.data.Dataset;
import dev.touchstone.scenarios.data.Datasets;
import dev.touchstone.scenarios.problem.Problems;
import dev.touchstone.scenarios.problem.Words;
import dev.touchstone.scenarios.quality.Labels;
import dev.touchstone.scenarios.yaml.YamlScalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the evaluation data of a scenario can answer.
 *
 * @param stated whether the scenario names evaluation data at all
 * @param kind of the labels
 * @param columns by which the data can be sliced, beside the class; empty if that is not known
 * @param golden whether some samples must never get worse; empty if that is not known
 */
record SlicedLabels(
    boolean stated, Kind kind, Optional<List<String>> columns, Optional<Boolean> golden) {

  /** For a question whose data is not looked at, or could not be read. */
  static final SlicedLabels NOT_CHECKED =
      new SlicedLabels(true, Kind.UNKNOWN, Optional.empty(), Optional.empty());

  /** For a scenario without evaluation data. */
  static final SlicedLabels NONE =
      new SlicedLabels(false, Kind.UNKNOWN, Optional.empty(), Optional.empty());

  /** What a label is. */
  enum Kind {
    CLASSES,
    TARGETS,
    NONE,
    /** The data was not looked at. */
    UNKNOWN
  }

  SlicedLabels {
    columns = columns.map(List::copyOf);
  }

  static SlicedLabels of(DataManifest manifest) {
    Dataset dataset = Datasets.open(manifest);
    Kind kind = dataset.labels().map(SlicedLabels::kind).orElse(Kind.NONE);
    return new SlicedLabels(
        true,
        kind,
        Optional.of(List.copyOf(dataset.slices().keySet())),
        Optional.of(!dataset.marks().golden().isEmpty()));
  }

  private static Kind kind(Labels labels) {
    return labels instanceof Labels.Classes ? Kind.CLASSES : Kind.TARGETS;
  }

  /** Adds what a requirement on a quality metric asks for and the data cannot answer. */
  void check(YamlScalar word, Metric metric, Optional<YamlScalar> forEach, Problems problems) {
    if (!stated) {
      problems.add(
          word.problem(
              metric.key() + " needs labelled data, and the scenario names none",
              "add data: {evaluation: {manifest: FILE}}"));
      return;
    }
    boolean regression = metric == Metric.QUALITY_MAE || metric == Metric.QUALITY_RMSE;
    if (kind == Kind.NONE && metric != Metric.QUALITY_FLIPS) {
      problems.add(
          word.problem(
              metric.key() + " needs labels, and the manifest of data.evaluation names none",
              "add labels to the manifest"));
    } else if (kind == Kind.TARGETS && !regression) {
      problems.add(
          word.problem(
              metric.key() + " needs classes, and the labels of data.evaluation are numbers",
              "use quality.mae or quality.rmse"));
    } else if (kind == Kind.CLASSES && regression) {
      problems.add(
          word.problem(
              metric.key() + " needs numbers, and the labels of data.evaluation are classes",
              "use quality.top1, quality.recall or another metric of classes"));
    }
    if (metric == Metric.QUALITY_GOLDEN && !golden.orElse(true)) {
      problems.add(
          word.problem(
              "quality.golden needs golden samples, and the manifest of data.evaluation names none",
              "add golden to the manifest"));
    }
    checkSlices(word, metric, forEach, problems);
  }

  private void checkSlices(
      YamlScalar word, Metric metric, Optional<YamlScalar> forEach, Problems problems) {
    boolean byClass = forEach.filter(f -> f.text().equals(Requirement.EACH_CLASS)).isPresent();
    boolean ofOneClass = metric == Metric.QUALITY_RECALL || metric == Metric.QUALITY_PRECISION;
    if (ofOneClass && forEach.isEmpty()) {
      problems.add(
          word.problem(metric.key() + " is a property of one class", "add for-each: class"));
    } else if (ofOneClass && !byClass) {
      problems.add(
          forEach
              .get()
              .problem(
                  metric.key()
                      + " is a property of one class, found for-each "
                      + forEach.get().found(),
                  "write for-each: class"));
    } else if (metric == Metric.QUALITY_GOLDEN && forEach.isPresent()) {
      problems.add(
          forEach
              .get()
              .problem("quality.golden counts single samples, no slices", "remove for-each"));
    } else if (metric == Metric.QUALITY_AUC && byClass) {
      problems.add(
          forEach
              .get()
              .problem("a slice of one class has no quality.auc", "slice by another column"));
    } else if (!byClass) {
      forEach.ifPresent(column -> checkColumn(column, problems));
    }
  }

  private void checkColumn(YamlScalar column, Problems problems) {
    List<String> allowed = new ArrayList<>(List.of(Requirement.EACH_CLASS));
    allowed.addAll(columns.orElse(List.of()));
    if (columns.isPresent() && !allowed.contains(column.text())) {
      problems.add(
          column.problem(
              column.found() + " is no slice column of data.evaluation; " + Words.allowed(allowed),
              Words.nearest(column.text(), allowed)
                  .map(word -> "did you mean " + Words.quoted(word) + "?")
                  .orElse("name the column under slices in the manifest")));
    }
  }
}
