package dev.touchstone.recipes;

import dev.touchstone.recipes.Lineage.StepRecord;
import dev.touchstone.recipes.anatomy.Anatomy;
import dev.touchstone.recipes.anatomy.Payoff;
import dev.touchstone.recipes.anatomy.Precision;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.UnusableModelException;
import dev.touchstone.recipes.runtime.OptimizedModel;
import dev.touchstone.recipes.steps.Appendix;
import dev.touchstone.recipes.steps.StepWork;
import dev.touchstone.scenarios.NodeFilter;
import dev.touchstone.scenarios.Recipe;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Says in Markdown what was done to a model, whether it paid in the file, and what was checked. */
final class Card {

  /** The file beside the candidate. */
  static final String NAME = "card.md";

  private static final int MOST_LEFT = 40;

  private final Recipe recipe;
  private final Lineage lineage;
  private final Standing standing;
  private final List<Appendix> appendices;
  private final StringBuilder out = new StringBuilder();

  Card(Recipe recipe, Lineage lineage, Standing standing, List<Appendix> appendices) {
    this.recipe = recipe;
    this.lineage = lineage;
    this.standing = standing;
    this.appendices = List.copyOf(appendices);
  }

  Appendix of(OnnxModel reference, OnnxModel candidate) {
    Anatomy before = Anatomy.of(reference);
    Anatomy after = Anatomy.of(candidate);
    Optional<Anatomy> running = OptimizedModel.asItRuns(candidate).flatMap(Card::anatomy);
    head();
    payoff(before, after);
    operators(before, after);
    running.ifPresent(r -> running(r, candidate, after));
    steps();
    checks();
    calibration();
    if (!appendices.isEmpty()) {
      line("## Appendices");
      line("");
      appendices.forEach(a -> line("- [" + a.name() + "](" + a.name() + ")"));
      line("");
    }
    line("## Recipe");
    line("");
    out.append("```yaml\n").append(lineage.recipe()).append("```\n");
    return new Appendix(NAME, out.toString());
  }

  /** Of operators that only the runtime's own graphs have, shapes may be beyond telling. */
  private static Optional<Anatomy> anatomy(OnnxModel optimized) {
    try {
      return Optional.of(Anatomy.asRun(optimized));
    } catch (UnusableModelException e) {
      return Optional.empty();
    }
  }

  private void line(String text) {
    out.append(text).append('\n');
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  /** One cell of a table: names of nodes may hold anything. */
  private static String cell(String text) {
    StringBuilder safe = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (c == '|' || c == '<' || c == '`' || c == '[' || c == '\\') {
                safe.append('\\');
              }
              safe.appendCodePoint(Character.isISOControl(c) ? ' ' : c);
            });
    return safe.toString();
  }

  private void head() {
    line("# " + cell(recipe.name()));
    line("");
    StringBuilder tools = new StringBuilder();
    new TreeMap<>(lineage.tools())
        .forEach((tool, version) -> tools.append(", ").append(tool).append(' ').append(version));
    line(
        text(
            "Made of the model with SHA-256 `%s` (%,d bytes)%s.",
            lineage.referenceSha256(), lineage.referenceBytes(), tools));
    line("Whether it is fit to ship is a matter of measuring: `touchstone run` or `compare`.");
    line("");
  }

  private void payoff(Anatomy before, Anatomy after) {
    line("## Did it pay");
    line("");
    line("| | reference | candidate | change |");
    line("|---|---:|---:|---:|");
    for (Payoff row : Payoff.of(before, after)) {
      line(text("| %s | %s | %s | %s |", row.what(), row.before(), row.after(), row.change()));
    }
    line("");
    Set<String> remarks = new LinkedHashSet<>(before.remarks());
    remarks.addAll(after.remarks());
    remarks.forEach(remark -> line("- " + cell(remark)));
    if (!remarks.isEmpty()) {
      line("");
    }
  }

  private void operators(Anatomy before, Anatomy after) {
    line("## Operators");
    line("");
    line("As the files have them; `computes in` follows from the QuantizeLinear and");
    line("DequantizeLinear nodes around an operator.");
    line("");
    line("| operator | computes in | reference | candidate | multiply-accumulates |");
    line("|---|---|---:|---:|---:|");
    Map<Anatomy.Kind, Anatomy.Tally> old = before.tallies();
    Map<Anatomy.Kind, Anatomy.Tally> now = new LinkedHashMap<>(after.tallies());
    old.keySet().forEach(kind -> now.putIfAbsent(kind, new Anatomy.Tally(0, 0, 0)));
    now.forEach(
        (kind, tally) ->
            line(
                text(
                    "| %s | %s | %d | %d | %,d |",
                    cell(kind.type()),
                    kind.precision().words(),
                    old.getOrDefault(kind, new Anatomy.Tally(0, 0, 0)).count(),
                    tally.count(),
                    tally.macs())));
    line("");
  }

  private void running(Anatomy running, OnnxModel candidate, Anatomy after) {
    line("## As ONNX Runtime runs it");
    line("");
    line("What the runtime makes of the candidate by its fusions, before it lays data out for the");
    line("CPU at hand.");
    line("");
    line("| operator | computes in | nodes | multiply-accumulates |");
    line("|---|---|---:|---:|");
    running
        .tallies()
        .forEach(
            (kind, tally) ->
                line(
                    text(
                        "| %s | %s | %d | %,d |",
                        cell(kind.type()), kind.precision().words(), tally.count(), tally.macs())));
    line("");
    leftInFloat(running, candidate, after);
  }

  private void leftInFloat(Anatomy running, OnnxModel candidate, Anatomy after) {
    List<NodeFilter> filters =
        recipe.steps().stream().map(StepWork::of).flatMap(w -> w.quantizes().stream()).toList();
    if (filters.isEmpty()) {
      return;
    }
    line("## Products that stay in float");
    line("");
    List<LeftInFloat> left = LeftInFloat.of(candidate, after, running, filters);
    long all = running.macs();
    long integer = running.macs(Precision.INT8) + running.macs(Precision.INT16);
    line(
        text(
            "%.1f %% of %,d multiply-accumulates run on whole numbers%s",
            all == 0 ? 0 : 100.0 * integer / all, all, left.isEmpty() ? "." : "; not these:"));
    line("");
    if (left.isEmpty()) {
      return;
    }
    line("| node | operator | multiply-accumulates | why |");
    line("|---|---|---:|---|");
    for (LeftInFloat each : left.subList(0, Math.min(MOST_LEFT, left.size()))) {
      line(
          text(
              "| %s | %s | %,d | %s |",
              cell(each.node()), cell(each.type()), each.macs(), cell(each.why())));
    }
    if (left.size() > MOST_LEFT) {
      line(text("| %d more | | | |", left.size() - MOST_LEFT));
    }
    line("");
  }

  private void steps() {
    line("## Steps");
    line("");
    line("| step | nodes | bytes | output SNR | note |");
    line("|---|---:|---:|---:|---|");
    for (StepRecord step : lineage.steps()) {
      line(
          text(
              "| %s | %d to %d | %,d to %,d | %s | %s |",
              step.step(),
              step.nodesBefore(),
              step.nodesAfter(),
              step.bytesBefore(),
              step.bytesAfter(),
              step.outputSignalToNoiseDb().map(Card::decibels).orElse("not told: no data"),
              cell(step.note())));
    }
    line("");
  }

  private static String decibels(double value) {
    return Double.isInfinite(value) ? "unchanged" : text("%.1f dB", value);
  }

  private static String whyEnough(double agreement) {
    return agreement < StandingCheck.LEAST_AGREEMENT_DB
        ? ", which is rounding: both are as near to the reference, and nearer to each other"
        : " (20 dB are enough)";
  }

  private void checks() {
    line("## Standing check");
    line("");
    if (standing.agreementDb().isEmpty()) {
      line(
          "- Loaded by ONNX Runtime, but **not run**: there are no samples, and it does not run"
              + " on");
      line("  made-up ones.");
      line("");
      return;
    }
    String samples =
        standing.samples()
            + (standing.source() == Standing.Source.CALIBRATION ? " calibration" : " made-up")
            + (standing.samples() == 1 ? " sample" : " samples");
    double agreement = standing.agreementDb().getAsDouble();
    line(
        "- Outputs at full optimization and at none: "
            + (Double.isInfinite(agreement)
                ? "equal bit for bit."
                : text("%.1f dB apart%s.", agreement, whyEnough(agreement))));
    line(
        standing.notFinite() == 0
            ? "- Outputs are finite on all " + samples + "."
            : text(
                "- Outputs hold NaN or infinity on %d of %s, on which those of the reference do"
                    + " too.",
                standing.notFinite(), samples));
    line(
        standing.wavering().isEmpty()
            ? "- Runs of the same input, in one session and in two, give the same bits."
            : text(
                "- **Runs of the same input differ**, by up to %.3g: the model is not"
                    + " deterministic.",
                standing.wavering().getAsDouble()));
    line("");
  }

  private void calibration() {
    if (lineage.calibrationSha256().isEmpty()) {
      return;
    }
    line("## Calibration data");
    line("");
    line(
        text(
            "- %d samples, SHA-256 of the data `%s`.",
            lineage.calibrationSamples(), lineage.calibrationSha256().orElse("")));
    CalibrationCount.remarks(lineage.calibrationSamples(), standing.repeated())
        .forEach(remark -> line("- " + remark));
    line("");
  }
}
