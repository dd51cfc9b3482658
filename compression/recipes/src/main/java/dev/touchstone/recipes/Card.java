package dev.touchstone.recipes;

import dev.touchstone.recipes.Lineage.StepRecord;
import dev.touchstone.recipes.anatomy.Anatomy;
import dev.touchstone.recipes.anatomy.Payoff;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Says in Markdown what was done to a model, whether it paid in the file, and what was checked. */
final class Card {

  /** What stands before the hash of the candidate, which copies change. */
  static final String OWN_HASH = "Its own SHA-256 is `";

  private static final int MOST_LEFT = 40;

  private final CardContent content;
  private final CardJson.Identity reference;
  private final CardJson.Identity candidate;
  private final StringBuilder out = new StringBuilder();

  Card(CardContent content, CardJson.Identity reference, CardJson.Identity candidate) {
    this.content = content;
    this.reference = reference;
    this.candidate = candidate;
  }

  String markdown() {
    head();
    content.files().ifPresent(this::payoff);
    content.files().ifPresent(this::operators);
    content.running().ifPresent(this::running);
    content.making().ifPresent(this::making);
    return out.toString();
  }

  private void making(CardContent.Making making) {
    steps(making.lineage());
    checks(making.standing());
    calibration(making);
    if (!making.appendices().isEmpty()) {
      line("## Appendices");
      line("");
      making.appendices().forEach(name -> line("- [" + name + "](" + name + ")"));
      line("");
    }
    line("## Recipe");
    line("");
    out.append("```yaml\n").append(making.lineage().recipe()).append("```\n");
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
    line("# " + cell(content.name()));
    line("");
    StringBuilder tools = new StringBuilder();
    content
        .making()
        .ifPresent(
            making ->
                new TreeMap<>(making.lineage().tools())
                    .forEach(
                        (tool, version) ->
                            tools.append(", ").append(tool).append(' ').append(version)));
    String how = content.making().isPresent() ? "Made of" : "Brought along, to stand in for";
    line(
        text(
            "%s the model with SHA-256 `%s` (%,d bytes)%s.",
            how, reference.sha256(), reference.bytes(), tools));
    line(OWN_HASH + text("%s` (%,d bytes).", candidate.sha256(), candidate.bytes()));
    if (content.making().isEmpty()) {
      line("**How it was made is not known**, nor on what data; its maker may tell.");
    }
    if (content.files().isEmpty()) {
      line(
          "What it is made of is not told: one of the two is no ONNX file, or they are too large.");
    }
    line("Whether it is fit to ship is a matter of measuring: `touchstone run` or `compare`.");
    line("");
  }

  private void payoff(CardContent.Files files) {
    line("## Did it pay");
    line("");
    line("| | reference | candidate | change |");
    line("|---|---:|---:|---:|");
    for (Payoff row : Payoff.of(files.reference(), files.candidate())) {
      line(text("| %s | %s | %s | %s |", row.what(), row.before(), row.after(), row.change()));
    }
    line("");
    Set<String> remarks = files.remarks();
    remarks.forEach(remark -> line("- " + cell(remark)));
    if (!remarks.isEmpty()) {
      line("");
    }
  }

  private void operators(CardContent.Files files) {
    line("## Operators");
    line("");
    line("As the files have them; `computes in` follows from the QuantizeLinear and");
    line("DequantizeLinear nodes around an operator.");
    line("");
    line("| operator | computes in | reference | candidate | multiply-accumulates |");
    line("|---|---|---:|---:|---:|");
    Map<Anatomy.Kind, Anatomy.Tally> old = files.reference().tallies();
    Map<Anatomy.Kind, Anatomy.Tally> now = new LinkedHashMap<>(files.candidate().tallies());
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

  private void running(Anatomy running) {
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
    content.left().ifPresent(left -> leftInFloat(running, left));
  }

  private void leftInFloat(Anatomy running, List<LeftInFloat> left) {
    line("## Products that stay in float");
    line("");
    line(
        text(
            "%.1f %% of %,d multiply-accumulates run on whole numbers%s",
            100 * CardContent.integerShare(running),
            running.macs(),
            left.isEmpty() ? "." : "; not these:"));
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

  private void steps(Lineage lineage) {
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

  private void checks(Standing standing) {
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

  private void calibration(CardContent.Making making) {
    Lineage lineage = making.lineage();
    if (lineage.calibrationSha256().isEmpty()) {
      return;
    }
    line("## Calibration data");
    line("");
    line(
        text(
            "- %d samples, SHA-256 of the data `%s`.",
            lineage.calibrationSamples(), lineage.calibrationSha256().orElse("")));
    CalibrationCount.remarks(lineage.calibrationSamples(), making.standing().repeated())
        .forEach(remark -> line("- " + remark));
    line("");
  }
}
