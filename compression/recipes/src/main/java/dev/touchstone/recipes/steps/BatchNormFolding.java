package dev.touchstone.recipes.steps;

import dev.touchstone.recipes.onnx.ChannelLayout;
import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * BatchNormalization at inference is one multiplication and one addition a channel, which the Conv,
 * ConvTranspose or Gemm before it can do as well: with f = scale / sqrt(var + epsilon) the weights
 * become w · f and the bias (b − mean) · f + shift (Jacob et al., CVPR 2018, section 3.2).
 */
final class BatchNormFolding {

  private BatchNormFolding() {}

  /** Folds where it can, and tells how many nodes went away. */
  static int fold(Graph graph, long opset) {
    int folded = 0;
    for (Node norm : graph.nodes()) {
      if (norm.is("BatchNormalization") && atInference(norm, opset)) {
        Node before = graph.producers().get(norm.input(0));
        if (before != null && foldInto(graph, before, norm)) {
          folded++;
        }
      }
    }
    return folded;
  }

  private static boolean atInference(Node norm, long opset) {
    boolean oldForm = opset < 7 || norm.integer("spatial", 1) != 1;
    boolean training = opset >= 14 && norm.integer("training_mode", 0) != 0;
    boolean sideOutputs = norm.outputs().stream().skip(1).anyMatch(o -> !o.isEmpty());
    return !oldForm && !training && !sideOutputs;
  }

  private static boolean foldInto(Graph graph, Node before, Node norm) {
    String between = norm.input(0);
    Map<String, List<Node>> consumers = graph.consumers();
    if (consumers.getOrDefault(between, List.of()).size() != 1
        || graph.outputNames().contains(between)) {
      return false;
    }
    Optional<Affine> affine = Affine.of(graph, norm);
    Optional<Constant> weights = graph.constant(before.input(1));
    if (affine.isEmpty() || weights.isEmpty()) {
      return false;
    }
    Optional<ChannelLayout> layout = ChannelLayout.of(before, weights.get());
    if (layout.isEmpty() || layout.get().channels() != affine.get().factor.length) {
      return false;
    }
    Optional<float[]> bias = bias(graph, before, layout.get().channels());
    if (bias.isEmpty()) {
      return false;
    }
    rewrite(graph, before, norm, weights.get(), layout.get(), affine.get().apply(bias.get()));
    scale(graph, before, weights.get(), layout.get(), affine.get());
    return true;
  }

  private static void rewrite(
      Graph graph, Node before, Node norm, Constant weights, ChannelLayout layout, float[] bias) {
    String name = graph.freshName(weights.name() + ".bias");
    graph.put(Constant.floats(name, new long[] {layout.channels()}, bias));
    before.setInput(2, name);
    if (before.is("Gemm")) {
      before.with("beta", 1f);
    }
    graph.remove(List.of(norm));
    before.setOutput(0, norm.output(0));
  }

  private static void scale(
      Graph graph, Node before, Constant weights, ChannelLayout layout, Affine affine) {
    float[] values = weights.toFloats();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (values[i] * affine.factor[layout.channelOf(i)]);
    }
    boolean shared = graph.consumers().getOrDefault(weights.name(), List.of()).size() > 1;
    String name = shared ? graph.freshName(weights.name() + ".folded") : weights.name();
    graph.put(weights.renamed(name).withFloats(values));
    before.setInput(1, name);
  }

  /** The bias as one number a channel, zeros if there is none; empty if it is not constant. */
  private static Optional<float[]> bias(Graph graph, Node before, int channels) {
    float[] bias = new float[channels];
    if (before.input(2).isEmpty()) {
      return Optional.of(bias);
    }
    Optional<Constant> given = graph.constant(before.input(2));
    if (given.isEmpty() || !isRow(given.get(), channels)) {
      return Optional.empty();
    }
    float[] values = given.get().toFloats();
    float beta = before.is("Gemm") ? before.real("beta", 1) : 1;
    for (int c = 0; c < channels; c++) {
      bias[c] = beta * values[values.length == 1 ? 0 : c];
    }
    return Optional.of(bias);
  }

  /** Whether there is one number a channel, or one for all; a Gemm may also add a column. */
  private static boolean isRow(Constant bias, int channels) {
    long[] shape = bias.shape();
    return bias.size() == 1 || (bias.size() == channels && shape[shape.length - 1] == channels);
  }

  /** y = factor · (x − mean) + shift, in double precision until the end. */
  private static final class Affine {

    private final double[] factor;
    private final float[] mean;
    private final float[] shift;

    private Affine(double[] factor, float[] mean, float[] shift) {
      this.factor = factor;
      this.mean = mean;
      this.shift = shift;
    }

    static Optional<Affine> of(Graph graph, Node norm) {
      Optional<float[]> scale = floats(graph, norm.input(1));
      Optional<float[]> shift = floats(graph, norm.input(2));
      Optional<float[]> mean = floats(graph, norm.input(3));
      Optional<float[]> variance = floats(graph, norm.input(4));
      if (scale.isEmpty() || shift.isEmpty() || mean.isEmpty() || variance.isEmpty()) {
        return Optional.empty();
      }
      double epsilon = norm.real("epsilon", 1e-5f);
      double[] factor = new double[scale.get().length];
      for (int c = 0; c < factor.length; c++) {
        factor[c] = scale.get()[c] / Math.sqrt(variance.get()[c] + epsilon);
      }
      return Optional.of(new Affine(factor, mean.get(), shift.get()));
    }

    private static Optional<float[]> floats(Graph graph, String name) {
      return graph.constant(name).filter(c -> c.type().isReal()).map(Constant::toFloats);
    }

    float[] apply(float[] bias) {
      float[] result = new float[bias.length];
      for (int c = 0; c < bias.length; c++) {
        result[c] = (float) ((bias[c] - mean[c]) * factor[c] + shift[c]);
      }
      return result;
    }
  }
}
