package dev.touchstone.reports;

import dev.touchstone.baselines.Arm;
import dev.touchstone.baselines.Measurement;
import dev.touchstone.baselines.Memory;
import dev.touchstone.baselines.RunResult;
import dev.touchstone.baselines.SoloObservations;
import dev.touchstone.baselines.Verdict;
import dev.touchstone.scenarios.Metric;
import dev.touchstone.scenarios.Unit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What each model does by itself, as pictures: slices, latency, cold start, memory. */
final class HtmlPlots {

  private static final int MANY_SLICES = 12;
  private static final double[] PERCENTILES = {50, 90, 95, 99, 99.9, 100};

  private static final List<Metric> PARTS =
      List.of(
          Metric.COLD_START_JVM,
          Metric.COLD_START_RUNTIME,
          Metric.COLD_START_SESSION,
          Metric.COLD_START_FIRST_INFERENCE);

  private HtmlPlots() {}

  /** For each requirement that judges slices: a heat map, and a forest plot of each candidate. */
  static void slices(Html html, Verdict verdict) {
    List<HeatMap> maps = HeatMap.of(verdict);
    if (maps.isEmpty()) {
      return;
    }
    html.section("Slice by slice");
    for (HeatMap map : maps) {
      html.element("h3", map.requirement().toString()).raw("\n");
      html.element(
          "p.soft.small",
          "The worst slice comes first. Orange is worse than the baseline, the stronger the nearer"
              + " to what must be caught; blue is better. Word and mark tell the answer.");
      map.write(html);
      map.groups().forEach(group -> forest(html, group, map.groups().size() > 1));
    }
  }

  private static void forest(Html html, FindingGroup group, boolean several) {
    if (ForestPlot.of(group.findings(), Frame.WIDE).isEmpty()) {
      return;
    }
    boolean folded = several || group.findings().size() > MANY_SLICES;
    if (folded) {
      html.open("details");
      html.element("summary.small", group.arm() + ": the intervals as a picture");
    }
    HtmlFigures.figure(
        html,
        group.arm()
            + ": each line is where the true loss lies. A line that ends left of catch passes; one"
            + " that starts right of allow fails.",
        frame -> ForestPlot.of(group.findings(), frame).orElseThrow());
    if (folded) {
      html.close("details");
    }
  }

  /** For each load pattern the latencies of all arms. */
  static void latency(Html html, Verdict verdict) {
    RunResult run = verdict.run();
    List<SoloObservations> measured =
        run.solo().stream()
            .filter(s -> s.histogram().getTotalCount() > 0)
            .sorted(Comparator.comparingInt(s -> Series.of(run, s.arm()).place()))
            .toList();
    if (measured.isEmpty()) {
      return;
    }
    html.section("Latency");
    for (String load : ArmTable.loads(verdict)) {
      List<SoloObservations> arms = measured.stream().filter(s -> s.load().equals(load)).toList();
      if (arms.isEmpty()) {
        continue;
      }
      HtmlFigures.figure(
          html,
          load
              + ": each model alone, in steady state. A curve further left is faster; one that"
              + " leans to the right at the top has a longer tail. Marks stand at p50, p95 and p99.",
          frame -> LatencyPlot.of(arms, run, frame));
      HtmlFigures.numbers(
          html,
          "The percentiles, " + load,
          new String[] {
            "", "p50.num", "p90.num", "p95.num", "p99.num", "p99.9.num", "max.num", "queries.num"
          },
          arms.stream().map(HtmlPlots::percentiles).toList());
    }
  }

  private static List<String> percentiles(SoloObservations solo) {
    List<String> row = new ArrayList<>(List.of(Plain.line(solo.arm())));
    for (double percentile : PERCENTILES) {
      double value = (double) solo.histogram().getValueAtPercentile(percentile);
      row.add(Numbers.quantity(value, Unit.NANOSECOND));
    }
    row.add(Long.toString(solo.histogram().getTotalCount()));
    return row;
  }

  /** From the start of the process to the first answer, in parts. */
  static void starts(Html html, Verdict verdict) {
    List<StartPlot.Start> starts = new ArrayList<>();
    for (Arm arm : verdict.run().arms()) {
      List<Double> parts =
          PARTS.stream()
              .map(m -> ArmTable.whole(verdict, arm.name(), m, ""))
              .flatMap(Optional::stream)
              .map((Measurement m) -> m.value().value())
              .toList();
      if (parts.size() == PARTS.size()) {
        starts.add(new StartPlot.Start(arm.name(), parts));
      }
    }
    if (starts.isEmpty()) {
      return;
    }
    html.section("Cold start");
    HtmlFigures.figure(
        html,
        "From the spawn of the process to the end of the first inference, part after part; medians"
            + " of "
            + Wording.count(verdict.run().coldStarts().size(), "start", "starts")
            + ".",
        frame -> StartPlot.of(starts, frame));
    HtmlFigures.numbers(
        html,
        "The parts in numbers",
        new String[] {
          "", "JVM.num", "runtime.num", "session.num", "first inference.num", "sum.num"
        },
        starts.stream().map(HtmlPlots::parts).toList());
  }

  private static List<String> parts(StartPlot.Start start) {
    return Stream.concat(
            Stream.of(Plain.line(start.arm())),
            Stream.concat(start.parts().stream(), Stream.of(start.whole())).map(StartPlot::time))
        .toList();
  }

  /** What the worker holds over its life. */
  static void memory(Html html, Verdict verdict) {
    RunResult run = verdict.run();
    if (run.memory().isEmpty()) {
      return;
    }
    html.section("Memory");
    HtmlFigures.figure(
        html,
        "Resident memory of each worker process. The bar is what it holds once it is warm, its"
            + " darker part pages of files. ◆ is the highest until the session was created, the"
            + " upright line the highest of all."
            + (run.floor().isPresent() ? " Dotted: the same worker without a model." : ""),
        frame -> MemoryPlot.of(run, frame));
    HtmlFigures.numbers(
        html,
        "The memory in numbers",
        new String[] {
          "", "session created.num", "warm.num", "of it files.num", "peak.num", "model's part.num"
        },
        MemoryPlot.arms(run).stream().map(arm -> memory(arm, run.floor())).toList());
  }

  private static List<String> memory(Map.Entry<String, Memory> arm, Optional<Memory> floor) {
    Memory memory = arm.getValue();
    return List.of(
        Plain.line(arm.getKey()),
        bytes(memory.loading()),
        bytes(memory.steady()),
        bytes(memory.fileBacked()),
        bytes(memory.peak()),
        floor.map(f -> bytes(memory.peak() - f.peak())).orElse(Wording.ABSENT));
  }

  private static String bytes(long bytes) {
    return Numbers.quantity((double) bytes, Unit.BYTE);
  }
}
