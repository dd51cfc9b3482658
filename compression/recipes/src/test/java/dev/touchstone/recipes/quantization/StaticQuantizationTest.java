package dev.touchstone.recipes.quantization;

import static dev.touchstone.recipes.RandomWeights.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.GraphValue;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.OnnxType;
import dev.touchstone.recipes.onnx.UnusableModelException;
import dev.touchstone.recipes.runtime.ModelInputs;
import dev.touchstone.recipes.runtime.Optimization;
import dev.touchstone.recipes.runtime.SignalToNoise;
import dev.touchstone.recipes.steps.Quantize;
import dev.touchstone.recipes.steps.StepOutcome;
import dev.touchstone.scenarios.NodeFilter;
import dev.touchstone.scenarios.Progress;
import dev.touchstone.scenarios.Step.Calibration;
import dev.touchstone.scenarios.Step.Granularity;
import dev.touchstone.scenarios.Step.QuantizeStatic;
import dev.touchstone.scenarios.Step.ReduceRange;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StaticQuantizationTest {

  /** Two or three layers of 8 bits on normal numbers; measured at 30 dB and more. */
  private static final double LEAST_SIGNAL_TO_NOISE_DB = 25;

  /** Rounding of integer kernels against float arithmetic between Q and DQ. */
  private static final double LEAST_AGREEMENT_DB = 40;

  private static Graph graph(long... input) {
    return Graph.empty("g", List.of(GraphValue.of("x", OnnxType.FLOAT, input)), List.of());
  }

  private static Node conv(Graph graph, String in, String out, long... shape) {
    random(graph, out + ".w", shape);
    random(graph, out + ".b", shape[0]);
    return graph.add(
        Node.of("Conv", out + ".conv", List.of(in, out + ".w", out + ".b"), List.of(out)));
  }

  private static void add(Graph graph, String type, String out, String... in) {
    graph.add(Node.of(type, out + "." + type, List.of(in), List.of(out)));
  }

  private static OnnxModel model(Graph graph, int opset) {
    graph.addOutput("y");
    return OnnxModel.of(graph, 8, opset);
  }

  private static StepOutcome quantize(OnnxModel model, Granularity granularity, NodeFilter nodes) {
    QuantizeStatic step =
        new QuantizeStatic(new Calibration.MinMax(), granularity, ReduceRange.OFF, nodes);
    ModelInputs samples = ModelInputs.random(model, 16, 5).orElseThrow();
    StepOutcome outcome = Quantize.statically(model, step, false, samples, Progress.NONE);
    assertNear(model, outcome.model(), samples);
    return outcome;
  }

  private static void assertNear(OnnxModel before, OnnxModel after, ModelInputs samples) {
    assertThat(SignalToNoise.between(before, Optimization.NONE, after, Optimization.ALL, samples))
        .isGreaterThan(LEAST_SIGNAL_TO_NOISE_DB);
    assertThat(SignalToNoise.between(after, Optimization.NONE, after, Optimization.ALL, samples))
        .isGreaterThan(LEAST_AGREEMENT_DB);
  }

  private static List<String> types(StepOutcome outcome) {
    return outcome.model().graph().nodes().stream()
        .map(Node::type)
        .filter(t -> !t.endsWith("QuantizeLinear") && !t.equals("DequantizeLinear"))
        .toList();
  }

  private static long pairs(StepOutcome outcome) {
    return outcome.model().graph().nodes().stream().filter(n -> n.is("QuantizeLinear")).count();
  }

  @Nested
  class Placing {

    @Test
    void absorbsReluAndClipIntoTheRangeOfAConv() {
      Graph graph = graph(1, 3, 8, 8);
      conv(graph, "x", "a", 8, 3, 3, 3);
      add(graph, "Relu", "b", "a");
      conv(graph, "b", "c", 8, 8, 3, 3);
      graph.put(Constant.scalar("zero", 0));
      graph.put(Constant.scalar("six", 6));
      add(graph, "Clip", "d", "c", "zero", "six");
      conv(graph, "d", "y", 4, 8, 1, 1);
      StepOutcome outcome = quantize(model(graph, 13), Granularity.PER_CHANNEL, NodeFilter.ALL);
      assertThat(types(outcome)).containsExactly("Conv", "Conv", "Conv");
      assertThat(pairs(outcome)).isEqualTo(4);
    }

    @Test
    void keepsAResidualSumOnEightBits() {
      Graph graph = graph(1, 4, 8, 8);
      conv(graph, "x", "a", 4, 4, 1, 1);
      conv(graph, "a", "b", 4, 4, 1, 1);
      add(graph, "Add", "c", "a", "b");
      add(graph, "GlobalAveragePool", "d", "c");
      add(graph, "Flatten", "e", "d");
      random(graph, "fc", 4, 3);
      add(graph, "Gemm", "y", "e", "fc");
      StepOutcome outcome = quantize(model(graph, 13), Granularity.PER_TENSOR, NodeFilter.ALL);
      assertThat(types(outcome))
          .containsExactly("Conv", "Conv", "Add", "GlobalAveragePool", "Flatten", "Gemm");
      // x, a, b, c, d, e; the last Gemm gives floats
      assertThat(pairs(outcome)).isEqualTo(6);
    }

    @Test
    void sharesOneScaleAcrossNodesThatOnlyMoveElements() {
      Graph graph = graph(1, 8, 8, 3);
      graph.add(
          Node.of("Transpose", "t", List.of("x"), List.of("n"))
              .with("perm", new long[] {0, 3, 1, 2}));
      conv(graph, "n", "a", 4, 3, 1, 1);
      graph.add(
          Node.of("MaxPool", "p", List.of("a"), List.of("m"))
              .with("kernel_shape", new long[] {2, 2}));
      conv(graph, "m", "y", 4, 4, 1, 1);
      Graph result =
          quantize(model(graph, 13), Granularity.PER_TENSOR, NodeFilter.ALL).model().graph();
      List<String> scales =
          result.nodes().stream().filter(n -> n.is("QuantizeLinear")).map(n -> n.input(1)).toList();
      assertThat(scales).containsExactly("x.s", "x.s", "a.s", "a.s", "y.s");
    }

    @Test
    void leavesAnAttentionMaskInFloat() {
      Graph graph = graph(1, 4, 6);
      random(graph, "w", 6, 6);
      add(graph, "MatMul", "a", "x", "w");
      graph.put(Constant.floats("mask", new long[] {6}, 0, 0, 0, 0, -10000, -10000));
      add(graph, "Add", "b", "a", "mask");
      graph.add(Node.of("Softmax", "s", List.of("b"), List.of("y")).with("axis", -1));
      StepOutcome outcome = quantize(model(graph, 13), Granularity.PER_TENSOR, NodeFilter.ALL);
      assertThat(pairs(outcome)).isEqualTo(1);
    }

    @Test
    void leavesOutWhatTheRecipeExcludes() {
      Graph graph = graph(1, 3, 8, 8);
      conv(graph, "x", "a", 4, 3, 1, 1);
      conv(graph, "a", "y", 4, 4, 1, 1);
      NodeFilter filter = new NodeFilter(List.of(), List.of("y.conv"));
      StepOutcome outcome = quantize(model(graph, 13), Granularity.PER_TENSOR, filter);
      assertThat(outcome.notes()).contains("left in float: y.conv");
      assertThat(outcome.model().graph().initializer("y.w")).isPresent();
      assertThat(outcome.model().graph().initializer("a.w")).isEmpty();
    }

    @Test
    void refusesARecipeThatTakesNothing() {
      Graph graph = graph(1, 3, 8, 8);
      conv(graph, "x", "y", 4, 3, 1, 1);
      NodeFilter nothing = new NodeFilter(List.of("type:Gemm"), List.of());
      OnnxModel model = model(graph, 13);
      assertThatThrownBy(() -> quantize(model, Granularity.PER_TENSOR, nothing))
          .isInstanceOf(UnusableModelException.class)
          .hasMessageStartingWith("no node to quantize");
    }

    @Test
    void refusesAModelThatIsQuantizedAlready() {
      Graph graph = graph(1, 3, 8, 8);
      conv(graph, "x", "y", 4, 3, 1, 1);
      OnnxModel once = quantize(model(graph, 13), Granularity.PER_TENSOR, NodeFilter.ALL).model();
      assertThatThrownBy(() -> quantize(once, Granularity.PER_TENSOR, NodeFilter.ALL))
          .isInstanceOf(UnusableModelException.class)
          .hasMessageContaining("quantized already");
    }
  }

  @Nested
  class EveryOperator {

    @ParameterizedTest
    @EnumSource
    void depthwiseConv(Granularity granularity) {
      Graph graph = graph(1, 4, 8, 8);
      conv(graph, "x", "y", 4, 1, 3, 3).with("group", 4);
      quantize(model(graph, 13), granularity, NodeFilter.ALL);
    }

    @ParameterizedTest
    @EnumSource
    void groupedConvTransposeKeepsItsArithmetic(Granularity granularity) {
      Graph graph = graph(1, 4, 5, 5);
      random(graph, "w", 4, 8, 2, 2);
      graph.add(Node.of("ConvTranspose", "up", List.of("x", "w"), List.of("y")).with("group", 2));
      StepOutcome outcome = quantize(model(graph, 13), granularity, NodeFilter.ALL);
      assertThat(types(outcome)).containsExactly("Cast", "Mul", "ConvTranspose");
    }

    @ParameterizedTest
    @EnumSource
    void gemmWithTransposedWeightsAlphaAndBeta(Granularity granularity) {
      Graph graph = graph(2, 6);
      random(graph, "w", 5, 6);
      random(graph, "b", 1, 5);
      graph.add(
          Node.of("Gemm", "fc", List.of("x", "w", "b"), List.of("y"))
              .with("transB", 1)
              .with("alpha", 0.5f)
              .with("beta", 2f));
      quantize(model(graph, 13), granularity, NodeFilter.ALL);
    }

    @Test
    void gemmStaysInFloatWhereItsBiasIsAMatrix() {
      Graph graph = graph(2, 6);
      random(graph, "w", 6, 5);
      random(graph, "b", 2, 5);
      graph.add(Node.of("Gemm", "fc", List.of("x", "w", "b"), List.of("h")).with("alpha", 0.25f));
      random(graph, "v", 5, 4);
      add(graph, "MatMul", "y", "h", "v");
      StepOutcome outcome = quantize(model(graph, 13), Granularity.PER_CHANNEL, NodeFilter.ALL);
      assertThat(outcome.notes()).contains("left in float: fc");
    }

    @ParameterizedTest
    @EnumSource
    void matMulWithTheAddBehindItBecomesGemm(Granularity granularity) {
      Graph graph = graph(2, 6);
      random(graph, "w", 6, 5);
      random(graph, "b", 5);
      add(graph, "MatMul", "m", "x", "w");
      add(graph, "Add", "y", "b", "m");
      StepOutcome outcome = quantize(model(graph, 13), granularity, NodeFilter.ALL);
      assertThat(types(outcome)).containsExactly("Gemm");
    }

    @Test
    void concatMulSigmoidAndAveragePool() {
      Graph graph = graph(1, 4, 8, 8);
      conv(graph, "x", "a", 4, 4, 1, 1);
      conv(graph, "x", "b", 4, 4, 1, 1);
      add(graph, "Sigmoid", "s", "b");
      add(graph, "Mul", "m", "a", "s");
      graph.add(Node.of("Concat", "cat", List.of("m", "a"), List.of("c")).with("axis", 1));
      graph.add(
          Node.of("AveragePool", "avg", List.of("c"), List.of("p"))
              .with("kernel_shape", new long[] {2, 2}));
      conv(graph, "p", "y", 4, 8, 1, 1);
      StepOutcome outcome = quantize(model(graph, 13), Granularity.PER_CHANNEL, NodeFilter.ALL);
      assertThat(pairs(outcome)).isEqualTo(8);
    }

    @Test
    void anEmbeddingTableIsGatheredInEightBits() {
      Graph graph = graph(1, 4);
      random(graph, "table", 64, 64);
      graph.put(Constant.integers("rows", OnnxType.INT64, new long[] {4}, 0, 5, 63, 7));
      add(graph, "Relu", "r", "x");
      add(graph, "Cast", "i", "r");
      graph.nodes().get(1).with("to", (long) OnnxType.INT64.code());
      add(graph, "Mul", "z", "i", "rows");
      graph.put(Constant.integers("cap", OnnxType.INT64, new long[0], 60));
      add(graph, "Min", "c", "z", "cap");
      add(graph, "Gather", "e", "table", "c");
      random(graph, "w", 64, 8);
      add(graph, "MatMul", "y", "e", "w");
      StepOutcome outcome = quantize(model(graph, 13), Granularity.PER_TENSOR, NodeFilter.ALL);
      assertThat(outcome.notes()).contains("1 tables in 8 bits");
    }
  }

  @Test
  void raisesAnOldModelForOneScaleAChannel() {
    Graph graph = graph(1, 3, 8, 8);
    conv(graph, "x", "a", 4, 3, 1, 1);
    graph.add(Node.of("Clip", "clip", List.of("a"), List.of("b")).with("min", 0f).with("max", 6f));
    conv(graph, "b", "y", 4, 4, 1, 1);
    StepOutcome outcome = quantize(model(graph, 9), Granularity.PER_CHANNEL, NodeFilter.ALL);
    assertThat(outcome.model().opset()).isEqualTo(13);
    assertThat(outcome.notes()).contains("opset 9 raised to 13");
    assertThat(types(outcome)).containsExactly("Conv", "Conv");
  }

  @Test
  void givesWeightsSevenBitsWhereTheTargetNeedsThem() {
    Graph graph = graph(1, 3, 8, 8);
    conv(graph, "x", "y", 4, 3, 3, 3);
    OnnxModel model = model(graph, 13);
    QuantizeStatic step =
        new QuantizeStatic(
            new Calibration.MinMax(), Granularity.PER_TENSOR, ReduceRange.ON, NodeFilter.ALL);
    ModelInputs samples = ModelInputs.random(model, 4, 5).orElseThrow();
    Graph result = Quantize.statically(model, step, true, samples, Progress.NONE).model().graph();
    long[] levels = result.initializer("y.w.q").orElseThrow().toLongs();
    assertThat(Arrays.stream(levels).map(Math::abs).max()).hasValue(64);
  }
}
