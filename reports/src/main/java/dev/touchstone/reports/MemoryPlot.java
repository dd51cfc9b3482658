package dev.touchstone.reports;

import dev.touchstone.baselines.Memory;
import dev.touchstone.baselines.RunResult;
import dev.touchstone.scenarios.Unit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The memory of each arm's worker over its life: a bar of what it holds once it is warm, a diamond
 * where it stood highest until the session was created, and a line where it stood highest at all.
 */
final class MemoryPlot {

  private static final int ROW = 34;
  private static final int BAR = 16;
  private static final int TOP = 24;

  private MemoryPlot() {}

  /** The arms that have a memory, in the run's order. */
  static List<Map.Entry<String, Memory>> arms(RunResult run) {
    return run.memory().entrySet().stream()
        .sorted(Comparator.comparingInt(arm -> Series.of(run, arm.getKey()).place()))
        .toList();
  }

  /** Draws the arms that have a memory, at least one. */
  static Svg of(RunResult run, Frame frame) {
    List<Map.Entry<String, Memory>> arms = arms(run);
    int row = ROW + frame.headroom();
    int bottom = TOP + row * arms.size();
    double most = arms.stream().mapToDouble(e -> (double) most(e.getValue())).max().orElse(1);
    Axis axis = new Axis(0, Math.max(1, most * 1.04), frame.left(), frame.right(), false);
    Svg svg = new Svg(frame.width(), bottom + 26, "Memory of the worker processes", words(run));
    for (double tick : axis.fewTicks(frame.ticks(), Unit.BYTE)) {
      svg.line("grid", axis.at(tick), TOP, axis.at(tick), bottom);
      svg.label("soft", axis.at(tick), bottom + 17, Numbers.quantity(tick, Unit.BYTE));
    }
    for (int i = 0; i < arms.size(); i++) {
      Map.Entry<String, Memory> arm = arms.get(i);
      double top = TOP + i * (double) row;
      label(svg, arm, frame, top);
      bar(svg, arm.getValue(), Series.of(run, arm.getKey()), axis, top + frame.headroom() + 8);
    }
    run.floor().ifPresent(floor -> floor(svg, floor, axis, bottom));
    return svg;
  }

  private static long most(Memory memory) {
    return Math.max(memory.peak(), Math.max(memory.loading(), memory.steady()));
  }

  private static void floor(Svg svg, Memory floor, Axis axis, int bottom) {
    double x = axis.at((double) floor.peak());
    svg.line("floor", x, TOP - 8, x, bottom);
    boolean late = x > (axis.start() + axis.end()) / 2;
    svg.text(late ? "end" : "", late ? x + 4 : x - 4, TOP - 12, "worker without a model");
  }

  private static void label(Svg svg, Map.Entry<String, Memory> arm, Frame frame, double top) {
    double y = top + (frame == Frame.WIDE ? 20 : 16);
    svg.text("", 4, y, frame.name(arm.getKey()));
    String peak = "peak " + Numbers.quantity((double) arm.getValue().peak(), Unit.BYTE);
    svg.text("end", frame.width() - 4.0, y, peak);
  }

  private static void bar(Svg svg, Memory memory, Series series, Axis axis, double y) {
    double left = axis.start();
    double files = axis.at((double) Math.min(memory.fileBacked(), memory.steady()));
    svg.rect("faint " + series.area(), left, y, axis.at((double) memory.steady()) - left, BAR);
    svg.rect(series.area(), left, y, files - left, BAR);
    double x = axis.at((double) memory.peak());
    svg.line("interval", x, y - 4, x, y + BAR + 4);
    new Series(3).mark(svg, axis.at((double) memory.loading()), y + BAR / 2.0, 5);
  }

  private static String words(RunResult run) {
    List<String> words = new ArrayList<>();
    run.floor().ifPresent(floor -> words.add("a worker without a model " + size(floor.peak())));
    run.memory()
        .forEach(
            (arm, memory) ->
                words.add(
                    Plain.line(arm)
                        + " peak "
                        + size(memory.peak())
                        + ", warm "
                        + size(memory.steady())));
    return String.join("; ", words);
  }

  private static String size(long bytes) {
    return Numbers.quantity((double) bytes, Unit.BYTE);
  }
}
