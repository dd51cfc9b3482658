package dev.touchstone.reports;

import dev.touchstone.baselines.Arm;
import dev.touchstone.baselines.Campaign;
import dev.touchstone.baselines.Comparer;
import dev.touchstone.baselines.Comparison;
import dev.touchstone.baselines.Finding;
import dev.touchstone.baselines.Measurement;
import dev.touchstone.baselines.Memory;
import dev.touchstone.baselines.Outcome;
import dev.touchstone.baselines.RunResult;
import dev.touchstone.baselines.SoloObservations;
import dev.touchstone.baselines.TimeDomain;
import dev.touchstone.baselines.Verdict;
import dev.touchstone.scenarios.Metric;
import dev.touchstone.scenarios.Rule;
import dev.touchstone.scenarios.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The page's pictures, each with a sentence that says how to read it. */
final class HtmlPlots {

  private static final List<Metric> PARTS =
      List.of(
          Metric.COLD_START_JVM,
          Metric.COLD_START_RUNTIME,
          Metric.COLD_START_SESSION,
          Metric.COLD_START_FIRST_INFERENCE);

  private HtmlPlots() {}

  private static void figure(Html html, String caption, String svg) {
    html.raw("<figure>").element("figcaption", caption).raw("\n").raw(svg).close("figure");
  }

  /** For each requirement that judges slices: a forest plot and a table. */
  static void slices(Html html, Verdict verdict) {
    List<FindingGroup> sliced =
        FindingGroup.byArm(verdict).values().stream()
            .flatMap(List::stream)
            .filter(FindingGroup::isSliced)
            .toList();
    if (sliced.isEmpty()) {
      return;
    }
    html.element("h2", "Slice by slice").raw("\n");
    for (FindingGroup group : sliced) {
      html.element("h3", group.arm() + ": " + group.requirement()).raw("\n");
      ForestPlot.of(group.findings())
          .ifPresent(
              svg ->
                  figure(
                      html,
                      "Each line is where the true loss lies. A line that ends left of catch passes;"
                          + " one that starts right of allow fails.",
                      svg.inline()));
      html.raw("<details><summary class=\"small\">The numbers of every slice</summary>");
      html.raw("<div class=\"scroll\"><table>\n");
      HtmlTables.head(
          html, "", "slice", "value.num", "baseline.num", "loss [interval].num", "", "limit");
      group.findings().forEach(f -> HtmlTables.row(html, f, true));
      html.raw("</table></div></details>\n");
    }
  }

  /** For each load pattern the latencies of all arms. */
  static void latency(Html html, Verdict verdict) {
    RunResult run = verdict.run();
    List<String> names = run.arms().stream().map(Arm::name).toList();
    List<SoloObservations> measured =
        run.solo().stream().filter(s -> s.histogram().getTotalCount() > 0).toList();
    if (measured.isEmpty()) {
      return;
    }
    html.element("h2", "Latency").raw("\n");
    for (String load : measured.stream().map(SoloObservations::load).distinct().toList()) {
      List<SoloObservations> arms = measured.stream().filter(s -> s.load().equals(load)).toList();
      List<Integer> colors = arms.stream().map(s -> Math.max(0, names.indexOf(s.arm()))).toList();
      figure(
          html,
          load + ": each arm alone, in steady state. The marks stand at p50, p95 and p99.",
          LatencyPlot.of(arms, colors).inline());
    }
  }

  /** For each candidate and baseline what every fork pair said. */
  static void pairs(Html html, Verdict verdict) {
    RunResult run = verdict.run();
    if (run.campaigns().stream().allMatch(c -> c.pairs().isEmpty())) {
      return;
    }
    html.element("h2", "Pair by pair").raw("\n");
    for (Campaign campaign : run.campaigns()) {
      for (String baseline : List.of(Arm.REFERENCE, Arm.DEPLOYED)) {
        Optional<Comparison> latency =
            new Comparer(run)
                .compare(Metric.LATENCY_P50, TimeDomain.WALL, campaign.candidate(), baseline);
        if (latency.isEmpty()) {
          continue;
        }
        String redone =
            campaign.invalidPairs() == 0
                ? ""
                : " "
                    + Wording.count(campaign.invalidPairs(), "pair was", "pairs were")
                    + " disturbed and measured again.";
        figure(
            html,
            campaign.candidate()
                + " against "
                + baseline
                + ": the change of the median latency in every pair of fresh processes. Upright"
                + " lines show at which pairs the gate looked, and where the answer fell."
                + redone,
            PairPlot.of(
                    latency.get(),
                    campaign.pairs(),
                    answers(verdict, campaign.candidate(), baseline))
                .inline());
      }
    }
  }

  /** After how many pairs the requirements on the median latency were answered. */
  private static Set<Long> answers(Verdict verdict, String candidate, String baseline) {
    return verdict.findings().stream()
        .filter(f -> f.arm().equals(candidate) && f.requirement().metric() == Metric.LATENCY_P50)
        .filter(f -> against(f.requirement().rule()).filter(baseline::equals).isPresent())
        .filter(f -> f.outcome() == Outcome.PASS || f.outcome() == Outcome.FAIL)
        .map(Finding::n)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Optional<String> against(Rule rule) {
    if (rule instanceof Rule.Against against) {
      return Optional.of(against.baseline().key());
    }
    return rule instanceof Rule.GainAtLeast gain
        ? Optional.of(gain.baseline().key())
        : Optional.empty();
  }

  /** From the start of the process to the first answer, in parts. */
  static void starts(Html html, Verdict verdict) {
    List<StackedBars.Bar> bars = new ArrayList<>();
    List<Arm> arms = verdict.run().arms();
    for (int i = 0; i < arms.size(); i++) {
      String arm = arms.get(i).name();
      List<Double> parts =
          PARTS.stream()
              .map(m -> ArmTable.whole(verdict, arm, m, ""))
              .flatMap(Optional::stream)
              .map((Measurement m) -> m.value().value())
              .toList();
      if (parts.size() == PARTS.size()) {
        bars.add(new StackedBars.Bar(arm, i, parts));
      }
    }
    if (!bars.isEmpty()) {
      html.element("h2", "Cold start").raw("\n");
      List<String> legend = List.of("JVM", "runtime", "session", "first inference");
      figure(
          html,
          "From the spawn of the process to the end of the first inference; medians.",
          StackedBars.of("Parts of the cold start", legend, Unit.NANOSECOND, bars).inline());
    }
  }

  /** What the process needs without a model, and what the model adds. */
  static void memory(Html html, Verdict verdict) {
    RunResult run = verdict.run();
    Map<String, Memory> memory = run.memory();
    double floor = run.floor().map(m -> (double) m.peak()).orElse(0.0);
    List<StackedBars.Bar> bars = new ArrayList<>();
    for (int i = 0; i < run.arms().size(); i++) {
      String arm = run.arms().get(i).name();
      if (memory.containsKey(arm)) {
        double peak = (double) Objects.requireNonNull(memory.get(arm)).peak();
        double base = Math.min(floor, peak);
        List<Double> parts = run.floor().isPresent() ? List.of(base, peak - base) : List.of(peak);
        bars.add(new StackedBars.Bar(arm, i, parts));
      }
    }
    if (!bars.isEmpty()) {
      html.element("h2", "Memory").raw("\n");
      boolean parted = run.floor().isPresent();
      List<String> legend =
          parted ? List.of("worker without a model", "the model's part") : List.of("peak");
      figure(
          html,
          "Peak resident memory of the worker process.",
          StackedBars.of("Peak memory", legend, Unit.BYTE, bars).inline());
    }
  }
}
