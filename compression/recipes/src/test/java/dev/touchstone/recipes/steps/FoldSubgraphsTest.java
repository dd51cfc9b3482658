package dev.touchstone.recipes.steps;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import dev.touchstone.recipes.RandomInputs;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.OnnxType;
import dev.touchstone.recipes.onnx.SampleModels;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Branches and bodies read tensors of the graph around them; folding must see that. */
class FoldSubgraphsTest {

  private static OnnxModel parsed(ModelProto proto) {
    return OnnxModel.parse(proto.toByteArray(), Path.of("."));
  }

  private static OnnxModel parsed(GraphProto.Builder graph) {
    return parsed(SampleModels.model(graph));
  }

  private static OnnxModel folded(OnnxModel model) {
    OnnxModel folded = Fold.apply(model).model();
    for (int seed = 0; seed < 6; seed++) { // both branches of an If are drawn
      assertThat(RandomInputs.largestDifference(model, folded, seed)).isZero();
    }
    return folded;
  }

  @Test
  void keepsWhatABranchReadsFromOutside() {
    OnnxModel folded = folded(parsed(SampleModels.branches()));
    assertThat(folded.graph().nodes()).extracting(Node::type).containsExactly("If");
    assertThat(folded.graph().nodes().get(0).reads()).containsExactlyInAnyOrder("c", "x", "w");
  }

  @Test
  void evaluatesAConstantThatOnlyABodyReads() {
    OnnxModel folded = folded(parsed(SampleModels.loop()));
    assertThat(folded.graph().nodes()).extracting(Node::type).containsExactly("Loop");
    assertThat(folded.graph().initializer("step").orElseThrow().toFloats())
        .containsExactly(-0.5f, -0.25f);
  }

  @Test
  void keepsAScan() {
    assertThat(folded(parsed(SampleModels.scan())).graph().nodes()).hasSize(1);
  }

  @Test
  void foldsInsideBranchesToo() {
    GraphProto then =
        GraphProto.newBuilder()
            .setName("then")
            .addInitializer(SampleModels.floats("one", List.of(2L), 1, 2))
            .addInitializer(SampleModels.floats("two", List.of(2L), 1, 2))
            .addInitializer(SampleModels.floats("unread", List.of(2L), 7, 7))
            .addNode(SampleModels.node("Exp", List.of("one"), "e"))
            .addNode(SampleModels.node("Identity", List.of("x"), "i"))
            .addNode(SampleModels.node("Mul", List.of("i", "two"), "m"))
            .addNode(SampleModels.node("Mul", List.of("m", "one"), "n"))
            .addNode(SampleModels.node("Add", List.of("n", "e"), "t"))
            .addOutput(SampleModels.value("t", 1, 2))
            .build();
    GraphProto.Builder graph = SampleModels.branches();
    graph.getNodeBuilder(1).setAttribute(0, SampleModels.graph("then_branch", then));
    OnnxModel folded = folded(parsed(graph));
    GraphProto branch = folded.graph().nodes().get(0).subgraphs().get(0);
    assertThat(branch.getNodeList()).extracting("opType").containsExactly("Mul", "Mul", "Add");
    assertThat(branch.getInitializerList()).extracting("name").containsExactly("one", "e");
  }

  /** ONNX Runtime refuses a branch that names a tensor as one of the graph around it. */
  @Test
  void givesNewWeightsInABranchNamesThatNobodyHas() {
    GraphProto.Builder then =
        GraphProto.newBuilder()
            .setName("then")
            .addInitializer(SampleModels.floats("k", List.of(1L, 1L, 1L, 1L), 3))
            .addNode(SampleModels.node("Conv", List.of("x", "k"), "conv"))
            .addNode(
                SampleModels.node("BatchNormalization", List.of("conv", "s", "s", "s", "s"), "t"))
            .addInitializer(SampleModels.floats("s", List.of(1L), 2))
            .addOutput(SampleModels.value("t", 1, 1, 1, 2, 2));
    GraphProto otherwise =
        GraphProto.newBuilder()
            .setName("else")
            .addNode(SampleModels.node("Add", List.of("x", "k.bias"), "e"))
            .addOutput(SampleModels.value("e", 1, 1, 1, 2, 2))
            .build();
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .setName("g")
            .addInput(SampleModels.value("x", 1, 1, 1, 2, 2))
            .addInput(SampleModels.value("c", OnnxType.BOOL.code()))
            .addInitializer(SampleModels.floats("k.bias", List.of(1L), 5))
            .addOutput(SampleModels.value("y", 1, 1, 1, 2, 2))
            .addNode(
                SampleModels.node("If", List.of("c"), "y")
                    .addAttribute(SampleModels.graph("then_branch", then.build()))
                    .addAttribute(SampleModels.graph("else_branch", otherwise)));
    OnnxModel model = parsed(graph);
    OnnxModel folded = Fold.apply(model).model();
    assertThat(RandomInputs.largestDifference(model, folded, 2)).isLessThan(1e-6);
    assertThat(folded.graph().nodes().get(0).subgraphs().get(0).getNodeList())
        .extracting("opType")
        .containsExactly("Conv");
  }

  @Test
  void keepsFunctionsAndWhatCallsThem() {
    OnnxModel folded = folded(parsed(SampleModels.function()));
    assertThat(folded.proto().getFunctionsList())
        .isEqualTo(SampleModels.function().getFunctionsList());
    assertThat(folded.graph().nodes()).extracting(Node::domain).containsOnly("local");
  }

  @Test
  void passesOperatorsThatNobodyKnowsThrough() {
    OnnxModel model =
        parsed(SampleModels.all().getOrDefault("custom-domain", ModelProto.getDefaultInstance()));
    OnnxModel folded = Fold.apply(model).model();
    assertThat(folded.graph().nodes()).extracting(Node::type).contains("Odd");
    assertThat(folded.opset("acme")).hasValue(3);
  }

  @Test
  void dropsUnreadInitializersOfEveryType() {
    OnnxModel model =
        parsed(SampleModels.all().getOrDefault("every-type", ModelProto.getDefaultInstance()));
    assertThat(model.graph().initializerNames()).hasSize(OnnxType.values().length + 2);
    assertThat(folded(model).graph().initializerNames()).containsExactly("w", "b");
  }
}
