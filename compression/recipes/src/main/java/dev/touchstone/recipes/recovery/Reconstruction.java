package dev.touchstone.recipes.recovery;

import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.runtime.ModelInputs;
import dev.touchstone.recipes.runtime.Optimization;
import dev.touchstone.recipes.runtime.Taps;
import dev.touchstone.scenarios.Progress;
import dev.touchstone.scenarios.RoundWeights;
import dev.touchstone.scenarios.data.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Rounds the weights of a quantized model anew, layer by layer, each to reproduce what its float
 * layer gives on calibration samples. Scales, and so size and speed, stay what they are.
 */
public final class Reconstruction {

  /** Second moments that are held at a time; one layer is always taken. */
  private static final long MOST_BYTES = 96L << 20;

  /** A layer with more weights a channel would need more than that for itself. */
  private static final int WIDEST = 3400;

  /** Equations for each unknown, from places spread over the samples. */
  private static final int ROWS_FOR_EACH_WEIGHT = 2;

  private static final int FEWEST_ROWS = 4096;

  private final RoundWeights step;
  private final ModelInputs samples;
  private final Progress progress;

  /** Keeps what the recipe asks for. */
  public Reconstruction(RoundWeights step, ModelInputs samples, Progress progress) {
    this.step = step;
    this.samples = samples.first(step.samples());
    this.progress = progress;
  }

  /** A quantized layer, the float layer that it stands for, and how its inputs are read. */
  private record Task(QuantizedLayer layer, FloatLayer twin, Patches patches) {

    long bytes() {
      return layer.rows().groups() * SecondMoments.bytes(layer.rows().columns());
    }
  }

  /** What a layer lost by rounding to nearest and loses now, in the same unit. */
  private record Losses(double before, double after) {

    Losses plus(Losses other) {
      return new Losses(before + other.before, after + other.after);
    }
  }

  /**
   * Rounds.
   *
   * @param quantized in QDQ form
   * @param floats the float form that it was made of
   * @param notes what a reader should know is added here
   */
  public OnnxModel apply(OnnxModel quantized, OnnxModel floats, List<String> notes) {
    Graph graph = quantized.graph();
    Graph floatGraph = floats.graph();
    List<Task> tasks = tasks(graph, floatGraph, notes);
    if (tasks.isEmpty()) {
      notes.add(
          "nothing to round: no Conv, Gemm or MatMul with 8-bit weights behind DequantizeLinear");
      return quantized;
    }
    Losses total = new Losses(0, 0);
    int done = 0;
    while (done < tasks.size()) {
      int end = done + 1;
      long bytes = tasks.get(done).bytes();
      while (end < tasks.size() && bytes + tasks.get(end).bytes() <= MOST_BYTES) {
        bytes += tasks.get(end++).bytes();
      }
      total = total.plus(round(graph, floats, tasks.subList(done, end), done, tasks.size()));
      done = end;
    }
    progress.at("rounding weights", tasks.size(), tasks.size());
    notes.add(
        String.format(
            Locale.ROOT,
            "%d layers rounded by reconstruction: their squared error is %.2f of that by rounding to"
                + " nearest",
            tasks.size(),
            total.before() > 0 ? total.after() / total.before() : 1));
    return quantized.with(graph);
  }

  private List<Task> tasks(Graph graph, Graph floats, List<String> notes) {
    Twins twins = new Twins(floats);
    List<Task> tasks = new ArrayList<>();
    List<String> left = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (QuantizedLayer layer : QuantizedLayer.all(graph)) {
      if (!step.nodes().takes(layer.node().name(), layer.node().type())
          || !seen.add(layer.levels().name())) {
        continue; // layers that share weights follow the first of them
      }
      Optional<FloatLayer> twin = twins.of(layer);
      Optional<Patches> patches = Patches.of(layer.node(), layer.rows(), layer.levels().shape());
      boolean narrow = layer.rows().columns() <= WIDEST;
      if (twin.isPresent() && patches.isPresent() && narrow && layer.scaledByRow()) {
        tasks.add(new Task(layer, twin.get(), patches.get()));
      } else {
        left.add(layer.node().label());
      }
    }
    if (!left.isEmpty()) {
      notes.add("rounded to nearest as before: " + Names.joined(left));
    }
    return tasks;
  }

  private Losses round(Graph graph, OnnxModel floats, List<Task> tasks, int done, int all) {
    List<List<SecondMoments>> moments = new ArrayList<>();
    try {
      for (Task task : tasks) {
        List<SecondMoments> groups = new ArrayList<>();
        moments.add(groups);
        for (int g = 0; g < task.layer().rows().groups(); g++) {
          groups.add(new SecondMoments(task.layer().rows().columns()));
        }
      }
      see(floats, tasks, moments);
      Losses total = new Losses(0, 0);
      for (int t = 0; t < tasks.size(); t++) {
        progress.at("rounding weights", done + t, all);
        total = total.plus(round(graph, tasks.get(t), moments.get(t)));
        moments.get(t).forEach(SecondMoments::close);
        moments.set(t, List.of());
      }
      return total;
    } finally {
      moments.forEach(groups -> groups.forEach(SecondMoments::close));
    }
  }

  private void see(OnnxModel floats, List<Task> tasks, List<List<SecondMoments>> moments) {
    Set<String> inputs = new LinkedHashSet<>();
    tasks.forEach(t -> inputs.add(t.twin().node().input(0)));
    try (Taps taps = new Taps(floats, inputs, Optimization.ALL)) {
      for (int i = 0; i < samples.count(); i++) {
        Map<String, Tensor> values = taps.run(samples.get(i));
        for (int t = 0; t < tasks.size(); t++) {
          Task task = tasks.get(t);
          Tensor input = values.get(task.twin().node().input(0));
          List<SecondMoments> groups = moments.get(t);
          if (input != null) {
            int most = places(task.layer().rows().columns());
            task.patches().each(input, most, 7 * i, (g, x) -> groups.get(g).add(x));
          }
        }
      }
    }
  }

  private int places(int columns) {
    int rows = Math.max(FEWEST_ROWS, ROWS_FOR_EACH_WEIGHT * columns);
    return Math.max(1, (rows + samples.count() - 1) / samples.count());
  }

  private Losses round(Graph graph, Task task, List<SecondMoments> moments) {
    QuantizedLayer layer = task.layer();
    WeightRows rows = layer.rows();
    float[] weights = task.twin().weights().toFloats();
    long[] levels = layer.levels().toLongs();
    long[] reach = layer.reach();
    Losses total = new Losses(0, 0);
    for (int g = 0; g < rows.groups(); g++) {
      Rounding rounding = new Rounding(moments.get(g).damped(step.damping()), rows.columns());
      for (int r = g * rows.rowsPerGroup(); r < (g + 1) * rows.rowsPerGroup(); r++) {
        total = total.plus(round(layer, rounding, r, weights, levels, reach));
      }
    }
    layer.put(graph, levels);
    return total;
  }

  private Losses round(
      QuantizedLayer layer,
      Rounding rounding,
      int row,
      float[] weights,
      long[] levels,
      long[] reach) {
    WeightRows rows = layer.rows();
    double[] scaled = new double[rows.columns()];
    double[] before = new double[rows.columns()];
    double scale = layer.scale(rows.at(row, 0));
    for (int c = 0; c < scaled.length; c++) {
      int at = rows.at(row, c);
      scaled[c] = weights[at] / scale;
      before[c] = levels[at] - layer.zero(at);
    }
    double[] after =
        rounding.round(scaled, before, (double) reach[0], (double) reach[1], step.sweeps());
    for (int c = 0; c < after.length; c++) {
      int at = rows.at(row, c);
      levels[at] = Math.round(after[c]) + layer.zero(at);
    }
    double unit = scale * scale;
    return new Losses(unit * rounding.loss(scaled, before), unit * rounding.loss(scaled, after));
  }
}
