package dev.touchstone.recipes.recovery;

import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.OnnxType;
import dev.touchstone.recipes.runtime.ModelInputs;
import dev.touchstone.recipes.runtime.Optimization;
import dev.touchstone.recipes.runtime.Taps;
import dev.touchstone.scenarios.Progress;
import dev.touchstone.scenarios.SmoothQuant;
import dev.touchstone.scenarios.data.Tensor;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * SmoothQuant (Xiao et al., ICML 2023, equation 4): a channel of an activation is divided by s =
 * max|X|^alpha / max|W|^(1 − alpha) and the weights that multiply it are multiplied by s. The
 * division goes into the scale and shift of a normalization, or into the weights of a layer before;
 * where neither is there, one Mul does it.
 */
public final class Smoothing {

  /** A channel that is all but 0 would get a factor without bound. */
  private static final double LEAST_FACTOR = 1e-5;

  private Smoothing() {}

  /** Layers that read one activation of so many channels. */
  private record Group(String activation, int channels, List<FloatLayer> readers) {}

  /**
   * Smooths.
   *
   * @param folded model in floats
   * @param notes what a reader should know is added here
   */
  public static OnnxModel apply(
      OnnxModel folded,
      SmoothQuant step,
      ModelInputs samples,
      Progress progress,
      List<String> notes) {
    Graph graph = folded.graph();
    List<Group> groups = groups(graph, step);
    if (groups.isEmpty()) {
      notes.add("no MatMul or Gemm with constant weights to smooth");
      return folded;
    }
    Map<String, double[]> largest = largest(folded, groups, samples, progress);
    int absorbed = 0;
    int multiplied = 0;
    List<String> left = new ArrayList<>();
    for (Group group : groups) {
      double[] factors = factors(group, magnitudes(largest, group), step.alpha());
      if (absorb(graph, group, factors)) {
        absorbed++;
      } else if (step.otherwise() == SmoothQuant.Otherwise.MULTIPLY) {
        multiply(graph, group, factors);
        multiplied++;
      } else {
        left.add(group.activation());
        continue;
      }
      group.readers().forEach(layer -> scaleInputs(graph, layer, factors));
    }
    graph.sort();
    notes.add(absorbed + " activations smoothed by the layer before");
    if (multiplied > 0) {
      notes.add(multiplied + " by a Mul of their own");
    }
    if (!left.isEmpty()) {
      notes.add("left as they are, as no layer before can take the scales: " + Names.joined(left));
    }
    return folded.with(graph.withoutValueInfo());
  }

  private static List<Group> groups(Graph graph, SmoothQuant step) {
    Map<String, Group> groups = new LinkedHashMap<>();
    for (FloatLayer layer : FloatLayer.all(graph)) {
      Node node = layer.node();
      boolean product = node.is("MatMul") || node.is("Gemm");
      if (product
          && step.nodes().takes(node.name(), node.type())
          && graph.constant(node.input(0)).isEmpty()) {
        int channels = layer.rows().columns();
        String activation = node.input(0);
        groups
            .computeIfAbsent(activation, a -> new Group(a, channels, new ArrayList<>()))
            .readers()
            .add(layer);
      }
    }
    return List.copyOf(groups.values());
  }

  private static Map<String, double[]> largest(
      OnnxModel model, List<Group> groups, ModelInputs samples, Progress progress) {
    Map<String, double[]> largest = new LinkedHashMap<>();
    groups.forEach(g -> largest.put(g.activation(), new double[g.channels()]));
    try (Taps taps = new Taps(model, largest.keySet(), Optimization.ALL)) {
      for (int i = 0; i < samples.count(); i++) {
        progress.at("smoothing", i, samples.count());
        taps.run(samples.get(i)).forEach((name, t) -> see(t, magnitudes(largest, name)));
      }
    }
    return largest;
  }

  private static double[] magnitudes(Map<String, double[]> largest, Group group) {
    return magnitudes(largest, group.activation());
  }

  private static double[] magnitudes(Map<String, double[]> largest, String name) {
    return largest.getOrDefault(name, new double[0]);
  }

  private static void see(Tensor tensor, double[] largest) {
    FloatBuffer values = tensor.elements().asFloatBuffer();
    for (int i = 0; i < values.limit() && largest.length > 0; i++) {
      int c = i % largest.length;
      largest[c] = Math.max(largest[c], Math.abs(values.get(i)));
    }
  }

  private static double[] factors(Group group, double[] largest, double alpha) {
    double[] weights = new double[group.channels()];
    for (FloatLayer layer : group.readers()) {
      float[] values = layer.weights().toFloats();
      Equalization.forEach(
          layer.rows(), (r, c, at) -> weights[c] = Math.max(weights[c], Math.abs(values[at])));
    }
    double[] factors = new double[group.channels()];
    double usual = median(largest);
    for (int c = 0; c < factors.length; c++) {
      double reach = Math.max(largest[c], usual);
      boolean used = reach > 0 && weights[c] > 0;
      double s = used ? Math.pow(reach, alpha) / Math.pow(weights[c], 1 - alpha) : 1;
      factors[c] = Math.max(LEAST_FACTOR, s);
    }
    return factors;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    java.util.Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  /** Lets whatever gives an activation give it divided by the factors, if it can. */
  private static boolean absorb(Graph graph, Group group, double[] factors) {
    List<Node> readers = graph.consumers().getOrDefault(group.activation(), List.of());
    long ours = group.readers().stream().map(FloatLayer::node).distinct().count();
    if (readers.size() != ours || graph.outputNames().contains(group.activation())) {
      return false; // a residual sum, or the model's output, needs it as it was
    }
    double[] inverse = new double[factors.length];
    for (int c = 0; c < inverse.length; c++) {
      inverse[c] = 1 / factors[c];
    }
    Optional<List<Runnable>> edits = divide(graph, group.activation(), inverse);
    edits.ifPresent(list -> list.forEach(Runnable::run));
    return edits.isPresent();
  }

  /** The edits after which a tensor is multiplied by the factors; empty if that cannot be done. */
  private static Optional<List<Runnable>> divide(Graph graph, String tensor, double[] factors) {
    Node node = graph.producers().get(tensor);
    if (node == null) {
      return Optional.empty();
    }
    int channels = factors.length;
    List<Runnable> edits = new ArrayList<>();
    if (node.is("LayerNormalization")) {
      boolean only = node.outputs().stream().filter(o -> !o.isEmpty()).count() == 1;
      Optional<Constant> scale = row(graph, node.input(1), channels);
      Optional<Constant> shift = row(graph, node.input(2), channels);
      if (!only || scale.isEmpty() || (!node.input(2).isEmpty() && shift.isEmpty())) {
        return Optional.empty();
      }
      edits.add(() -> new Bias(node, 1, scale.get()).scale(graph, factors));
      shift.ifPresent(s -> edits.add(() -> new Bias(node, 2, s).scale(graph, factors)));
      return Optional.of(edits);
    }
    Optional<FloatLayer> layer = FloatLayer.of(graph, node);
    if (layer.isPresent() && !node.is("Conv")) {
      return divide(graph, layer.get(), factors);
    }
    Optional<Bias> bias =
        node.is("Add") || node.is("Mul") ? Bias.of(graph, node, channels) : Optional.empty();
    if (bias.isPresent()) {
      edits.add(() -> bias.get().scale(graph, factors));
      if (node.is("Mul")) {
        return Optional.of(edits);
      }
      return further(graph, node.input(1 - bias.get().input()), factors, edits);
    }
    if (node.is("Relu") || node.is("LeakyRelu")) {
      return further(graph, node.input(0), factors, edits);
    }
    return Optional.empty();
  }

  private static Optional<List<Runnable>> further(
      Graph graph, String tensor, double[] factors, List<Runnable> edits) {
    if (Bias.onlyReader(graph, tensor).isEmpty()) {
      return Optional.empty();
    }
    return divide(graph, tensor, factors)
        .map(
            more -> {
              edits.addAll(more);
              return edits;
            });
  }

  private static Optional<List<Runnable>> divide(Graph graph, FloatLayer layer, double[] factors) {
    Node node = layer.node();
    if (layer.rows().rows() != factors.length || node.real("beta", 1) != 1) {
      return Optional.empty();
    }
    List<Runnable> edits = new ArrayList<>();
    if (node.is("Gemm") && !node.input(2).isEmpty()) {
      Optional<Constant> bias = row(graph, node.input(2), factors.length);
      if (bias.isEmpty()) {
        return Optional.empty();
      }
      edits.add(() -> new Bias(node, 2, bias.get()).scale(graph, factors));
    }
    edits.add(() -> scaleOutputs(graph, node, factors));
    return Optional.of(edits);
  }

  private static Optional<Constant> row(Graph graph, String name, int channels) {
    return graph.constant(name).filter(c -> c.type() == OnnxType.FLOAT && Bias.isRow(c, channels));
  }

  private static void scaleOutputs(Graph graph, Node node, double[] factors) {
    FloatLayer layer = FloatLayer.of(graph, node).orElseThrow();
    float[] values = layer.weights().toFloats();
    Equalization.forEach(
        layer.rows(), (r, c, at) -> values[at] = (float) (values[at] * factors[r]));
    FloatLayer.replace(graph, node, 1, layer.weights(), values);
  }

  /** Reads the layer anew: one before may have scaled its outputs since. */
  private static void scaleInputs(Graph graph, FloatLayer before, double[] factors) {
    FloatLayer layer = FloatLayer.of(graph, before.node()).orElseThrow();
    float[] values = layer.weights().toFloats();
    Equalization.forEach(
        layer.rows(), (r, c, at) -> values[at] = (float) (values[at] * factors[c]));
    FloatLayer.replace(graph, layer.node(), 1, layer.weights(), values);
  }

  private static void multiply(Graph graph, Group group, double[] factors) {
    float[] inverse = new float[factors.length];
    for (int c = 0; c < inverse.length; c++) {
      inverse[c] = (float) (1 / factors[c]);
    }
    String smooth = graph.freshName(group.activation() + ".smooth");
    String row = graph.freshName(group.activation() + ".factors");
    graph.put(Constant.floats(row, new long[] {inverse.length}, inverse));
    for (FloatLayer layer : group.readers()) {
      layer.node().setInput(0, smooth);
    }
    graph.add(Node.of("Mul", smooth, List.of(group.activation(), row), List.of(smooth)));
  }
}
