package dev.touchstone.recipes.difference;

import static dev.touchstone.recipes.RandomWeights.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.recipes.Material;
import dev.touchstone.recipes.difference.LayerDifference.Match;
import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.GraphValue;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.OnnxType;
import dev.touchstone.recipes.onnx.UnusableModelException;
import dev.touchstone.recipes.runtime.ModelInputs;
import dev.touchstone.recipes.steps.Fold;
import dev.touchstone.recipes.steps.Quantize;
import dev.touchstone.scenarios.NodeFilter;
import dev.touchstone.scenarios.Progress;
import dev.touchstone.scenarios.Step.Calibration;
import dev.touchstone.scenarios.Step.Granularity;
import dev.touchstone.scenarios.Step.QuantizeStatic;
import dev.touchstone.scenarios.Step.ReduceRange;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelDifferenceTest {

  private static Graph graph() {
    Graph graph =
        Graph.empty(
            "g",
            List.of(GraphValue.of("x", OnnxType.FLOAT, 1, 3, 8, 8)),
            List.of(GraphValue.of("y", OnnxType.FLOAT, 1, 5, 8, 8)));
    random(graph, "w1", 4, 3, 3, 3);
    random(graph, "w2", 5, 4, 1, 1);
    for (String name : List.of("scale", "bias", "mean")) {
      random(graph, name, 4);
    }
    graph.put(Constant.floats("var", new long[] {4}, 1, 2, 1, 2));
    graph.add(
        Node.of("Conv", "conv1", List.of("x", "w1"), List.of("c"))
            .with("pads", new long[] {1, 1, 1, 1}));
    graph.add(
        Node.of(
            "BatchNormalization",
            "bn",
            List.of("c", "scale", "bias", "mean", "var"),
            List.of("b")));
    graph.add(Node.of("Relu", "relu", List.of("b"), List.of("r")));
    graph.add(Node.of("Conv", "conv2", List.of("r", "w2"), List.of("y")));
    return graph;
  }

  private static OnnxModel model() {
    return OnnxModel.of(graph(), 8, 17);
  }

  private static ModelInputs inputs(OnnxModel model) {
    return ModelInputs.random(model, 4, 1).orElseThrow();
  }

  private static ModelDifference between(OnnxModel a, OnnxModel b) {
    return ModelDifference.between(a, b, inputs(a), Progress.NONE);
  }

  @Test
  void aModelDoesNotDifferFromItself() {
    ModelDifference difference = between(model(), model());

    assertThat(difference.layers())
        .extracting(LayerDifference::tensor)
        .containsExactly("c", "b", "r", "y");
    assertThat(difference.layers())
        .allSatisfy(l -> assertThat(l.signalToNoiseDb()).isInfinite().isPositive());
    assertThat(difference.firstBelow(1000)).isEmpty();
    assertThat(difference.noisiest()).isEmpty();
    assertThat(difference.unmatched()).isZero();
  }

  @Test
  void aConvolutionThatTookInWhatFollowedStandsForThatAndNotForItself() {
    ModelDifference difference = between(model(), Fold.apply(model()).model());

    assertThat(difference.layers())
        .extracting(LayerDifference::tensor)
        .containsExactly("b", "r", "y");
    assertThat(difference.layers())
        .allSatisfy(l -> assertThat(l.signalToNoiseDb()).isGreaterThan(100));
    assertThat(difference.unmatched()).isEqualTo(1);
  }

  @Test
  void ofAQuantizedLayerWhatTheNextOneReadsIsCompared() {
    QuantizeStatic step =
        new QuantizeStatic(
            new Calibration.MinMax(), Granularity.PER_CHANNEL, ReduceRange.OFF, NodeFilter.ALL);
    OnnxModel quantized =
        Quantize.statically(model(), step, false, inputs(model()), Progress.NONE).model();

    ModelDifference difference = between(model(), quantized);

    assertThat(difference.layers())
        .extracting(LayerDifference::tensor, LayerDifference::how)
        .contains(org.assertj.core.groups.Tuple.tuple("r", Match.DEQUANTIZED));
    assertThat(difference.layers())
        .allSatisfy(l -> assertThat(l.signalToNoiseDb()).isBetween(20.0, 60.0));
  }

  @Test
  void namesTheLayerThatGoesWrongAndNotThoseBehindIt() {
    Graph broken = graph();
    broken.put(broken.initializer("mean").orElseThrow().withFloats(9, 9, 9, 9));

    ModelDifference difference = between(model(), OnnxModel.of(broken, 8, 17));

    assertThat(difference.firstBelow(10)).map(LayerDifference::tensor).contains("b");
    assertThat(difference.noisiest()).map(LayerDifference::tensor).contains("b");
    assertThat(difference.layers().get(0).signalToNoiseDb()).isInfinite().isPositive();
  }

  @Test
  void whatIsNotFiniteIsBelowEveryBound() {
    Graph broken = graph();
    broken.put(broken.initializer("bias").orElseThrow().withFloats(0, Float.NaN, 0, 0));

    ModelDifference difference = between(model(), OnnxModel.of(broken, 8, 17));

    assertThat(difference.firstBelow(-1000)).map(LayerDifference::tensor).contains("b");
  }

  @Test
  void layersOfOtherSizesAreToldApart() {
    Graph other = graph();
    random(other, "w1", 2, 3, 3, 3);
    random(other, "w2", 5, 2, 1, 1);
    for (String name : List.of("scale", "bias", "mean", "var")) {
      other.put(Constant.floats(name, new long[] {2}, 1, 1));
    }

    ModelDifference difference = between(model(), OnnxModel.of(other, 8, 17));

    LayerDifference first = difference.layers().get(0);
    assertThat(first.isComparable()).isFalse();
    assertThat(first.sizes()).isEqualTo("256 elements against 128");
    assertThat(difference.firstBelow(1000)).map(LayerDifference::tensor).contains("y");
  }

  @Test
  void modelsWithoutACommonLayerAreRefused() {
    Graph other =
        Graph.empty(
            "g",
            List.of(GraphValue.of("x", OnnxType.FLOAT, 1, 3, 8, 8)),
            List.of(GraphValue.of("z", OnnxType.FLOAT, 1, 3, 8, 8)));
    other.add(Node.of("Relu", "other", List.of("x"), List.of("z")));

    assertThatThrownBy(() -> between(model(), OnnxModel.of(other, 8, 17)))
        .isInstanceOf(UnusableModelException.class)
        .hasMessageStartingWith("the models have no layer in common");
  }

  @Test
  void wholeNumbersOfTheOperatorFormAreScaledBack() {
    OnnxModel floats =
        OnnxModel.read(Material.path("models/format-fixtures/micro_kws_m_static_fp32.onnx"));
    OnnxModel quantized =
        OnnxModel.read(Material.path("models/format-fixtures/micro_kws_m_static_qoperator.onnx"));

    ModelDifference difference = between(floats, quantized);

    assertThat(difference.layers()).filteredOn(l -> l.how() == Match.SCALED).hasSizeGreaterThan(5);
    // made-up inputs are not those that it was calibrated on, yet no layer is off its scale
    assertThat(difference.layers())
        .filteredOn(l -> !l.operator().equals("Add"))
        .allSatisfy(l -> assertThat(l.signalToNoiseDb()).as(l.tensor()).isGreaterThan(15));
  }
}
