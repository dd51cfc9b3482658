package dev.touchstone.cli;

import dev.touchstone.baselines.Interval;
import dev.touchstone.recipes.Lineage.StepRecord;
import dev.touchstone.runner.explain.Cost;
import dev.touchstone.runner.explain.Explanation;
import dev.touchstone.runner.explain.StepCost;
import dev.touchstone.scenarios.Metric;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * An explanation as {@code explain.md} and {@code explain.csv}.
 *
 * <p>The table has one row a fact; {@code schema} is its version, and the first column of every
 * row. Fractions are fractions there, not percent.
 */
final class ExplainFiles {

  /** Version of the table's columns. */
  static final int SCHEMA = 1;

  private static final String[] COLUMNS = {
    "schema",
    "candidate",
    "step",
    "key",
    "quantity",
    "metric",
    "slice",
    "value",
    "lower",
    "upper",
    "confidence",
    "scale",
    "n"
  };

  private ExplainFiles() {}

  static void write(Explanation told, Path folder) {
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("explain.md"), ExplainText.markdown(told));
      Files.writeString(folder.resolve("explain.csv"), csv(told));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write below " + folder, e);
    }
  }

  static String csv(Explanation told) throws IOException {
    StringBuilder out = new StringBuilder();
    CSVFormat format =
        CSVFormat.RFC4180.builder().setRecordSeparator('\n').setHeader(COLUMNS).get();
    try (CSVPrinter rows = new CSVPrinter(out, format)) {
      for (StepCost step : told.steps()) {
        if (step.record().isPresent()) {
          facts(rows, told, step, step.record().get());
        }
        String quality = told.metric().map(Metric::key).orElse("");
        cost(rows, told, step, "cost-here", quality, step.added());
        cost(rows, told, step, "cost-in-the-end", quality, step.without());
        cost(rows, told, step, "worst-slice-here", quality, step.worst());
        cost(rows, told, step, "so-far", Metric.LATENCY_P50.key(), step.latency());
      }
    }
    return out.toString();
  }

  private static void facts(CSVPrinter rows, Explanation told, StepCost step, StepRecord did)
      throws IOException {
    fact(rows, told, step, "nodes", did.nodesAfter());
    fact(rows, told, step, "bytes", did.bytesAfter());
    if (did.outputSignalToNoiseDb().isPresent()) {
      fact(rows, told, step, "output-snr-db", did.outputSignalToNoiseDb().get());
    }
  }

  private static void fact(
      CSVPrinter rows, Explanation told, StepCost step, String quantity, Object value)
      throws IOException {
    rows.printRecord(
        SCHEMA,
        told.candidate(),
        step.number(),
        step.step(),
        quantity,
        "",
        "",
        value,
        "",
        "",
        "",
        "",
        "");
  }

  private static void cost(
      CSVPrinter rows,
      Explanation told,
      StepCost step,
      String quantity,
      String metric,
      Optional<Cost> known)
      throws IOException {
    if (known.isEmpty()) {
      return;
    }
    Cost cost = known.get();
    rows.printRecord(
        SCHEMA,
        told.candidate(),
        step.number(),
        step.step(),
        quantity,
        metric,
        cost.slice(),
        cost.estimate(),
        cost.interval().map(Interval::lower).map(Object::toString).orElse(""),
        cost.interval().map(Interval::upper).map(Object::toString).orElse(""),
        cost.interval().map(Interval::confidence).map(Object::toString).orElse(""),
        cost.scale().symbol(),
        cost.n());
  }
}
