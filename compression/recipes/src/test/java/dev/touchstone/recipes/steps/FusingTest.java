package dev.touchstone.recipes.steps;

import static dev.touchstone.recipes.RandomWeights.random;
import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.recipes.RandomInputs;
import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.GraphValue;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.OnnxType;
import dev.touchstone.recipes.onnx.SampleModels;
import dev.touchstone.scenarios.Fuse;
import dev.touchstone.scenarios.Progress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FusingTest {

  private static final Workbench BENCH =
      new Workbench(Optional.empty(), new TargetCpu(Set.of()), Progress.NONE);

  private static StepOutcome fused(OnnxModel model, Fuse.Level level) {
    StepOutcome outcome = StepWork.of(new Fuse(level)).apply(model, BENCH);
    assertThat(RandomInputs.largestDifference(model, outcome.model(), 5)).isLessThan(1e-5);
    return outcome;
  }

  private static OnnxModel model(Graph graph) {
    graph.addOutput("y");
    return OnnxModel.of(graph, 8, 17);
  }

  /** A Conv of 16 channels: enough for the blocked layout that full optimization would choose. */
  private static OnnxModel convolution() {
    Graph graph =
        Graph.empty("g", List.of(GraphValue.of("x", OnnxType.FLOAT, 1, 16, 8, 8)), List.of());
    random(graph, "w", 16, 16, 3, 3);
    random(graph, "b", 16);
    graph.add(Node.of("Conv", "conv", List.of("x", "w", "b"), List.of("c")));
    graph.add(Node.of("Relu", "relu", List.of("c"), List.of("y")));
    return model(graph);
  }

  @Test
  void joinsAConvWithItsActivation() {
    StepOutcome outcome = fused(convolution(), Fuse.Level.EXTENDED);
    assertThat(outcome.model().graph().nodes())
        .extracting(Node::domain, Node::type)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("com.microsoft", "FusedConv"));
    assertThat(outcome.notes().get(0)).isEqualTo("made 1 com.microsoft:FusedConv");
    assertThat(outcome.notes().get(1)).startsWith("outputs differ by at most ");
  }

  @Test
  void importsNothingThatNoNodeUses() {
    OnnxModel fused = fused(convolution(), Fuse.Level.EXTENDED).model();
    assertThat(fused.proto().getOpsetImportList())
        .extracting("domain")
        .containsExactlyInAnyOrder("", "com.microsoft");
  }

  @Test
  void keepsToOnnxsOwnOperatorsWhereAsked() {
    StepOutcome outcome = fused(convolution(), Fuse.Level.BASIC);
    assertThat(outcome.model().graph().nodes())
        .extracting(Node::type)
        .containsExactly("Conv", "Relu");
  }

  @Test
  void findsGeluAndLayerNormalization() {
    Graph graph = Graph.empty("g", List.of(GraphValue.of("x", OnnxType.FLOAT, 2, 5, 8)), List.of());
    for (String[] scalar :
        new String[][] {{"root", "1.4142135"}, {"one", "1"}, {"half", "0.5"}, {"two", "2"}}) {
      graph.put(Constant.scalar(scalar[0], Float.parseFloat(scalar[1])));
    }
    graph.put(Constant.scalar("epsilon", 1e-5f));
    random(graph, "gamma", 8);
    random(graph, "beta", 8);
    add(graph, "Div", "d", "x", "root");
    add(graph, "Erf", "e", "d");
    add(graph, "Add", "f", "e", "one");
    add(graph, "Mul", "g", "x", "f");
    add(graph, "Mul", "h", "g", "half");
    graph.add(mean("h", "m"));
    add(graph, "Sub", "s", "h", "m");
    add(graph, "Pow", "p", "s", "two");
    graph.add(mean("p", "v"));
    add(graph, "Add", "ve", "v", "epsilon");
    add(graph, "Sqrt", "q", "ve");
    add(graph, "Div", "n", "s", "q");
    add(graph, "Mul", "ng", "n", "gamma");
    add(graph, "Add", "y", "ng", "beta");
    assertThat(fused(model(graph), Fuse.Level.EXTENDED).model().graph().nodes())
        .extracting(Node::type)
        .containsExactly("Gelu", "LayerNormalization");
  }

  private static void add(Graph graph, String type, String out, String... in) {
    graph.add(Node.of(type, out, List.of(in), List.of(out)));
  }

  private static Node mean(String in, String out) {
    return Node.of("ReduceMean", out, List.of(in), List.of(out)).with("axes", new long[] {-1});
  }

  @Test
  void leavesAModelThatTheRuntimeRefusesAsItWas() {
    OnnxModel model =
        OnnxModel.parse(
            SampleModels.model(
                    SampleModels.chain()
                        .setNode(2, SampleModels.node("Odd", List.of("a"), "y").setDomain("acme")))
                .toByteArray(),
            Path.of("."));
    StepOutcome outcome = StepWork.of(new Fuse(Fuse.Level.EXTENDED)).apply(model, BENCH);
    assertThat(outcome.model()).isSameAs(model);
    assertThat(outcome.notes().get(0))
        .startsWith("left the model as it was: ONNX Runtime says: ")
        .doesNotContain("/touchstone-fuse");
  }
}
