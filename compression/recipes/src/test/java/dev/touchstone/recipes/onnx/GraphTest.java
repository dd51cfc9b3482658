package dev.touchstone.recipes.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.List;
import org.junit.jupiter.api.Test;

class GraphTest {

  private static Graph chain() {
    Graph graph =
        Graph.empty(
            "chain",
            List.of(GraphValue.of("x", OnnxType.FLOAT, 2)),
            List.of(GraphValue.of("z", OnnxType.FLOAT, 2)));
    graph.add(Node.of("Add", "second", List.of("y", "w"), List.of("z")));
    graph.add(Node.of("Relu", "first", List.of("x"), List.of("y")));
    graph.put(Constant.floats("w", new long[] {2}, 1, 2));
    return graph;
  }

  @Test
  void ordersNodesAfterThoseThatTheyNeed() {
    Graph graph = chain();
    graph.sort();
    assertThat(graph.nodes()).extracting(Node::name).containsExactly("first", "second");
  }

  @Test
  void keepsTheOrderOfASortedGraph() {
    Graph graph = chain();
    graph.sort();
    graph.add(Node.of("Neg", "third", List.of("x"), List.of("n")));
    graph.sort();
    assertThat(graph.nodes()).extracting(Node::name).containsExactly("first", "second", "third");
  }

  @Test
  void namesTheNodesOfACircle() {
    Graph graph = chain();
    graph.nodes().get(1).setInput(0, "z");
    assertThatThrownBy(graph::sort)
        .isInstanceOf(UnusableModelException.class)
        .hasMessage("these nodes need each other in a circle: second, first");
  }

  @Test
  void knowsWhoMakesAndWhoReadsATensor() {
    Graph graph = chain();
    assertThat(graph.producers()).containsEntry("y", graph.nodes().get(1));
    assertThat(graph.consumers().get("y")).extracting(Node::name).containsExactly("second");
    assertThat(graph.producers()).doesNotContainKey("w");
  }

  @Test
  void seesWhatASubgraphTakesFromOutside() {
    Graph graph = chain();
    Node branch = graph.add(ifNode(branch("y"), branch("w")));
    assertThat(branch.reads()).containsExactlyInAnyOrder("condition", "y", "w");
    assertThat(graph.consumers().get("w")).containsExactly(graph.nodes().get(0), branch);
    graph.redirect("w", "v");
    assertThat(branch.reads()).containsExactlyInAnyOrder("condition", "y", "v");
  }

  /** The branch calls a tensor of its own as the outer one is called that it is to read. */
  @Test
  void doesNotLetABranchReadItsOwnTensorByMistake() {
    Graph graph = chain();
    Node branch = graph.add(ifNode(branch("y"), branch("w")));
    graph.redirect("y", "inner");
    GraphProto then = branch.subgraphs().get(0);
    assertThat(then.getNode(0).getInputList()).containsExactly("inner");
    assertThat(then.getNode(0).getOutputList()).containsExactly("inner_inner");
    assertThat(then.getOutput(0).getName()).isEqualTo("inner_inner");
    assertThat(branch.reads()).containsExactlyInAnyOrder("condition", "inner", "w");
  }

  private static Node ifNode(GraphProto then, GraphProto otherwise) {
    return new Node(
        NodeProto.newBuilder()
            .setOpType("If")
            .addInput("condition")
            .addOutput("choice")
            .addAttribute(graphAttribute("then_branch", then))
            .addAttribute(graphAttribute("else_branch", otherwise))
            .build());
  }

  private static AttributeProto graphAttribute(String name, GraphProto graph) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.GRAPH)
        .setG(graph)
        .build();
  }

  private static GraphProto branch(String reads) {
    return GraphProto.newBuilder()
        .addNode(NodeProto.newBuilder().setOpType("Neg").addInput(reads).addOutput("inner"))
        .addOutput(ValueInfoProto.newBuilder().setName("inner"))
        .build();
  }

  @Test
  void givesInputsWithoutThoseThatAnInitializerFills() {
    GraphProto.Builder proto = chain().toProto().toBuilder();
    proto.addInput(GraphValue.of("w", OnnxType.FLOAT, 2).toProto());
    Graph graph = new Graph(proto.build());
    assertThat(graph.inputs()).extracting(GraphValue::name).containsExactly("x");
    assertThat(graph.initializersAmongInputs()).containsExactly("w");
    graph.fixInitializers();
    assertThat(graph.initializersAmongInputs()).isEmpty();
    assertThat(graph.initializer("w")).isPresent();
  }

  @Test
  void readsTheValueOfEveryKindOfConstantNode() {
    Graph graph = chain();
    graph.add(Node.of("Constant", "", List.of(), List.of("a")).with("value_float", 1.5f));
    graph.add(
        Node.of("Constant", "", List.of(), List.of("b")).with("value_ints", new long[] {3, 4}));
    graph.add(
        Node.of("Constant", "", List.of(), List.of("c"))
            .with("value", Constant.integers("", OnnxType.INT8, new long[] {1}, -7)));
    assertThat(graph.constant("a").orElseThrow().toFloats()).containsExactly(1.5f);
    assertThat(graph.constant("b").orElseThrow().toLongs()).containsExactly(3, 4);
    assertThat(graph.constant("c").orElseThrow().toLongs()).containsExactly(-7);
    assertThat(graph.constant("y")).isEmpty();
  }

  @Test
  void writesWeightsBackInTheTypeThatTheyHad() {
    Graph graph = chain();
    Constant half =
        Constant.raw("h", OnnxType.FLOAT16, new long[] {2}, new byte[] {0, 0x3C, 0, 0x40});
    assertThat(half.toFloats()).containsExactly(1, 2);
    graph.put(half.withFloats(0.5f, -2));
    Constant kept = graph.initializer("h").orElseThrow();
    assertThat(kept.type()).isEqualTo(OnnxType.FLOAT16);
    assertThat(kept.toFloats()).containsExactly(0.5f, -2);
  }

  @Test
  void choosesNamesThatNobodyHas() {
    Graph graph = chain();
    assertThat(graph.freshName("q")).isEqualTo("q");
    assertThat(graph.freshName("w")).startsWith("w_");
  }

  @Test
  void refusesATensorWhoseBytesAreElsewhere() {
    TensorProto proto =
        TensorProto.newBuilder()
            .setName("far")
            .setDataType(1)
            .setDataLocation(TensorProto.DataLocation.EXTERNAL)
            .build();
    assertThatThrownBy(() -> Constant.of(proto))
        .hasMessage("tensor \"far\" lies in an external file that was not loaded");
  }
}
