package dev.touchstone.recipes;

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
import dev.touchstone.scenarios.Progress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StandingCheckTest {

  private static OnnxModel model(String operator, float factor) {
    Graph graph =
        Graph.empty(
            "g",
            List.of(GraphValue.of("x", OnnxType.FLOAT, 1, 4)),
            List.of(GraphValue.of("y", OnnxType.FLOAT, 1, 4)));
    graph.put(Constant.scalar("f", factor));
    graph.add(Node.of("Mul", "m", List.of("x", "f"), List.of("p")));
    graph.add(Node.of(operator, "o", List.of("p"), List.of("y")));
    return OnnxModel.of(graph, 8, 17);
  }

  private static Standing check(OnnxModel reference, OnnxModel candidate) {
    ModelInputs samples = ModelInputs.of(reference, new RealData.Arrays(ones(5), List.of(4L)), 5);
    return new StandingCheck(reference, candidate, Progress.NONE).run(Optional.of(samples));
  }

  private static List<float[]> ones(int count) {
    return java.util.stream.IntStream.range(0, count)
        .mapToObj(i -> new float[] {1, 2, 3, i % 3})
        .toList();
  }

  @Test
  void tellsAgreementDeterminismAndRepeatedSamples() {
    Standing standing = check(model("Relu", 1), model("Relu", 2));

    assertThat(standing.samples()).isEqualTo(5);
    assertThat(standing.source()).isEqualTo(Standing.Source.CALIBRATION);
    assertThat(standing.agreementDb()).hasValue(Double.POSITIVE_INFINITY);
    assertThat(standing.wavering()).isEmpty();
    assertThat(standing.notFinite()).isZero();
    assertThat(standing.repeated()).isEqualTo(2);
  }

  @Test
  void refusesACandidateThatIsNotFiniteWhereTheReferenceIs() {
    assertThatThrownBy(() -> check(model("Exp", 1), model("Exp", 1e30f)))
        .isInstanceOf(UnusableModelException.class)
        .hasMessage(
            "output \"y\" holds NaN or infinity on sample 0, on which the reference is finite");
  }

  @Test
  void refusesItOnMadeUpSamplesToo() {
    StandingCheck check = new StandingCheck(model("Exp", 1), model("Exp", 1e30f), Progress.NONE);

    assertThatThrownBy(() -> check.run(Optional.empty()))
        .isInstanceOf(UnusableModelException.class)
        .hasMessageContaining("holds NaN or infinity");
  }

  @Test
  void countsSamplesOnWhichTheReferenceIsNotFiniteEither() {
    assertThat(check(model("Exp", 1e30f), model("Exp", 1e30f)).notFinite()).isEqualTo(5);
  }

  @Test
  void tellsByHowMuchTwoRunsDiffer() {
    Graph graph = model("Relu", 1).graph();
    Node relu = graph.nodes().get(1);
    relu.setOutput(0, "r");
    graph.add(
        Node.of("RandomUniformLike", "noise", List.of("r"), List.of("n"))
            .with("high", 1e-3f)
            .with("low", 0f));
    graph.add(Node.of("Add", "a", List.of("r", "n"), List.of("y")));
    OnnxModel noisy = OnnxModel.of(graph, 8, 17);

    assertThat(check(model("Relu", 1), noisy).wavering().orElseThrow()).isBetween(1e-7, 1e-3);
  }
}
