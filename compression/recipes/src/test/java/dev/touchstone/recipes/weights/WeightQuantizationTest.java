package dev.touchstone.recipes.weights;

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
import dev.touchstone.recipes.steps.StepOutcome;
import dev.touchstone.recipes.steps.TargetCpu;
import dev.touchstone.recipes.steps.WeightOnly;
import dev.touchstone.recipes.steps.Workbench;
import dev.touchstone.scenarios.NodeFilter;
import dev.touchstone.scenarios.Progress;
import dev.touchstone.scenarios.QuantizeWeights;
import dev.touchstone.scenarios.QuantizeWeights.Arithmetic;
import dev.touchstone.scenarios.QuantizeWeights.Blocks;
import dev.touchstone.scenarios.QuantizeWeights.Form;
import dev.touchstone.scenarios.QuantizeWeights.Rounding;
import dev.touchstone.scenarios.QuantizeWeights.Zero;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WeightQuantizationTest {

  /** Products of exactly the same weights differ by the order of sums. */
  private static final double SAME_WEIGHTS_DB = 90;

  /** The runtime multiplies what stands behind a DequantizeLinear with 8-bit activations. */
  private static final double INT8_ACTIVATIONS_DB = 30;

  private static final Form OWN = new Form.MatMulNBits(Arithmetic.FLOAT);

  static List<QuantizeWeights> everyForm() {
    List<QuantizeWeights> steps = new ArrayList<>();
    for (Blocks blocks : RoundersTest.everyForm()) {
      steps.add(step(blocks, OWN, Rounding.RTN));
      steps.add(step(blocks, new Form.DequantizeLinear(), Rounding.RTN));
    }
    return steps;
  }

  private static QuantizeWeights step(Blocks blocks, Form form, Rounding rounding) {
    return new QuantizeWeights(
        blocks, form, rounding, QuantizeWeights.Tables.QUANTIZED, NodeFilter.ALL);
  }

  private static QuantizeWeights step(Rounding rounding) {
    return step(new Blocks(4, 32, Zero.SYMMETRIC), OWN, rounding);
  }

  /** A table, a product whose rows are no multiple of a block, a Gemm, and a convolution. */
  private static OnnxModel model() {
    Graph graph = Graph.empty("g", List.of(GraphValue.of("i", OnnxType.INT64, 2, 7)), List.of());
    random(graph, "table", 40, 90);
    graph.add(Node.of("Gather", "embed", List.of("table", "i"), List.of("e")));
    random(graph, "w", 90, 36);
    graph.add(Node.of("MatMul", "up", List.of("e", "w"), List.of("u")));
    graph.add(Node.of("Unsqueeze", "un", List.of("u", "one"), List.of("c")));
    graph.put(Constant.integers("one", OnnxType.INT64, new long[] {1}, 1));
    random(graph, "k", 40, 1, 3, 15);
    graph.add(Node.of("Conv", "conv", List.of("c", "k"), List.of("v")));
    graph.add(Node.of("Flatten", "flat", List.of("v"), List.of("f")));
    random(graph, "g", 20, 40 * 5 * 22);
    random(graph, "b", 20);
    graph.add(
        Node.of("Gemm", "head", List.of("f", "g", "b"), List.of("y"))
            .with("transB", 1L)
            .with("alpha", 0.25f));
    graph.addOutput("y");
    return OnnxModel.of(graph, 8, 13);
  }

  /** The same with the weights that rounding to nearest leaves, as floats. */
  private static OnnxModel literal(Blocks blocks) {
    OnnxModel model = model();
    Graph graph = model.graph();
    for (String name : List.of("table", "k")) {
      Constant weights = graph.initializer(name).orElseThrow();
      BlockedMatrix rounded = new NearestRounder(blocks).round(Matrix.ofRows(weights));
      graph.put(weights.withFloats(rounded.restored().values()));
    }
    Constant w = graph.initializer("w").orElseThrow();
    Matrix up = new NearestRounder(blocks).round(Matrix.ofColumns(w)).restored();
    float[] turned = new float[up.values().length];
    for (int n = 0; n < up.rows(); n++) {
      for (int k = 0; k < up.columns(); k++) {
        turned[k * up.rows() + n] = up.values()[n * up.columns() + k];
      }
    }
    graph.put(w.withFloats(turned));
    Constant g = graph.initializer("g").orElseThrow();
    Matrix scaled = Matrix.ofRows(g).times(0.25f);
    graph.put(g.withFloats(new NearestRounder(blocks).round(scaled).restored().times(4).values()));
    return model.with(graph);
  }

  private static StepOutcome apply(OnnxModel model, QuantizeWeights step, ModelInputs... samples) {
    Workbench bench =
        new Workbench(
            List.of(samples).stream().findFirst(), new TargetCpu(Set.of()), Progress.NONE);
    return new WeightOnly(step).apply(model, bench);
  }

  private static List<String> types(OnnxModel model) {
    return model.graph().nodes().stream().map(Node::type).toList();
  }

  @ParameterizedTest
  @MethodSource("everyForm")
  void computesWithTheVeryWeightsThatRoundingLeaves(QuantizeWeights step) {
    OnnxModel model = model();
    OnnxModel quantized = apply(model, step).model();
    ModelInputs samples = ModelInputs.random(model, 4, 7).orElseThrow();
    OnnxModel literal = literal(step.blocks());

    assertThat(quantized.bytes()).isLessThan(model.bytes());
    assertThat(types(quantized)).contains("GatherBlockQuantized").doesNotContain("Gather", "Gemm");
    assertThat(
            SignalToNoise.between(
                literal, Optimization.NONE, quantized, Optimization.NONE, samples))
        .isGreaterThan(SAME_WEIGHTS_DB);
    assertThat(
            SignalToNoise.between(literal, Optimization.NONE, quantized, Optimization.ALL, samples))
        .isGreaterThan(step.form().equals(OWN) ? SAME_WEIGHTS_DB : INT8_ACTIVATIONS_DB);
  }

  @Test
  void raisesTheOperatorSetOnlyWhereBlocksOfOnnxAreNeeded() {
    OnnxModel eight =
        apply(model(), step(new Blocks(8, 32, Zero.SYMMETRIC), OWN, Rounding.RTN)).model();
    StepOutcome four = apply(model(), step(Rounding.RTN));
    assertThat(eight.opset()).isEqualTo(13);
    assertThat(four.model().opset()).isEqualTo(21);
    assertThat(four.notes()).contains("opset 13 raised to 21");
    assertThat(four.model().opset("com.microsoft")).hasValue(1);
  }

  @Test
  void raisesAnOldModelWhoseConvolutionsAreStored() {
    Graph graph =
        Graph.empty("g", List.of(GraphValue.of("x", OnnxType.FLOAT, 1, 5, 8, 8)), List.of());
    random(graph, "k", 20, 5, 3, 3);
    graph.add(Node.of("Conv", "conv", List.of("x", "k"), List.of("y")));
    graph.addOutput("y");
    OnnxModel old = OnnxModel.of(graph, 4, 9);
    StepOutcome outcome = apply(old, step(new Blocks(8, 32, Zero.ASYMMETRIC), OWN, Rounding.RTN));
    assertThat(outcome.notes()).contains("opset 9 raised to 13");
    ModelInputs samples = ModelInputs.random(old, 2, 7).orElseThrow();
    assertThat(
            SignalToNoise.between(
                old, Optimization.NONE, outcome.model(), Optimization.ALL, samples))
        .isGreaterThan(INT8_ACTIVATIONS_DB);
  }

  @Test
  void tellsWhatEachLayerLostAndThatItIsNoFaster() {
    StepOutcome outcome = apply(model(), step(Rounding.HQQ));
    assertThat(outcome.appendices().get(0).name()).isEqualTo("weight-errors.csv");
    assertThat(outcome.appendices().get(0).text())
        .startsWith("layer,operator,rows,columns,relative_error\n")
        .contains("\"up\",MatMul,36,90,0.0")
        .contains("\"embed\",Gather,40,90,0.0");
    assertThat(outcome.notes())
        .anyMatch(n -> n.equals("2 matrix products and 1 tables in 4 bits, blocks of 32"))
        .anyMatch(n -> n.startsWith("smaller, not faster"));
  }

  @Test
  void bySecondOrderNeedsSamplesAndComesNearerOnThem() {
    OnnxModel model = model();
    ModelInputs samples = ModelInputs.random(model, 24, 9).orElseThrow();
    assertThatThrownBy(() -> apply(model, step(Rounding.GPTQ)))
        .isInstanceOf(UnusableModelException.class)
        .hasMessage("needs calibration data, and the scenario has none");

    OnnxModel nearest = apply(model, step(Rounding.RTN)).model();
    OnnxModel second = apply(model, step(Rounding.GPTQ), samples).model();
    assertThat(SignalToNoise.between(model, Optimization.NONE, second, Optimization.NONE, samples))
        .isGreaterThan(
            SignalToNoise.between(model, Optimization.NONE, nearest, Optimization.NONE, samples));
  }

  @Test
  void leavesWhatIsNotAskedForAndWhatIsNotFinite() {
    OnnxModel model = model();
    Graph graph = model.graph();
    float[] values = graph.initializer("w").orElseThrow().toFloats();
    values[5] = Float.NaN;
    graph.put(graph.initializer("w").orElseThrow().withFloats(values));
    QuantizeWeights step =
        new QuantizeWeights(
            new Blocks(4, 16, Zero.ASYMMETRIC),
            OWN,
            Rounding.RTN,
            QuantizeWeights.Tables.FLOAT,
            new NodeFilter(List.of(), List.of("type:Conv")));
    StepOutcome outcome = apply(model.with(graph), step);
    assertThat(types(outcome.model()))
        .contains("Gather", "MatMul", "Conv")
        .containsOnlyOnce("MatMulNBits");
    assertThat(outcome.notes()).contains("up holds NaN or infinity");
  }

  @Test
  void sharesWhatIsWrittenForWeightsThatTwoNodesShare() {
    Graph graph = Graph.empty("g", List.of(GraphValue.of("x", OnnxType.FLOAT, 3, 64)), List.of());
    random(graph, "w", 64, 64);
    graph.add(Node.of("MatMul", "a", List.of("x", "w"), List.of("h")));
    graph.add(Node.of("MatMul", "b", List.of("h", "w"), List.of("y")));
    graph.addOutput("y");
    OnnxModel quantized = apply(OnnxModel.of(graph, 8, 17), step(Rounding.HQQ)).model();
    List<Node> products =
        quantized.graph().nodes().stream().filter(n -> n.type().equals("MatMulNBits")).toList();
    assertThat(products).hasSize(2);
    assertThat(products.get(0).input(1)).isEqualTo(products.get(1).input(1));
    assertThat(quantized.graph().initializerNames()).hasSize(2);
  }

  @Test
  void leavesAModelWithoutWeightsUntouched() {
    Graph graph = Graph.empty("g", List.of(GraphValue.of("x", OnnxType.FLOAT, 3)), List.of());
    graph.add(Node.of("Relu", "r", List.of("x"), List.of("y")));
    graph.addOutput("y");
    OnnxModel model = OnnxModel.of(graph, 8, 17);
    StepOutcome outcome = apply(model, step(Rounding.RTN));
    assertThat(outcome.model()).isSameAs(model);
    assertThat(outcome.notes().get(0))
        .startsWith("left untouched: no weights to store in blocks: the recipe takes no MatMul");
  }
}
