package dev.touchstone.recipes.recovery;

import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.runtime.ModelInputs;
import dev.touchstone.recipes.runtime.Optimization;
import dev.touchstone.recipes.runtime.Taps;
import dev.touchstone.scenarios.CorrectBias;
import dev.touchstone.scenarios.NodeFilter;
import dev.touchstone.scenarios.Progress;
import dev.touchstone.scenarios.data.Tensor;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Takes the mean error of quantized layers out of their biases (Nagel et al., ICCV 2019, section
 * 4.2 and appendix D).
 */
public final class BiasCorrection {

  private final NodeFilter nodes;
  private final List<String> notes;

  /**
   * Keeps what the recipe asks for.
   *
   * @param notes what a reader should know is added here
   */
  public BiasCorrection(CorrectBias step, List<String> notes) {
    this.nodes = step.nodes();
    this.notes = notes;
  }

  /** A quantized layer and the float layer that it stands for. */
  private record Pair(QuantizedLayer layer, FloatLayer twin) {}

  /**
   * Corrects each layer by the difference between its mean output and that of its float layer, in
   * the order of the graph, so that a layer is measured behind those that were corrected before.
   *
   * @param quantized in QDQ form
   * @param floats the float form that it was made of
   */
  public OnnxModel empirical(
      OnnxModel quantized, OnnxModel floats, ModelInputs samples, Progress progress) {
    Graph graph = quantized.graph();
    graph.sort();
    List<Pair> pairs = pairs(graph, floats.graph());
    Set<String> outputs = new LinkedHashSet<>();
    pairs.forEach(p -> outputs.add(p.twin().node().output(0)));
    Map<String, double[]> targets = means(floats, outputs, samples, channels(pairs));
    int corrected = 0;
    for (int i = 0; i < pairs.size(); i++) {
      progress.at("correcting biases", i, pairs.size());
      QuantizedLayer layer = pairs.get(i).layer();
      String output = layer.node().output(0);
      int channels = layer.rows().rows();
      double[] mean =
          means(quantized.with(graph), Set.of(output), samples, Map.of(output, channels))
              .getOrDefault(output, new double[channels]);
      double[] target =
          targets.getOrDefault(pairs.get(i).twin().node().output(0), new double[channels]);
      double[] moves = new double[channels];
      for (int c = 0; c < channels; c++) {
        moves[c] = target[c] - mean[c];
      }
      corrected += LayerBias.move(graph, layer, moves) ? 1 : 0;
    }
    progress.at("correcting biases", pairs.size(), pairs.size());
    tell(corrected, pairs.size());
    graph.sort();
    return quantized.with(graph);
  }

  /**
   * Corrects each layer by what the errors of its weights make of the expected input.
   *
   * @param quantized in QDQ form
   * @param floats the float form that it was made of
   * @param expected means of the float form's tensors
   */
  public OnnxModel analytic(OnnxModel quantized, OnnxModel floats, ExpectedMeans expected) {
    Graph graph = quantized.graph();
    List<Pair> pairs = pairs(graph, floats.graph());
    int corrected = 0;
    for (Pair pair : pairs) {
      QuantizedLayer layer = pair.layer();
      Optional<double[]> means =
          expected.of(pair.twin().node().input(0)).filter(m -> m.length == layer.rows().inputs());
      if (means.isPresent()) {
        double[] moves = moves(layer, pair.twin(), means.get());
        corrected += LayerBias.move(graph, layer, moves) ? 1 : 0;
      }
    }
    if (corrected == 0) {
      notes.add(
          "no layer stands behind a BatchNormalization of the reference, from which its mean input"
              + " could be told; method: empirical needs none, but calibration data");
    }
    tell(corrected, pairs.size());
    graph.sort();
    return quantized.with(graph);
  }

  private static double[] moves(QuantizedLayer layer, FloatLayer twin, double[] means) {
    WeightRows rows = layer.rows();
    float[] quantized = layer.values();
    float[] floats = twin.weights().toFloats();
    double[] moves = new double[rows.rows()];
    Equalization.forEach(
        rows,
        (row, column, at) ->
            moves[row] -= ((double) quantized[at] - floats[at]) * means[rows.inputOf(row, column)]);
    return moves;
  }

  private List<Pair> pairs(Graph graph, Graph floats) {
    Twins twins = new Twins(floats);
    List<Pair> pairs = new ArrayList<>();
    for (QuantizedLayer layer : QuantizedLayer.all(graph)) {
      if (nodes.takes(layer.node().name(), layer.node().type())) {
        twins.of(layer).ifPresent(twin -> pairs.add(new Pair(layer, twin)));
      }
    }
    return pairs;
  }

  private void tell(int corrected, int all) {
    notes.add(corrected + " of " + all + " quantized layers corrected");
    if (corrected < all) {
      notes.add((all - corrected) + " have no bias, or no input whose mean is known");
    }
  }

  private static Map<String, Integer> channels(List<Pair> pairs) {
    Map<String, Integer> channels = new LinkedHashMap<>();
    pairs.forEach(p -> channels.put(p.twin().node().output(0), p.twin().rows().rows()));
    return channels;
  }

  /** Mean of each channel: dimension 1 of what a Conv gives, the last of everything else. */
  private static Map<String, double[]> means(
      OnnxModel model, Set<String> tensors, ModelInputs samples, Map<String, Integer> channels) {
    Map<String, Node> producers = model.graph().producers();
    Map<String, double[]> sums = new LinkedHashMap<>();
    Map<String, Long> counts = new LinkedHashMap<>();
    try (Taps taps = new Taps(model, tensors, Optimization.NONE)) {
      for (int i = 0; i < samples.count(); i++) {
        taps.run(samples.get(i))
            .forEach(
                (name, tensor) -> {
                  int count = channels.getOrDefault(name, 1);
                  double[] sum = sums.computeIfAbsent(name, n -> new double[count]);
                  Node node = producers.get(name);
                  long seen = add(tensor, sum, node != null && node.is("Conv"));
                  counts.merge(name, seen, Long::sum);
                });
      }
    }
    sums.forEach(
        (name, sum) -> {
          for (int c = 0; c < sum.length; c++) {
            sum[c] /= Math.max(1, counts.getOrDefault(name, 1L));
          }
        });
    return sums;
  }

  private static long add(Tensor tensor, double[] sums, boolean convolution) {
    FloatBuffer values = tensor.elements().asFloatBuffer();
    long[] shape = tensor.shape();
    int inner = 1;
    for (int d = 2; convolution && d < shape.length; d++) {
      inner = Math.toIntExact(inner * shape[d]);
    }
    for (int i = 0; i < values.limit(); i++) {
      sums[i / inner % sums.length] += values.get(i);
    }
    return values.limit() / sums.length;
  }
}
