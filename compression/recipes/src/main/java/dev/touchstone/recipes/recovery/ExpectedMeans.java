package dev.touchstone.recipes.recovery;

import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Means of a model's tensors, channel by channel, as far as BatchNormalization tells them: what it
 * gives has mean {@code shift} and deviation {@code |scale|} in training, and is taken as normal.
 * Behind Relu the mean is that of a normal variable cut off at 0 (Nagel et al., ICCV 2019, appendix
 * C); sums are taken as independent; average pooling keeps a mean. Nothing else is guessed.
 */
public final class ExpectedMeans {

  private final Map<String, Normal> known = new HashMap<>();

  private ExpectedMeans() {}

  /**
   * What is known of a tensor: a mean and a deviation a channel. Deviations are zeros where only
   * the mean is known, as behind a pooling.
   */
  private static final class Normal {

    private final double[] mean;
    private final double[] deviation;

    Normal(double[] mean, double[] deviation) {
      this.mean = mean;
      this.deviation = deviation;
    }
  }

  /**
   * Works the means out.
   *
   * @param reference with its BatchNormalization nodes
   * @param folded the reference without them
   * @param floats the model as it was before quantization; where a step scaled the channels of a
   *     layer since, as equalization does, its bias tells by how much
   */
  public static ExpectedMeans of(OnnxModel reference, OnnxModel folded, OnnxModel floats) {
    ExpectedMeans means = new ExpectedMeans();
    Graph graph = reference.graph();
    graph.sort();
    Graph before = folded.graph();
    Graph after = floats.graph();
    for (Node node : graph.nodes()) {
      means
          .behind(graph, node)
          .map(n -> node.is("BatchNormalization") ? scaled(n, node.output(0), before, after) : n)
          .ifPresent(n -> means.known.put(node.output(0), n));
    }
    return means;
  }

  /** The means of a tensor's channels, if they are known. */
  Optional<double[]> of(String tensor) {
    return Optional.ofNullable(known.get(tensor)).map(n -> n.mean.clone());
  }

  private Optional<Normal> behind(Graph graph, Node node) {
    Optional<Normal> input = Optional.ofNullable(known.get(node.input(0)));
    return switch (node.domain().isEmpty() ? node.type() : "") {
      case "BatchNormalization" -> normalized(graph, node);
      case "Relu" -> input.map(n -> cut(n, 0, Double.POSITIVE_INFINITY));
      case "Clip" -> clipped(graph, node, input);
      case "Identity", "Dropout" -> input;
      case "AveragePool", "GlobalAveragePool" ->
          input.map(n -> new Normal(n.mean, new double[n.mean.length]));
      case "Add" -> {
        Optional<Normal> other = Optional.ofNullable(known.get(node.input(1)));
        yield input.flatMap(a -> other.flatMap(b -> sum(a, b)));
      }
      default -> Optional.empty();
    };
  }

  private static Optional<Normal> normalized(Graph graph, Node node) {
    Optional<float[]> scale = graph.constant(node.input(1)).map(Constant::toFloats);
    Optional<float[]> shift = graph.constant(node.input(2)).map(Constant::toFloats);
    if (scale.isEmpty() || shift.isEmpty()) {
      return Optional.empty();
    }
    double[] mean = new double[scale.get().length];
    double[] deviation = new double[mean.length];
    for (int c = 0; c < mean.length; c++) {
      mean[c] = shift.get()[c];
      deviation[c] = Math.abs(scale.get()[c]);
    }
    return Optional.of(new Normal(mean, deviation));
  }

  private static Optional<Normal> clipped(Graph graph, Node node, Optional<Normal> input) {
    Optional<Double> low = bound(graph, node, 1, "min", Double.NEGATIVE_INFINITY);
    Optional<Double> high = bound(graph, node, 2, "max", Double.POSITIVE_INFINITY);
    return input.flatMap(n -> low.flatMap(l -> high.map(h -> cut(n, l, h))));
  }

  private static Optional<Double> bound(
      Graph graph, Node clip, int input, String attribute, double open) {
    if (!clip.input(input).isEmpty()) {
      return graph.constant(clip.input(input)).map(c -> (double) c.toFloats()[0]);
    }
    return Optional.of(
        clip.attribute(attribute).isPresent() ? (double) clip.real(attribute, 0) : open);
  }

  private static Optional<Normal> sum(Normal a, Normal b) {
    if (a.mean.length != b.mean.length) {
      return Optional.empty();
    }
    double[] mean = new double[a.mean.length];
    double[] deviation = new double[mean.length];
    for (int c = 0; c < mean.length; c++) {
      mean[c] = a.mean[c] + b.mean[c];
      deviation[c] = Math.hypot(a.deviation[c], b.deviation[c]);
    }
    return Optional.of(new Normal(mean, deviation));
  }

  /** Mean and deviation of a normal variable that is set to the bounds outside them. */
  private static Normal cut(Normal normal, double low, double high) {
    double[] mean = new double[normal.mean.length];
    double[] deviation = new double[mean.length];
    for (int c = 0; c < mean.length; c++) {
      double mu = normal.mean[c];
      double sigma = normal.deviation[c];
      if (sigma == 0) {
        mean[c] = Math.max(low, Math.min(high, mu));
        continue;
      }
      double a = (low - mu) / sigma;
      double b = (high - mu) / sigma;
      double inside = distribution(b) - distribution(a);
      double first = mu * inside + sigma * (density(a) - density(b));
      double second =
          (mu * mu + sigma * sigma) * inside
              + 2 * mu * sigma * (density(a) - density(b))
              + sigma * sigma * (times(a) - times(b));
      mean[c] = first + at(low, distribution(a)) + at(high, 1 - distribution(b));
      double square =
          second + at(low * low, distribution(a)) + at(high * high, 1 - distribution(b));
      deviation[c] = Math.sqrt(Math.max(0, square - mean[c] * mean[c]));
    }
    return new Normal(mean, deviation);
  }

  /** A bound that is never reached adds nothing, though it is infinite. */
  private static double at(double bound, double probability) {
    return probability <= 0 || Double.isInfinite(bound) ? 0 : bound * probability;
  }

  private static double density(double z) {
    return Double.isInfinite(z) ? 0 : Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
  }

  private static double times(double z) {
    return Double.isInfinite(z) ? 0 : z * density(z);
  }

  /** Normal distribution function (Abramowitz and Stegun 26.2.17; absolute error below 7.5e-8). */
  private static double distribution(double z) {
    if (Double.isInfinite(z)) {
      return z > 0 ? 1 : 0;
    }
    double t = 1 / (1 + 0.2316419 * Math.abs(z));
    double tail =
        density(z)
            * t
            * (0.319381530
                + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
    return z >= 0 ? 1 - tail : tail;
  }

  private static Normal scaled(Normal normal, String tensor, Graph before, Graph after) {
    Optional<float[]> old = bias(before, tensor);
    Optional<float[]> now = bias(after, tensor);
    int channels = normal.mean.length;
    if (old.isEmpty()
        || now.isEmpty()
        || old.get().length != channels
        || now.get().length != channels) {
      return normal;
    }
    double[] mean = normal.mean.clone();
    double[] deviation = normal.deviation.clone();
    for (int c = 0; c < channels; c++) {
      double factor = old.get()[c] != 0 ? (double) now.get()[c] / old.get()[c] : 1;
      if (factor > 0) { // anything else is no scaling of a channel
        mean[c] *= factor;
        deviation[c] *= factor;
      }
    }
    return new Normal(mean, deviation);
  }

  private static Optional<float[]> bias(Graph graph, String tensor) {
    Node node = graph.producers().get(tensor);
    return node == null || node.input(2).isEmpty()
        ? Optional.empty()
        : graph.constant(node.input(2)).filter(c -> c.type().isReal()).map(Constant::toFloats);
  }
}
