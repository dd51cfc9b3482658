package dev.touchstone.recipes.recovery;

import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.runtime.ValueTypes;
import dev.touchstone.scenarios.Equalize;
import java.util.List;

/**
 * Cross-layer equalization (Nagel et al., ICCV 2019, equation 11): with r1 and r2 the largest
 * magnitudes of a channel's weights in the layer that gives it and in the one that reads it, the
 * first are divided by s = √(r1 / r2) and the second multiplied by it, so that both become √(r1 ·
 * r2). Relu passes positive factors on, and so the output stays what it was.
 */
public final class Equalization {

  /** A sweep that moves no channel by more than a thousandth is the last. */
  private static final double SETTLED = 1e-3;

  /** Largest factor of one sweep; beyond it lies a channel that is all but switched off. */
  private static final double LARGEST = 1e4;

  private Equalization() {}

  /**
   * Equalizes.
   *
   * @param folded model in floats
   * @param notes what a reader should know is added here
   */
  public static OnnxModel apply(OnnxModel folded, Equalize step, List<String> notes) {
    Graph graph = folded.graph();
    List<LayerPair> pairs =
        LayerPair.all(graph, ValueTypes.of(folded)).stream()
            .filter(p -> takes(step, p.first()) && takes(step, p.second()))
            .toList();
    if (pairs.isEmpty()) {
      notes.add("no two layers stand behind each other with nothing but Relu or pooling between");
      return folded;
    }
    int sweeps = 0;
    double moved = Double.POSITIVE_INFINITY;
    while (sweeps < step.sweeps() && moved > SETTLED) {
      moved = 0;
      for (LayerPair pair : pairs) {
        moved = Math.max(moved, equalize(graph, pair));
      }
      sweeps++;
    }
    notes.add(pairs.size() + " pairs of layers equalized in " + sweeps + " sweeps");
    return folded.with(graph);
  }

  private static boolean takes(Equalize step, Node node) {
    return step.nodes().takes(node.name(), node.type());
  }

  /** Equalizes a pair, and tells the largest |log| of a factor. */
  private static double equalize(Graph graph, LayerPair pair) {
    FloatLayer first = FloatLayer.of(graph, pair.first()).orElseThrow();
    FloatLayer second = FloatLayer.of(graph, pair.second()).orElseThrow();
    int channels = first.rows().rows();
    double[] r1 = new double[channels];
    double[] r2 = new double[channels];
    float[] w1 = first.weights().toFloats();
    float[] w2 = second.weights().toFloats();
    forEach(first.rows(), (row, column, at) -> r1[row] = Math.max(r1[row], Math.abs(w1[at])));
    forEach(
        second.rows(),
        (row, column, at) -> {
          int c = second.rows().inputOf(row, column) / pair.spread();
          r2[c] = Math.max(r2[c], Math.abs(w2[at]));
        });
    double[] factors = new double[channels];
    double moved = 0;
    for (int c = 0; c < channels; c++) {
      double s = r1[c] > 0 && r2[c] > 0 ? Math.sqrt(r1[c] / r2[c]) : 1;
      s = Math.max(1 / LARGEST, Math.min(LARGEST, s));
      moved = Math.max(moved, Math.abs(Math.log(s)));
      factors[c] = s;
    }
    rescale(graph, pair, factors);
    return moved;
  }

  /** Divides what the first layer gives by the factors, and multiplies the second's weights. */
  static void rescale(Graph graph, LayerPair pair, double[] factors) {
    FloatLayer first = FloatLayer.of(graph, pair.first()).orElseThrow();
    int channels = factors.length;
    double[] inverse = new double[channels];
    for (int c = 0; c < channels; c++) {
      inverse[c] = 1 / factors[c];
    }
    float[] w1 = first.weights().toFloats();
    forEach(first.rows(), (row, column, at) -> w1[at] = (float) (w1[at] * inverse[row]));
    FloatLayer.replace(graph, first.node(), 1, first.weights(), w1);
    for (Node reader : pair.biases()) {
      Bias bias =
          reader == pair.first()
              ? new Bias(reader, 2, graph.constant(reader.input(2)).orElseThrow())
              : Bias.of(graph, reader, channels).orElseThrow();
      bias.scale(graph, inverse);
    }
    FloatLayer second = FloatLayer.of(graph, pair.second()).orElseThrow();
    float[] w2 = second.weights().toFloats();
    forEach(
        second.rows(),
        (row, column, at) ->
            w2[at] =
                (float) (w2[at] * factors[second.rows().inputOf(row, column) / pair.spread()]));
    FloatLayer.replace(graph, second.node(), 1, second.weights(), w2);
  }

  /** Hears of each weight. */
  interface Visitor {

    void see(int row, int column, int at);
  }

  static void forEach(WeightRows rows, Visitor visitor) {
    for (int r = 0; r < rows.rows(); r++) {
      for (int c = 0; c < rows.columns(); c++) {
        visitor.see(r, c, rows.at(r, c));
      }
    }
  }
}
