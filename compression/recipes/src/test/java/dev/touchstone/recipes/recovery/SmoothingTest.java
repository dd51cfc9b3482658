package dev.touchstone.recipes.recovery;

import static dev.touchstone.recipes.RandomWeights.random;
import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.recipes.RandomInputs;
import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.GraphValue;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.OnnxType;
import dev.touchstone.recipes.runtime.ModelInputs;
import dev.touchstone.recipes.runtime.Optimization;
import dev.touchstone.recipes.runtime.SignalToNoise;
import dev.touchstone.recipes.steps.Quantize;
import dev.touchstone.scenarios.NodeFilter;
import dev.touchstone.scenarios.Progress;
import dev.touchstone.scenarios.SmoothQuant;
import dev.touchstone.scenarios.SmoothQuant.Otherwise;
import dev.touchstone.scenarios.Step.Calibration;
import dev.touchstone.scenarios.Step.Granularity;
import dev.touchstone.scenarios.Step.QuantizeStatic;
import dev.touchstone.scenarios.Step.ReduceRange;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmoothingTest {

  /** Products of scaled weights round differently: some units in the last place a layer. */
  private static final double ROUNDING = 1e-5;

  private static Node add(Graph graph, String type, String out, String... in) {
    return graph.add(Node.of(type, out + "." + type, List.of(in), List.of(out)));
  }

  /** A normalization with an outlier channel, as transformers have, and three layers behind. */
  private static OnnxModel block(boolean residual) {
    Graph graph =
        Graph.empty("g", List.of(GraphValue.of("x", OnnxType.FLOAT, 1, 6, 16)), List.of());
    random(graph, "gamma", 16);
    random(graph, "beta", 16);
    float[] gamma = graph.initializer("gamma").orElseThrow().toFloats();
    gamma[3] = 80;
    graph.put(Constant.floats("gamma", new long[] {16}, gamma));
    add(graph, "LayerNormalization", "n", "x", "gamma", "beta").with("axis", -1L);
    random(graph, "q.w", 16, 8);
    random(graph, "k.w", 16, 8);
    random(graph, "f1.w", 16, 12);
    random(graph, "f1.b", 12);
    random(graph, "f2.w", 12, 8);
    add(graph, "MatMul", "q", "n", "q.w");
    add(graph, "MatMul", "k", "n", "k.w");
    add(graph, "MatMul", "f1", "n", "f1.w");
    add(graph, "Add", "f1b", "f1", "f1.b");
    add(graph, "Relu", "f1r", "f1b");
    add(graph, "MatMul", "f2", "f1r", "f2.w");
    add(graph, "Add", "qk", "q", "k");
    add(graph, "Add", "y", "qk", "f2");
    graph.addOutput("y");
    if (residual) {
      add(graph, "Add", "z", "n", "x");
      graph.addOutput("z");
    }
    return OnnxModel.of(graph, 8, 17);
  }

  private static OnnxModel smoothed(
      OnnxModel model, double alpha, Otherwise otherwise, List<String> notes) {
    ModelInputs samples = ModelInputs.random(model, 16, 3).orElseThrow();
    SmoothQuant step = new SmoothQuant(alpha, otherwise, NodeFilter.ALL);
    return Smoothing.apply(model, step, samples, Progress.NONE, notes);
  }

  @ParameterizedTest(name = "alpha {0}, residual {1}, otherwise {2}: {3} nodes more")
  @CsvSource({
    "0.5, false, LEAVE, 0",
    "0.0, false, MULTIPLY, 0",
    "1.0, false, MULTIPLY, 0",
    "0.5, true, LEAVE, 0",
    "0.75, true, MULTIPLY, 1"
  })
  void changesNoOutput(double alpha, boolean residual, Otherwise otherwise, int more) {
    OnnxModel model = block(residual);
    OnnxModel smooth = smoothed(model, alpha, otherwise, new ArrayList<>());
    assertThat(RandomInputs.largestDifference(model, smooth, 11)).isLessThanOrEqualTo(ROUNDING);
    assertThat(smooth.graph().nodes()).hasSize(model.graph().nodes().size() + more);
    assertThat(smooth.toByteArray()).isNotEqualTo(model.toByteArray());
  }

  @Test
  void tellsWhatItCouldNotSmooth() {
    List<String> notes = new ArrayList<>();
    smoothed(block(true), 0.5, Otherwise.LEAVE, notes);
    assertThat(notes)
        .containsExactly(
            "1 activations smoothed by the layer before",
            "left as they are, as no layer before can take the scales: n");
  }

  @Test
  void makesAnOutlierChannelHarmlessToQuantization() {
    OnnxModel model = block(false);
    OnnxModel smooth = smoothed(model, 0.5, Otherwise.LEAVE, new ArrayList<>());
    assertThat(quantizedDb(model, smooth)).isGreaterThan(quantizedDb(model, model) + 6);
  }

  private static double quantizedDb(OnnxModel reference, OnnxModel floats) {
    QuantizeStatic step =
        new QuantizeStatic(
            new Calibration.MinMax(), Granularity.PER_TENSOR, ReduceRange.OFF, NodeFilter.ALL);
    ModelInputs samples = ModelInputs.random(reference, 16, 3).orElseThrow();
    OnnxModel quantized = Quantize.statically(floats, step, false, samples, Progress.NONE).model();
    return SignalToNoise.between(reference, Optimization.ALL, quantized, Optimization.ALL, samples);
  }
}
