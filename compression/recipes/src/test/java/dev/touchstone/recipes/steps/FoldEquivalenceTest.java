package dev.touchstone.recipes.steps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.recipes.RandomInputs;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.GraphValue;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.OnnxType;
import dev.touchstone.scenarios.Progress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A folded model computes what the model did, whatever the graph. */
class FoldEquivalenceTest {

  private static final Workbench BENCH =
      new Workbench(Optional.empty(), new TargetCpu(Set.of()), Progress.NONE);

  /** Of the largest output; a BatchNormalization that amplifies rounding is part of the graphs. */
  private static final double ROUNDING = 1e-4;

  private static final int GRAPHS = 150;

  @Test
  void holdsOnRandomGraphs() {
    int smaller = 0;
    for (int seed = 0; seed < GRAPHS; seed++) {
      OnnxModel model = RandomGraphs.of(seed);
      OnnxModel folded = Fold.apply(model).model();
      assertThat(RandomInputs.largestDifference(model, folded, seed))
          .as("seed %d: %s", seed, model.graph().nodes())
          .isLessThanOrEqualTo(ROUNDING);
      smaller += folded.graph().nodes().size() < model.graph().nodes().size() ? 1 : 0;
    }
    assertThat(smaller).isGreaterThan(GRAPHS * 8 / 10);
  }

  @Test
  void foldingTwiceIsFoldingOnce() {
    IntStream.range(0, 40)
        .mapToObj(RandomGraphs::of)
        .map(model -> Fold.apply(model).model())
        .forEach(
            folded ->
                assertThat(Fold.apply(folded).model().graph().nodes())
                    .hasSameSizeAs(folded.graph().nodes()));
  }

  @Test
  void tellsTheLargestDifference() {
    assertThat(new Fold().apply(RandomGraphs.of(3), BENCH).notes())
        .last()
        .asString()
        .matches("outputs differ by at most \\d\\.\\de-?\\+?\\d\\d of the largest");
  }

  @Test
  void tellsThatThereIsNothingToDo() {
    Graph graph = Graph.empty("g", List.of(GraphValue.of("x", OnnxType.FLOAT, 2)), List.of());
    graph.add(Node.of("Relu", "r", List.of("x"), List.of("y")));
    graph.addOutput("y");
    assertThat(new Fold().apply(OnnxModel.of(graph, 8, 13), BENCH).notes())
        .containsExactly("nothing to change");
  }

  @Test
  void aStepThatChangesTheOutputsIsUndoneWithTheReason() {
    OnnxModel before = scaled(1);
    StepOutcome wrong = new StepOutcome(scaled(1.01f), List.of("made it worse"));
    StepOutcome judged = new Equivalence(1e-3).judge(before, wrong, BENCH);
    assertThat(judged.model()).isSameAs(before);
    assertThat(judged.notes())
        .containsExactly(
            "left the model as it was: outputs would differ by 1.0e-02 of the largest; 1e-03 is"
                + " allowed");
  }

  @Test
  void aStepWhoseResultDoesNotLoadIsUndoneWithTheReason() {
    Graph graph = scaled(1).graph();
    graph.nodes().get(0).setType("Mull");
    OnnxModel before = scaled(1);
    StepOutcome judged =
        new Equivalence(1e-3).judge(before, new StepOutcome(before.with(graph), List.of()), BENCH);
    assertThat(judged.model()).isSameAs(before);
    assertThat(judged.notes().get(0))
        .startsWith("left the model as it was: ONNX Runtime says: ")
        .contains("Mull");
  }

  private static OnnxModel scaled(float factor) {
    Graph graph = Graph.empty("g", List.of(GraphValue.of("x", OnnxType.FLOAT, 8)), List.of());
    graph.put(dev.touchstone.recipes.onnx.Constant.scalar("f", factor));
    graph.add(Node.of("Mul", "m", List.of("x", "f"), List.of("y")));
    graph.addOutput("y");
    return OnnxModel.of(graph, 8, 13);
  }
}
