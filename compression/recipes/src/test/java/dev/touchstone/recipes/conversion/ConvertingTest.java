package dev.touchstone.recipes.conversion;

import static dev.touchstone.recipes.RandomWeights.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.GraphValue;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.OnnxType;
import dev.touchstone.recipes.runtime.ModelInputs;
import dev.touchstone.recipes.runtime.Optimization;
import dev.touchstone.recipes.runtime.Session;
import dev.touchstone.recipes.runtime.SignalToNoise;
import dev.touchstone.recipes.steps.Converting;
import dev.touchstone.recipes.steps.StepOutcome;
import dev.touchstone.recipes.steps.TargetCpu;
import dev.touchstone.recipes.steps.Workbench;
import dev.touchstone.scenarios.Convert;
import dev.touchstone.scenarios.Convert.Border;
import dev.touchstone.scenarios.Convert.Half;
import dev.touchstone.scenarios.Convert.Overflow;
import dev.touchstone.scenarios.Progress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConvertingTest {

  /** Eleven and eight significant bits over a few layers. */
  private static final double HALF_DB = 50;

  private static final double BRAIN_DB = 35;

  /** A convolution, an operator that wants floats, products, and two outputs. */
  private static OnnxModel model() {
    Graph graph =
        Graph.empty("g", List.of(GraphValue.of("x", OnnxType.FLOAT, 1, 3, 6, 6)), List.of());
    random(graph, "k", 8, 3, 3, 3);
    graph.add(Node.of("Conv", "conv", List.of("x", "k"), List.of("a")));
    graph.add(Node.of("Relu", "relu", List.of("a"), List.of("r")));
    graph.put(Constant.floats("scales", new long[] {4}, 1, 1, 2, 2));
    graph.add(Node.of("Resize", "resize", List.of("r", "", "scales"), List.of("z")));
    graph.add(Node.of("Flatten", "flat", List.of("z"), List.of("f")));
    random(graph, "w", 512, 10);
    graph.add(Node.of("MatMul", "head", List.of("f", "w"), List.of("p")));
    random(graph, "b", 10);
    graph.add(Node.of("Add", "bias", List.of("p", "b"), List.of("logits")));
    graph.add(Node.of("Softmax", "soft", List.of("logits"), List.of("y")));
    graph.addOutput("y");
    graph.addOutput("logits");
    return OnnxModel.of(graph, 8, 13);
  }

  private static StepOutcome apply(OnnxModel model, Convert step, ModelInputs... samples) {
    Workbench bench =
        new Workbench(
            List.of(samples).stream().findFirst(), new TargetCpu(Set.of()), Progress.NONE);
    return new Converting(step).apply(model, bench);
  }

  private static Convert toHalf(String... keep) {
    return new Convert.ToHalf(List.of(keep), Border.FLOAT, Overflow.WEIGHTS);
  }

  private static double decibels(OnnxModel model, OnnxModel converted) {
    ModelInputs samples = ModelInputs.random(model, 4, 3).orElseThrow();
    return SignalToNoise.between(model, Optimization.NONE, converted, Optimization.ALL, samples);
  }

  private static OnnxType typeOf(OnnxModel model, String weights) {
    return model.graph().initializer(weights).orElseThrow().type();
  }

  @Test
  void computesInHalfPrecisionBehindAFloatBorder() {
    OnnxModel model = model();
    StepOutcome outcome = apply(model, toHalf());
    assertThat(decibels(model, outcome.model())).isGreaterThan(HALF_DB);
    assertThat(outcome.model().bytes()).isLessThan(model.bytes() * 6 / 10);
    try (Session before = new Session(model, Optimization.NONE);
        Session after = new Session(outcome.model(), Optimization.NONE)) {
      assertThat(after.inputs()).isEqualTo(before.inputs());
      assertThat(after.outputs()).isEqualTo(before.outputs());
    }
    assertThat(outcome.notes())
        .contains("in 32 bits, since operators that want 32 bits: Resize 1")
        .anyMatch(n -> n.startsWith("in the file: 16 bits for Add 1, Conv 1, Flatten 1, MatMul 1"))
        .anyMatch(n -> n.startsWith("as ONNX Runtime runs it on this CPU: 16 bits for "));
  }

  @Test
  void keepsWhatTheRecipeNames() {
    OnnxModel kept = apply(model(), toHalf("/hea/", "type:Softmax", "conv")).model();
    assertThat(typeOf(kept, "w")).isEqualTo(OnnxType.FLOAT);
    assertThat(typeOf(kept, "k")).isEqualTo(OnnxType.FLOAT);
    assertThat(kept.graph().initializer("b")).isEmpty();
    assertThat(decibels(model(), kept)).isGreaterThan(HALF_DB);
  }

  @Test
  void keepsNodesWhoseWeightsSixteenBitsCannotHold() {
    OnnxModel model = model();
    Graph graph = model.graph();
    float[] huge = graph.initializer("b").orElseThrow().toFloats();
    huge[3] = 70_000;
    graph.put(graph.initializer("b").orElseThrow().withFloats(huge));
    OnnxModel large = model.with(graph);
    StepOutcome outcome = apply(large, toHalf("type:Softmax"));
    assertThat(outcome.notes()).contains("in 32 bits, since they meet numbers above 65504: Add 1");
    assertThat(decibels(large, outcome.model())).isGreaterThan(HALF_DB);
  }

  @Test
  void keepsNodesWhoseActivationsComeNearTheLargestNumber() {
    OnnxModel model = model();
    Graph graph = model.graph();
    float[] large = graph.initializer("w").orElseThrow().toFloats();
    for (int i = 0; i < large.length; i++) {
      large[i] *= 3000;
    }
    graph.put(graph.initializer("w").orElseThrow().withFloats(large));
    OnnxModel loud = model.with(graph);
    ModelInputs samples = ModelInputs.random(loud, 4, 3).orElseThrow();
    Convert step = new Convert.ToHalf(List.of(), Border.FLOAT, Overflow.SAMPLES);
    assertThatThrownBy(() -> apply(loud, step))
        .hasMessage("needs calibration data, and the scenario has none");
    StepOutcome outcome = apply(loud, step, samples);
    assertThat(outcome.notes())
        .contains("in 32 bits, since they meet numbers above 65504: Add 1, MatMul 1, Softmax 1");
    assertThat(decibels(loud, outcome.model())).isGreaterThan(HALF_DB);
  }

  @Test
  void takesAndGivesHalfPrecisionWhereAsked() {
    Convert step = new Convert.ToHalf(List.of(), Border.HALF, Overflow.WEIGHTS);
    OnnxModel half = apply(model(), step).model();
    try (Session session = new Session(half, Optimization.ALL)) {
      assertThat(session.inputs().values())
          .allMatch(t -> t.type().equals(Optional.of(OnnxType.FLOAT16)));
      assertThat(session.outputs().values())
          .allMatch(t -> t.type().equals(Optional.of(OnnxType.FLOAT16)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void storesWeightsInHalfTheBytesAndComputesInFloats(Half half) {
    OnnxModel model = model();
    StepOutcome outcome = apply(model, new Convert.StoredHalf(half, List.of("conv")));
    assertThat(outcome.model().bytes()).isLessThan(model.bytes() * 6 / 10);
    assertThat(decibels(model, outcome.model()))
        .isGreaterThan(half == Half.FP16 ? HALF_DB : BRAIN_DB);
    assertThat(typeOf(outcome.model(), "k")).isEqualTo(OnnxType.FLOAT);
    assertThat(outcome.notes())
        .containsExactly(
            "1 weight tensors in "
                + (half == Half.FP16 ? "FLOAT16" : "BFLOAT16")
                + " behind a Cast");
  }

  @Test
  void leavesAModelUntouchedThatHasNothingToConvert() {
    Graph graph = Graph.empty("g", List.of(GraphValue.of("x", OnnxType.INT64, 3)), List.of());
    graph.add(Node.of("Neg", "n", List.of("x"), List.of("y")));
    graph.addOutput("y");
    OnnxModel model = OnnxModel.of(graph, 8, 13);
    StepOutcome half = apply(model, toHalf());
    assertThat(half.model()).isSameAs(model);
    assertThat(half.notes())
        .containsExactly("left untouched: no node could be converted to 16 bits");
    assertThat(apply(model, new Convert.StoredHalf(Half.BF16, List.of())).notes().get(0))
        .startsWith("left untouched: no weights to store in 16 bits");
  }
}
