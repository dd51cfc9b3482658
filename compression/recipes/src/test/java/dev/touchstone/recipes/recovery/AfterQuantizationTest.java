package dev.touchstone.recipes.recovery;

import static dev.touchstone.recipes.RandomWeights.random;
import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.GraphValue;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.OnnxType;
import dev.touchstone.recipes.quantization.FloatForm;
import dev.touchstone.recipes.runtime.ModelInputs;
import dev.touchstone.recipes.runtime.Optimization;
import dev.touchstone.recipes.runtime.SignalToNoise;
import dev.touchstone.recipes.runtime.Taps;
import dev.touchstone.recipes.steps.Fold;
import dev.touchstone.recipes.steps.Quantize;
import dev.touchstone.scenarios.CorrectBias;
import dev.touchstone.scenarios.CorrectBias.Method;
import dev.touchstone.scenarios.NodeFilter;
import dev.touchstone.scenarios.Progress;
import dev.touchstone.scenarios.RoundWeights;
import dev.touchstone.scenarios.Step.Calibration;
import dev.touchstone.scenarios.Step.Granularity;
import dev.touchstone.scenarios.Step.QuantizeStatic;
import dev.touchstone.scenarios.Step.ReduceRange;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AfterQuantizationTest {

  private static final int SAMPLES = 24;

  private static Node add(Graph graph, String type, String out, String... in) {
    return graph.add(Node.of(type, out + "." + type, List.of(in), List.of(out)));
  }

  private static void batchNorm(Graph graph, String in, String out, int channels) {
    random(graph, out + ".scale", channels);
    random(graph, out + ".shift", channels);
    float[] ones = new float[channels];
    Arrays.fill(ones, 1);
    // what the convolution gives has about this spread for normal inputs
    float[] variance = new float[channels];
    Arrays.fill(variance, 40);
    graph.put(Constant.floats(out + ".mean", new long[] {channels}, new float[channels]));
    graph.put(Constant.floats(out + ".var", new long[] {channels}, variance));
    add(
        graph,
        "BatchNormalization",
        out,
        in,
        out + ".scale",
        out + ".shift",
        out + ".mean",
        out + ".var");
  }

  /** Two convolutions with BatchNormalization and Relu, a depthwise one, and a Gemm. */
  private static OnnxModel network() {
    Graph graph =
        Graph.empty("g", List.of(GraphValue.of("x", OnnxType.FLOAT, 1, 3, 10, 10)), List.of());
    random(graph, "w1", 12, 3, 3, 3);
    add(graph, "Conv", "a", "x", "w1");
    batchNorm(graph, "a", "an", 12);
    add(graph, "Relu", "ar", "an");
    random(graph, "w2", 12, 1, 3, 3);
    add(graph, "Conv", "b", "ar", "w2")
        .with("group", 12L)
        .with("pads", new long[] {1, 1, 1, 1})
        .with("strides", new long[] {2, 2});
    batchNorm(graph, "b", "bn", 12);
    add(graph, "Relu", "br", "bn");
    random(graph, "w3", 16, 12, 1, 1);
    add(graph, "Conv", "c", "br", "w3");
    add(graph, "Relu", "cr", "c");
    add(graph, "GlobalAveragePool", "p", "cr");
    add(graph, "Flatten", "f", "p");
    random(graph, "w4", 6, 16);
    random(graph, "b4", 6);
    add(graph, "Gemm", "y", "f", "w4", "b4").with("transB", 1L);
    graph.addOutput("y");
    return OnnxModel.of(graph, 8, 13);
  }

  private static ModelInputs samples(OnnxModel model) {
    return ModelInputs.random(model, SAMPLES, 19).orElseThrow();
  }

  /** With few bits, so that errors of the weights count for more than those of activations. */
  private static OnnxModel quantized(OnnxModel model, Granularity granularity) {
    QuantizeStatic step =
        new QuantizeStatic(new Calibration.MinMax(), granularity, ReduceRange.ON, NodeFilter.ALL);
    return Quantize.statically(model, step, true, samples(model), Progress.NONE).model();
  }

  private static OnnxModel floats(OnnxModel model) {
    return FloatForm.of(Fold.apply(model).model());
  }

  private static double decibels(OnnxModel reference, OnnxModel other) {
    return SignalToNoise.between(
        reference, Optimization.ALL, other, Optimization.NONE, samples(reference));
  }

  /** Largest difference of the mean of an output channel. */
  private static double meanError(OnnxModel reference, OnnxModel other) {
    double[] gap = new double[6];
    ModelInputs samples = samples(reference);
    try (Taps first = new Taps(reference, Set.of("y"), Optimization.NONE);
        Taps second = new Taps(other, Set.of("y"), Optimization.NONE)) {
      for (int i = 0; i < samples.count(); i++) {
        FloatBuffer a =
            first.run(samples.get(i)).values().iterator().next().elements().asFloatBuffer();
        FloatBuffer b =
            second.run(samples.get(i)).values().iterator().next().elements().asFloatBuffer();
        for (int c = 0; c < gap.length; c++) {
          gap[c] += (b.get(c) - a.get(c)) / samples.count();
        }
      }
    }
    return Arrays.stream(gap).map(Math::abs).max().orElseThrow();
  }

  @Nested
  class CorrectingBiases {

    private OnnxModel corrected(
        OnnxModel model, OnnxModel quantized, Method method, List<String> notes) {
      OnnxModel floats = floats(model);
      BiasCorrection correction =
          new BiasCorrection(new CorrectBias(method, SAMPLES, NodeFilter.ALL), notes);
      return method == Method.EMPIRICAL
          ? correction.empirical(quantized, floats, samples(model), Progress.NONE)
          : correction.analytic(
              quantized, floats, ExpectedMeans.of(model, Fold.apply(model).model(), floats));
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void takesTheMeanErrorOut(Granularity granularity) {
      OnnxModel model = network();
      OnnxModel quantized = quantized(model, granularity);
      List<String> notes = new ArrayList<>();
      OnnxModel corrected = corrected(model, quantized, Method.EMPIRICAL, notes);
      assertThat(notes).containsExactly("4 of 4 quantized layers corrected");
      assertThat(meanError(model, corrected)).isLessThan(meanError(model, quantized) / 5);
      assertThat(decibels(model, corrected)).isGreaterThan(decibels(model, quantized));
    }

    @Test
    void tellsMeansWithoutDataFromBatchNormalization() {
      OnnxModel model = network();
      ExpectedMeans means = ExpectedMeans.of(model, Fold.apply(model).model(), floats(model));
      Graph graph = model.graph();
      float[] scale = graph.initializer("an.scale").orElseThrow().toFloats();
      float[] shift = graph.initializer("an.shift").orElseThrow().toFloats();
      double[] relu = means.of("ar").orElseThrow();
      java.util.Random random = new java.util.Random(4);
      for (int c = 0; c < 3; c++) {
        double sum = 0;
        for (int i = 0; i < 100_000; i++) {
          sum += Math.max(0, shift[c] + scale[c] * random.nextGaussian());
        }
        assertThat(relu[c]).isCloseTo(sum / 100_000, org.assertj.core.data.Offset.offset(0.02));
      }
      assertThat(means.of("cr")).isEmpty();
    }

    @Test
    void followsChannelsThatEqualizationScaled() {
      OnnxModel model = network();
      OnnxModel folded = Fold.apply(model).model();
      OnnxModel equal =
          Equalization.apply(
              folded, new dev.touchstone.scenarios.Equalize(40, NodeFilter.ALL), new ArrayList<>());
      double[] before = ExpectedMeans.of(model, folded, folded).of("ar").orElseThrow();
      double[] after = ExpectedMeans.of(model, folded, equal).of("ar").orElseThrow();
      float[] bias = bias(folded);
      float[] scaled = bias(equal);
      for (int c = 0; c < 12; c++) {
        assertThat(after[c] / before[c])
            .isCloseTo(scaled[c] / bias[c], org.assertj.core.data.Offset.offset(1e-3));
      }
      assertThat(after).isNotEqualTo(before);
    }

    private float[] bias(OnnxModel model) {
      Graph graph = model.graph();
      return graph.constant(graph.nodes().get(0).input(2)).map(Constant::toFloats).orElseThrow();
    }

    @Test
    void correctsWithoutDataWhereBatchNormalizationTellsTheInputs() {
      OnnxModel model = network();
      OnnxModel quantized = quantized(model, Granularity.PER_TENSOR);
      List<String> notes = new ArrayList<>();
      OnnxModel corrected = corrected(model, quantized, Method.ANALYTIC, notes);
      assertThat(notes.get(0)).isEqualTo("2 of 4 quantized layers corrected");
      assertThat(corrected.toByteArray()).isNotEqualTo(quantized.toByteArray());
    }
  }

  @Nested
  class RoundingWeights {

    private OnnxModel rounded(OnnxModel model, OnnxModel quantized, List<String> notes) {
      return new Reconstruction(
              new RoundWeights(SAMPLES, 8, 0.01, NodeFilter.ALL), samples(model), Progress.NONE)
          .apply(quantized, floats(model), notes);
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void bringsEveryKindOfLayerNearerToItsFloats(Granularity granularity) {
      OnnxModel model = network();
      OnnxModel quantized = quantized(model, granularity);
      List<String> notes = new ArrayList<>();
      OnnxModel rounded = rounded(model, quantized, notes);
      assertThat(notes).hasSize(1);
      assertThat(notes.get(0)).startsWith("4 layers rounded by reconstruction");
      assertThat(decibels(model, rounded)).isGreaterThan(decibels(model, quantized));
      assertThat(rounded.bytes()).isEqualTo(quantized.bytes());
    }

    @Test
    void movesNoLevelByMoreThanOne() {
      OnnxModel model = network();
      OnnxModel quantized = quantized(model, Granularity.PER_CHANNEL);
      OnnxModel rounded = rounded(model, quantized, new ArrayList<>());
      Graph before = quantized.graph();
      Graph after = rounded.graph();
      for (QuantizedLayer layer : QuantizedLayer.all(before)) {
        long[] a = layer.levels().toLongs();
        long[] b = after.initializer(layer.levels().name()).orElseThrow().toLongs();
        for (int i = 0; i < a.length; i++) {
          assertThat(Math.abs(a[i] - b[i])).isLessThanOrEqualTo(1);
        }
      }
    }

    @Test
    void leavesAModelAloneThatHasNoQuantizedLayer() {
      OnnxModel model = network();
      List<String> notes = new ArrayList<>();
      assertThat(rounded(model, model, notes)).isSameAs(model);
      assertThat(notes.get(0)).startsWith("nothing to round");
    }

    @Test
    void findsFloatLayersWithoutNamesByTheirWeights() {
      Graph graph = network().graph();
      Graph nameless = Graph.empty("g", graph.inputs(), List.of());
      graph.initializers().values().forEach(nameless::put);
      for (Node node : graph.nodes()) {
        Node copy = Node.of(node.type(), "", node.inputs(), node.outputs());
        node.integers("pads").ifPresent(p -> copy.with("pads", p));
        node.integers("strides").ifPresent(p -> copy.with("strides", p));
        if (node.is("Conv")) {
          copy.with("group", node.integer("group", 1));
        }
        if (node.is("Gemm")) {
          copy.with("transB", 1L);
        }
        nameless.add(copy);
      }
      nameless.addOutput("y");
      OnnxModel model = OnnxModel.of(nameless, 8, 13);
      OnnxModel quantized = quantized(model, Granularity.PER_CHANNEL);
      List<String> notes = new ArrayList<>();
      rounded(model, quantized, notes);
      assertThat(notes.get(0)).startsWith("4 layers rounded");
    }
  }
}
