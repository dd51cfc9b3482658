package dev.touchstone.recipes.quantization;

import static dev.touchstone.recipes.RandomWeights.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
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
import dev.touchstone.scenarios.QuantizedForm;
import dev.touchstone.scenarios.QuantizedForm.ActivationType;
import dev.touchstone.scenarios.QuantizedForm.Islands;
import dev.touchstone.scenarios.QuantizedForm.Notation;
import dev.touchstone.scenarios.QuantizedForm.Symmetry;
import dev.touchstone.scenarios.QuantizedForm.WeightType;
import dev.touchstone.scenarios.Step.Calibration;
import dev.touchstone.scenarios.Step.Granularity;
import dev.touchstone.scenarios.Step.QuantizeStatic;
import dev.touchstone.scenarios.Step.ReduceRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class QuantizedFormsTest {

  /** Three layers of 8 bits on normal numbers; measured at 28 dB and more. */
  private static final double LEAST_SIGNAL_TO_NOISE_DB = 25;

  /** The same with activations of 16 bits: what is left is the noise of 8-bit weights. */
  private static final double LEAST_WITH_SIXTEEN_BITS_DB = 35;

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

  private static Node add(Graph graph, String type, String out, String... in) {
    return graph.add(Node.of(type, out + "." + type, List.of(in), List.of(out)));
  }

  private static OnnxModel model(Graph graph, int opset) {
    graph.addOutput("y");
    return OnnxModel.of(graph, opset >= 21 ? 10 : 8, opset);
  }

  private static StepOutcome quantize(OnnxModel model, QuantizedForm form, NodeFilter nodes) {
    Granularity granularity =
        form.symmetry().ofWeights() ? Granularity.PER_CHANNEL : Granularity.PER_TENSOR;
    QuantizeStatic step =
        new QuantizeStatic(new Calibration.MinMax(), granularity, ReduceRange.OFF, nodes, form);
    ModelInputs samples = ModelInputs.random(model, 16, 5).orElseThrow();
    StepOutcome outcome = Quantize.statically(model, step, false, samples, Progress.NONE);
    OnnxModel made = outcome.model();
    assertThat(SignalToNoise.between(model, Optimization.NONE, made, Optimization.ALL, samples))
        .isGreaterThan(
            form.activations().bits() == 16
                ? LEAST_WITH_SIXTEEN_BITS_DB
                : LEAST_SIGNAL_TO_NOISE_DB);
    assertThat(SignalToNoise.between(made, Optimization.NONE, made, Optimization.ALL, samples))
        .isGreaterThan(LEAST_AGREEMENT_DB);
    return outcome;
  }

  private static QuantizedForm form(
      Notation notation, ActivationType activations, WeightType weights, Symmetry symmetry) {
    return new QuantizedForm(notation, activations, weights, symmetry, Islands.KEEP);
  }

  private static List<String> types(StepOutcome outcome) {
    return outcome.model().graph().nodes().stream().map(Node::type).toList();
  }

  private static String scaleOf(StepOutcome outcome, String tensor) {
    return outcome.model().graph().nodes().stream()
        .filter(n -> n.is("QuantizeLinear") && n.input(0).equals(tensor))
        .map(n -> n.input(1))
        .findFirst()
        .orElseThrow();
  }

  /** Has every kind of operator that has an integer kernel. */
  private static OnnxModel everyOperator(int opset) {
    Graph graph = graph(1, 4, 8, 8);
    conv(graph, "x", "a", 4, 4, 1, 1);
    add(graph, "Relu", "ar", "a");
    conv(graph, "ar", "b", 4, 1, 3, 3).with("group", 4).with("pads", new long[] {1, 1, 1, 1});
    add(graph, "Sigmoid", "s", "b");
    add(graph, "Mul", "m", "ar", "s");
    add(graph, "LeakyRelu", "l", "b").with("alpha", 0.1f);
    add(graph, "Add", "p", "m", "l");
    add(graph, "Concat", "c", "p", "b").with("axis", 1);
    add(graph, "MaxPool", "mp", "c").with("kernel_shape", new long[] {2, 2});
    add(graph, "AveragePool", "ap", "mp").with("kernel_shape", new long[] {2, 2});
    add(graph, "Transpose", "t", "ap").with("perm", new long[] {0, 1, 3, 2});
    add(graph, "GlobalAveragePool", "g", "t");
    add(graph, "Flatten", "f", "g");
    random(graph, "fc.w", 6, 8);
    random(graph, "fc.b", 6);
    add(graph, "Gemm", "h", "f", "fc.w", "fc.b").with("transB", 1);
    random(graph, "out.w", 6, 5);
    add(graph, "MatMul", "y", "h", "out.w");
    return model(graph, opset);
  }

  static Stream<QuantizedForm> everyForm() {
    return Stream.of(Notation.values())
        .flatMap(
            notation ->
                Stream.of(ActivationType.U8, ActivationType.S8)
                    .flatMap(
                        activations ->
                            Stream.of(WeightType.values())
                                .flatMap(
                                    weights ->
                                        Stream.of(Symmetry.NONE, Symmetry.WEIGHTS)
                                            .filter(
                                                s ->
                                                    notation == Notation.QDQ
                                                        || activations == ActivationType.U8
                                                        || weights == WeightType.S8)
                                            .map(s -> form(notation, activations, weights, s)))));
  }

  @ParameterizedTest
  @MethodSource("everyForm")
  void isNearTheFloatsInEveryForm(QuantizedForm form) {
    quantize(everyOperator(17), form, NodeFilter.ALL);
  }

  @Test
  void mergesEveryOperatorInQOperatorForm() {
    QuantizedForm form =
        form(Notation.QOPERATOR, ActivationType.U8, WeightType.S8, Symmetry.WEIGHTS);
    assertThat(types(quantize(everyOperator(13), form, NodeFilter.ALL)))
        .containsExactly(
            "QuantizeLinear",
            "QLinearConv",
            "QLinearConv",
            "QLinearSigmoid",
            "QLinearLeakyRelu",
            "QLinearMul",
            "QLinearAdd",
            "QLinearConcat",
            "MaxPool",
            "QLinearAveragePool",
            "Transpose",
            "QLinearGlobalAveragePool",
            "Flatten",
            "QGemm",
            "MatMulIntegerToFloat");
  }

  @ParameterizedTest(name = "opset {0}, {1}: QuantizeLinear of \"{2}\"")
  @CsvSource({
    "13, U16, com.microsoft",
    "17, S16, com.microsoft",
    "21, U16, ''",
    "21, S16, ''",
  })
  void loadsWithActivationsOfSixteenBits(int opset, ActivationType type, String domain) {
    QuantizedForm form = form(Notation.QDQ, type, WeightType.S8, Symmetry.WEIGHTS);
    StepOutcome outcome = quantize(everyOperator(opset), form, NodeFilter.ALL);
    assertThat(outcome.model().graph().nodes())
        .filteredOn(n -> n.type().equals("QuantizeLinear"))
        .isNotEmpty()
        .allMatch(n -> n.domain().equals(domain));
    assertThat(outcome.notes()).anyMatch(n -> n.contains("16-bit activations"));
  }

  @ParameterizedTest
  @CsvSource({"U8, 128", "S8, 0"})
  void putsTheZeroPointInTheMiddleAndKeepsReluWhereActivationsAreSymmetric(
      ActivationType type, long middle) {
    Graph graph = graph(1, 3, 8, 8);
    conv(graph, "x", "a", 8, 3, 3, 3);
    add(graph, "Relu", "b", "a");
    conv(graph, "b", "y", 4, 8, 1, 1);
    StepOutcome outcome =
        quantize(
            model(graph, 13),
            form(Notation.QDQ, type, WeightType.S8, Symmetry.BOTH),
            NodeFilter.ALL);
    assertThat(types(outcome)).contains("Relu");
    assertThat(outcome.model().graph().initializer("x.z").orElseThrow().toLongs())
        .containsExactly(middle);
  }

  @Test
  void givesTheInputsOfAConcatItsScaleUnlessSomebodyElseReadsThem() {
    Graph graph = graph(1, 3, 8, 8);
    conv(graph, "x", "a", 2, 3, 1, 1);
    conv(graph, "x", "b", 2, 3, 1, 1);
    conv(graph, "x", "d", 2, 3, 1, 1);
    add(graph, "Transpose", "bt", "b").with("perm", new long[] {0, 1, 3, 2});
    add(graph, "Concat", "c", "a", "bt", "d").with("axis", 1);
    conv(graph, "d", "e", 2, 2, 1, 1);
    conv(graph, "c", "f", 2, 6, 1, 1);
    add(graph, "Add", "y", "e", "f");
    StepOutcome outcome = quantize(model(graph, 13), QuantizedForm.EVERYWHERE, NodeFilter.ALL);
    assertThat(scaleOf(outcome, "a")).isEqualTo("c.s");
    assertThat(scaleOf(outcome, "b")).isEqualTo("c.s");
    assertThat(scaleOf(outcome, "bt")).isEqualTo("c.s");
    assertThat(scaleOf(outcome, "d")).isEqualTo("d.s");
  }

  @Test
  void carriesTheScaleThroughEveryOutputOfASplit() {
    Graph graph = graph(1, 3, 8, 8);
    conv(graph, "x", "a", 4, 3, 1, 1);
    graph.add(Node.of("Split", "split", List.of("a"), List.of("l", "r")).with("axis", 1));
    conv(graph, "l", "lc", 4, 2, 1, 1);
    conv(graph, "r", "rc", 4, 2, 1, 1);
    add(graph, "Add", "y", "lc", "rc");
    StepOutcome outcome = quantize(model(graph, 13), QuantizedForm.EVERYWHERE, NodeFilter.ALL);
    assertThat(scaleOf(outcome, "l")).isEqualTo("a.s");
    assertThat(scaleOf(outcome, "r")).isEqualTo("a.s");
  }

  /** Without it ONNX Runtime does not merge the Gemm: it would restore the weights at every run. */
  @Test
  void writesTheZeroPointsOfTheWeightsOfAGemm() {
    Graph graph =
        quantize(everyOperator(13), QuantizedForm.EVERYWHERE, NodeFilter.ALL).model().graph();
    Node gemm = graph.nodes().stream().filter(n -> n.is("Gemm")).findFirst().orElseThrow();
    Node weights = Objects.requireNonNull(graph.producers().get(gemm.input(1)));
    assertThat(graph.initializer(weights.input(2)).orElseThrow().toLongs())
        .hasSize(6)
        .containsOnly(0);
  }

  @Test
  void letsASmallIslandComputeInFloatsWithWeightsOfEightBits() {
    Graph graph = graph(1, 12);
    random(graph, "w", 12, 16);
    random(graph, "b", 16);
    add(graph, "Gemm", "h", "x", "w", "b");
    add(graph, "Relu", "r", "h");
    random(graph, "v", 16, 8);
    add(graph, "MatMul", "y", "r", "v");
    OnnxModel model = model(graph, 13);
    StepOutcome outcome = quantize(model, QuantizedForm.DEFAULT, NodeFilter.ALL);
    assertThat(types(outcome))
        .containsExactlyInAnyOrder("Cast", "Mul", "Gemm", "Relu", "Cast", "Mul", "MatMul");
    assertThat(outcome.notes())
        .anyMatch(n -> n.startsWith("1 of 1 integer islands removed"))
        .noneMatch(n -> n.startsWith("left in float"));
    assertThat(types(quantize(model, QuantizedForm.EVERYWHERE, NodeFilter.ALL)))
        .contains("QuantizeLinear");
  }

  @Test
  void keepsAnIslandWhoseProductsPayForItsEdges() {
    Graph graph = graph(1, 64, 16, 16);
    conv(graph, "x", "y", 64, 64, 3, 3);
    assertThat(types(quantize(model(graph, 13), QuantizedForm.DEFAULT, NodeFilter.ALL)))
        .contains("QuantizeLinear", "Conv");
  }

  @Test
  void looksAtASampleForSizesThatTheGraphDoesNotTell() {
    Graph graph = graph(1, 64, 256);
    add(graph, "Shape", "s", "x");
    add(graph, "Abs", "sizes", "s"); // nothing infers through it: not even the rank is known behind
    add(graph, "Reshape", "r", "x", "sizes");
    random(graph, "w", 256, 256);
    add(graph, "MatMul", "y", "r", "w");
    StepOutcome outcome = quantize(model(graph, 13), QuantizedForm.DEFAULT, NodeFilter.ALL);
    assertThat(types(outcome)).contains("QuantizeLinear");
    assertThat(outcome.notes()).noneMatch(n -> n.contains("integer islands removed"));
  }

  @Test
  void leavesTheFirstAndTheLastNodeThatMultiplyWhereThePlacesAreExcluded() {
    Graph graph = graph(1, 3, 16, 16);
    conv(graph, "x", "a", 16, 3, 3, 3);
    conv(graph, "a", "b", 16, 16, 3, 3);
    add(graph, "Relu", "br", "b");
    conv(graph, "br", "c", 16, 16, 3, 3);
    conv(graph, "c", "y", 4, 16, 1, 1);
    NodeFilter ends = new NodeFilter(List.of(), List.of("first", "last:2"));
    assertThat(quantize(model(graph, 13), QuantizedForm.EVERYWHERE, ends).notes())
        .contains("left in float: a.conv, c.conv, y.conv");
  }

  @Test
  void leavesASubgraphUnharmedThatReadsAQuantizedTensor(@TempDir Path folder) throws IOException {
    Graph graph = graph(1, 3, 8, 8);
    conv(graph, "x", "a", 4, 3, 3, 3);
    conv(graph, "a", "b", 4, 4, 1, 1);
    add(graph, "ReduceMax", "most", "x").with("keepdims", 0L);
    graph.put(Constant.scalar("limit", 100));
    add(graph, "Less", "condition", "most", "limit");
    add(graph, "Add", "y", "chosen", "b");
    graph.addOutput("y");
    ModelProto.Builder proto = OnnxModel.of(graph, 8, 13).proto().toBuilder();
    proto
        .getGraphBuilder()
        .addNode(
            NodeProto.newBuilder()
                .setOpType("If")
                .addInput("condition")
                .addOutput("chosen")
                .addAttribute(branch("then_branch", "Neg"))
                .addAttribute(branch("else_branch", "Abs")));
    Path file = Files.write(folder.resolve("if.onnx"), proto.build().toByteArray());
    StepOutcome outcome = quantize(OnnxModel.read(file), QuantizedForm.EVERYWHERE, NodeFilter.ALL);
    assertThat(types(outcome)).contains("If");
  }

  private static AttributeProto branch(String name, String type) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.GRAPH)
        .setG(
            GraphProto.newBuilder()
                .setName(name)
                .addNode(
                    NodeProto.newBuilder().setOpType(type).addInput("a").addOutput("out." + type))
                .addOutput(ValueInfoProto.newBuilder().setName("out." + type)))
        .build();
  }

  @Test
  void refusesAModelInQOperatorForm() {
    QuantizedForm form =
        form(Notation.QOPERATOR, ActivationType.U8, WeightType.S8, Symmetry.WEIGHTS);
    OnnxModel once = quantize(everyOperator(13), form, NodeFilter.ALL).model();
    assertThatThrownBy(() -> quantize(once, form, NodeFilter.ALL))
        .isInstanceOf(UnusableModelException.class)
        .hasMessageContaining("quantized already")
        .hasMessageContaining("start from its float original");
  }
}
