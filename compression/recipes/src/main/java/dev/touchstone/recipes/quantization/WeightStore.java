package dev.touchstone.recipes.quantization;

import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxType;
import java.util.List;

/** Weights as 8-bit initializers, with what turns them into floats behind them. */
final class WeightStore {

  private WeightStore() {}

  /**
   * For an operator that has an integer kernel: behind a DequantizeLinear, which ONNX Runtime
   * merges into the operator.
   *
   * @return name of the tensor that stands for the float weights
   */
  static String forIntegers(Graph graph, String name, QuantizedWeights weights) {
    String levels = graph.freshName(name + ".q");
    graph.put(weights.levels(levels));
    graph.put(weights.scales(levels + "s"));
    String restored = graph.freshName(name + ".dq");
    Node restore =
        Node.of("DequantizeLinear", "", List.of(levels, levels + "s"), List.of(restored));
    weights.zeroPoints(levels + "z").ifPresent(z -> restore.setInput(2, graph.put(z).name()));
    graph.add(restore);
    weights.axis().ifPresent(axis -> restore.with("axis", axis));
    return restored;
  }

  /**
   * For an operator that stays in floats: behind Cast and Mul, which ONNX Runtime evaluates once
   * when it loads the model. A DequantizeLinear it would evaluate at every run, and it would not
   * rearrange the weights for its vector kernels.
   *
   * @return name of the tensor that stands for the float weights
   */
  static String forFloats(Graph graph, String name, QuantizedWeights weights) {
    String levels = graph.freshName(name + ".q");
    Constant stored = graph.put(weights.levels(levels));
    Constant scales = weights.scales(levels + "s");
    if (weights.axis().isPresent()) {
      long[] broadcast = new long[stored.shape().length - weights.axis().get()];
      java.util.Arrays.fill(broadcast, 1);
      broadcast[0] = scales.size();
      scales = Constant.floats(scales.name(), broadcast, scales.toFloats());
    }
    graph.put(scales);
    String restored = graph.freshName(name + ".dq");
    graph.add(
        Node.of("Cast", "", List.of(levels), List.of(levels + "f"))
            .with("to", OnnxType.FLOAT.code()));
    graph.add(Node.of("Mul", "", List.of(levels + "f", scales.name()), List.of(restored)));
    return restored;
  }
}
