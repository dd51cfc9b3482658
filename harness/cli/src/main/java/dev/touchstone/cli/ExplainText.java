package dev.touchstone.cli;

import dev.touchstone.recipes.Lineage.StepRecord;
import dev.touchstone.runner.explain.Cost;
import dev.touchstone.runner.explain.Explanation;
import dev.touchstone.runner.explain.StepCost;
import dev.touchstone.scenarios.Metric;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** An explanation for people, on a terminal and in Markdown. */
final class ExplainText {

  private static final String ABSENT = "–";

  private ExplainText() {}

  static String console(Explanation told) {
    List<String> heads = new ArrayList<>(List.of("step", ">nodes", ">bytes", ">output SNR"));
    heads.addAll(List.of(">costs here", ">costs in the end", ">worst slice here"));
    if (hasLatency(told)) {
      heads.add(">latency.p50 so far");
    }
    TextTable table = new TextTable(heads.toArray(String[]::new));
    told.steps().forEach(step -> table.row(cells(told, step).toArray()));
    StringBuilder out = new StringBuilder(head(told)).append('\n').append(table.render());
    problems(told).forEach(problem -> out.append("  ").append(problem).append('\n'));
    return out.append(summary(told)).append('\n').toString();
  }

  static String markdown(Explanation told) {
    StringBuilder out = new StringBuilder("# What each step of ");
    out.append(escaped(told.candidate())).append(" costs\n\n").append(escaped(head(told)));
    out.append("\n\n| step | nodes | bytes | output SNR | costs here | costs in the end |");
    out.append(" worst slice here |").append(hasLatency(told) ? " latency.p50 so far |" : "");
    out.append("\n|---|---:|---:|---:|---:|---:|---:|").append(hasLatency(told) ? "---:|" : "");
    out.append('\n');
    for (StepCost step : told.steps()) {
      out.append("| ");
      List<String> cells = cells(told, step).stream().map(ExplainText::escaped).toList();
      out.append(String.join(" | ", cells)).append(" |\n");
    }
    out.append('\n').append(escaped(summary(told))).append('\n');
    if (!problems(told).isEmpty()) {
      out.append('\n');
      problems(told).forEach(p -> out.append("- ").append(escaped(p)).append('\n'));
    }
    out.append("\n*Costs here*: the model after this step against the model before it.");
    out.append(" *Costs in the end*: the whole recipe\nagainst the recipe without this step.");
    out.append(" Positive is worse; intervals hold at 99 %, each by itself. The *worst\nslice*");
    out.append(" was picked among all, so its interval says less than it seems to.\n");
    return out.toString();
  }

  private static String head(Explanation told) {
    return told.candidate()
        + " of "
        + told.scenario()
        + told.metric().map(m -> ": cost in " + m.key()).orElse("")
        + ", run "
        + told.run().id();
  }

  private static boolean hasLatency(Explanation told) {
    return told.steps().stream().anyMatch(step -> step.latency().isPresent());
  }

  private static List<String> cells(Explanation told, StepCost step) {
    List<String> cells = new ArrayList<>();
    Optional<StepRecord> did = step.record();
    cells.add(step.number() + " " + step.step());
    cells.add(did.map(r -> r.nodesBefore() + " to " + r.nodesAfter()).orElse(ABSENT));
    cells.add(
        did.map(r -> String.format(Locale.ROOT, "%,d to %,d", r.bytesBefore(), r.bytesAfter()))
            .orElse(ABSENT));
    cells.add(
        did.flatMap(StepRecord::outputSignalToNoiseDb)
            .map(db -> db.isInfinite() ? "unchanged" : String.format(Locale.ROOT, "%.1f dB", db))
            .orElse(ABSENT));
    cells.add(step.added().map(ExplainText::cost).orElse(ABSENT));
    cells.add(step.without().map(ExplainText::cost).orElse(ABSENT));
    cells.add(step.worst().map(c -> c.slice() + " " + cost(c)).orElse(ABSENT));
    if (hasLatency(told)) {
      cells.add(step.latency().map(ExplainText::cost).orElse(ABSENT));
    }
    return cells;
  }

  private static List<String> problems(Explanation told) {
    return told.steps().stream()
        .filter(step -> !step.problem().isBlank())
        .map(step -> step.number() + " " + step.step() + ": " + step.problem())
        .toList();
  }

  /** The step that costs most, if the samples can tell that it costs anything. */
  private static String summary(Explanation told) {
    Optional<StepCost> dearest =
        told.steps().stream()
            .filter(step -> step.added().filter(ExplainText::isSure).isPresent())
            .max(Comparator.comparingDouble(s -> s.added().map(Cost::estimate).orElse(0.0)));
    String total = told.total().map(c -> "The whole recipe costs " + cost(c) + ". ").orElse("");
    String metric = told.metric().map(Metric::key).orElse("quality");
    return total
        + dearest
            .map(
                s ->
                    "Most of it comes with step "
                        + s.number()
                        + ", "
                        + s.step()
                        + ": "
                        + s.added().map(ExplainText::cost).orElse("")
                        + ".")
            .orElse("No step by itself costs so much " + metric + " that these samples tell.");
  }

  private static boolean isSure(Cost cost) {
    return cost.interval().filter(i -> i.lower() > 0).isPresent();
  }

  private static String cost(Cost cost) {
    String range =
        cost.interval()
            .map(i -> " [" + percent(i.lower()) + ", " + percent(i.upper()) + "]")
            .orElse("");
    return percent(cost.estimate()) + " " + cost.scale().symbol() + range;
  }

  private static String percent(double fraction) {
    if (Double.isInfinite(fraction)) {
      return fraction > 0 ? "+∞" : "−∞";
    }
    String digits = String.format(Locale.ROOT, "%.2f", Math.abs(fraction) * 100);
    return (digits.equals("0.00") ? "±" : fraction < 0 ? "−" : "+") + digits;
  }

  private static String escaped(String text) {
    return text.replaceAll("([\\\\|<`\\[\\]*_])", "\\\\$1").replaceAll("\\p{Cntrl}", " ");
  }
}
