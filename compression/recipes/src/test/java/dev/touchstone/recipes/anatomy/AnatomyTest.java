package dev.touchstone.recipes.anatomy;

import static dev.touchstone.recipes.RandomWeights.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import ai.onnx.proto.OnnxMl.ModelProto;
import dev.touchstone.recipes.Material;
import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Dimension;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.GraphValue;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.OnnxType;
import dev.touchstone.recipes.onnx.UnusableModelException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class AnatomyTest {

  private static Graph graph(long... input) {
    return Graph.empty(
        "g",
        List.of(GraphValue.of("x", OnnxType.FLOAT, input)),
        List.of(new GraphValue("y", OnnxType.FLOAT, List.of())));
  }

  private static Node node(Graph graph, String type, String... tensors) {
    List<String> all = List.of(tensors);
    int last = all.size() - 1;
    return graph.add(Node.of(type, all.get(last), all.subList(0, last), List.of(all.get(last))));
  }

  private static OnnxModel model(Graph graph) {
    // a shape that is not stated: the runtime works it out
    graph.setOutputs(List.of());
    graph.addOutput("y");
    return OnnxModel.of(graph, 8, 17);
  }

  private static Anatomy of(Graph graph) {
    return Anatomy.of(model(graph));
  }

  @Nested
  class Products {

    @Test
    void ofAConvolutionAreOutputsTimesWeightsOfAChannel() {
      Graph graph = graph(2, 8, 10, 12);
      random(graph, "w", 6, 4, 3, 3);
      node(graph, "Conv", "x", "w", "y").with("group", 2).with("pads", new long[] {1, 1, 1, 1});

      assertThat(of(graph).macs()).isEqualTo(2L * 6 * 10 * 12 * 4 * 3 * 3);
    }

    @Test
    void ofATransposedConvolutionAreInputsTimesWeightsOfAChannel() {
      Graph graph = graph(1, 8, 5, 7);
      random(graph, "w", 8, 3, 2, 2);
      node(graph, "ConvTranspose", "x", "w", "y").with("strides", new long[] {2, 2});

      assertThat(of(graph).macs()).isEqualTo(8L * 5 * 7 * 3 * 2 * 2);
    }

    @Test
    void ofAGemmHeedItsTransposition() {
      Graph graph = graph(5, 3);
      random(graph, "w", 7, 5);
      node(graph, "Gemm", "x", "w", "y").with("transA", 1).with("transB", 1);

      assertThat(of(graph).macs()).isEqualTo(3L * 5 * 7);
    }

    @Test
    void ofAMatMulCountEveryMatrixOfABatch() {
      Graph graph = graph(2, 4, 5, 6);
      random(graph, "w", 6, 9);
      node(graph, "MatMul", "x", "w", "y");

      assertThat(of(graph).macs()).isEqualTo(2L * 4 * 5 * 6 * 9);
    }

    @Test
    void ofALongShortTermMemoryAreThoseOfItsGatesAtEveryStep() {
      Graph graph = graph(7, 1, 4); // steps, batch, in
      random(graph, "w", 1, 4 * 3, 4);
      random(graph, "r", 1, 4 * 3, 3);
      node(graph, "LSTM", "x", "w", "r", "y").with("hidden_size", 3);

      assertThat(of(graph).macs()).isEqualTo(7L * 4 * 3 * (4 + 3));
    }

    @Test
    void ofAnEinsumAreOneForEachCombinationOfIndices() {
      Graph graph = graph(2, 3, 4);
      random(graph, "w", 2, 4, 5);
      node(graph, "Einsum", "x", "w", "y").with("equation", "bij,bjk->bik");

      assertThat(of(graph).macs()).isEqualTo(2L * 3 * 4 * 5);
    }

    @Test
    void ofPackedWeightsAreThoseOfTheUnpackedOnes() {
      Graph graph = graph(3, 64);
      graph.put(Constant.raw("w", OnnxType.UINT8, new long[] {8, 2, 16}, new byte[8 * 2 * 16]));
      random(graph, "s", 8 * 2);
      graph.add(
          Node.of("MatMulNBits", "y", List.of("x", "w", "s"), List.of("y"))
              .with("K", 64)
              .with("N", 8)
              .with("bits", 4)
              .with("block_size", 32));
      ModelProto.Builder proto = model(graph).withOpset("com.microsoft", 1).proto().toBuilder();
      proto.getGraphBuilder().getNodeBuilder(0).setDomain("com.microsoft");

      Anatomy anatomy = Anatomy.of(OnnxModel.of(proto.build()));

      assertThat(anatomy.macs()).isEqualTo(3L * 64 * 8);
      assertThat(anatomy.weights().parameters()).isEqualTo(64L * 8);
      assertThat(anatomy.operations().get(0).precision()).isEqualTo(Precision.WEIGHTS_4);
    }
  }

  @Nested
  class Parameters {

    @Test
    void leaveStatisticsAndShapesOut() {
      Graph graph = graph(1, 3, 4, 4);
      for (String name : List.of("scale", "bias", "mean", "var")) {
        graph.put(Constant.floats(name, new long[] {3}, 1, 1, 1));
      }
      graph.put(Constant.integers("shape", OnnxType.INT64, new long[] {2}, 1, 48));
      node(graph, "BatchNormalization", "x", "scale", "bias", "mean", "var", "b");
      node(graph, "Reshape", "b", "shape", "y");

      assertThat(of(graph).weights().parameters()).isEqualTo(6);
      assertThat(of(graph).weights().bytes()).isEqualTo(4 * 3 * 4 + 2 * 8);
    }

    @Test
    void countASharedTensorForEachNameThatAnIdentityGivesIt() {
      Graph graph = graph(1, 3);
      graph.put(Constant.floats("w", new long[] {3}, 1, 2, 3));
      node(graph, "Identity", "w", "v");
      node(graph, "Add", "x", "w", "a");
      node(graph, "Add", "a", "v", "y");

      assertThat(of(graph).weights().parameters()).isEqualTo(6);
    }

    @Test
    void areTheSameInEightBits() {
      Graph graph = graph(1, 4);
      graph.put(Constant.raw("q", OnnxType.INT8, new long[] {4, 2}, new byte[8]));
      graph.put(Constant.scalar("s", 0.1f));
      graph.put(Constant.integers("z", OnnxType.INT8, new long[0], 0));
      node(graph, "DequantizeLinear", "q", "s", "z", "w");
      node(graph, "MatMul", "x", "w", "y");

      Anatomy anatomy = of(graph);

      assertThat(anatomy.weights().parameters()).isEqualTo(8);
      assertThat(anatomy.weights().byType())
          .containsEntry(OnnxType.INT8, 9L)
          .containsEntry(OnnxType.FLOAT, 4L);
      assertThat(anatomy.operations().get(1).precision()).isEqualTo(Precision.WEIGHTS_8);
    }
  }

  @Test
  void aNodeBetweenDequantizationAndQuantizationComputesInWholeNumbers() {
    Graph graph = graph(1, 2, 4, 4);
    graph.put(Constant.scalar("s", 0.1f));
    graph.put(Constant.integers("z", OnnxType.UINT8, new long[0], 128));
    graph.put(Constant.raw("wq", OnnxType.INT8, new long[] {2, 2, 1, 1}, new byte[4]));
    node(graph, "QuantizeLinear", "x", "s", "z", "xq");
    node(graph, "DequantizeLinear", "xq", "s", "z", "xd");
    node(graph, "DequantizeLinear", "wq", "s", "w");
    node(graph, "Conv", "xd", "w", "c");
    node(graph, "Relu", "c", "r");
    node(graph, "QuantizeLinear", "r", "s", "z", "rq");
    node(graph, "DequantizeLinear", "rq", "s", "z", "rd");
    node(graph, "Softmax", "rd", "y");

    Map<Anatomy.Kind, Anatomy.Tally> tallies = of(graph).tallies();

    assertThat(tallies.keySet())
        .contains(
            new Anatomy.Kind("Conv", Precision.INT8),
            new Anatomy.Kind("Relu", Precision.INT8),
            new Anatomy.Kind("Softmax", Precision.FLOAT32),
            new Anatomy.Kind("QuantizeLinear", Precision.CONVERSION));
  }

  @Test
  void memoryIsThatOfTheTensorsThatLiveAtOnce() {
    Graph graph = graph(1, 100); // 400 bytes, there throughout
    graph.put(Constant.integers("p", OnnxType.INT64, new long[] {4}, 0, 0, 0, 200));
    node(graph, "Relu", "x", "a"); // 400
    node(graph, "Pad", "a", "p", "b"); // 1200, while a still lives
    node(graph, "ReduceSum", "b", "y"); // 4

    assertThat(of(graph).peakActivationBytes()).hasValue(400 + 400 + 1200);
  }

  @Test
  void putsOneForOpenSizesAndSaysSo() {
    Graph graph =
        Graph.empty(
            "g",
            List.of(
                new GraphValue(
                    "x", OnnxType.FLOAT, List.of(Dimension.symbol("N"), Dimension.of(6)))),
            List.of());
    random(graph, "w", 6, 2);
    node(graph, "MatMul", "x", "w", "y");
    OnnxModel model = model(graph);

    assertThat(Anatomy.of(model).macs()).isEqualTo(12);
    assertThat(Anatomy.of(model).remarks()).containsExactly("1 was put for N of x.");
    assertThat(Anatomy.of(model, Map.of("x", List.of(5L, 6L))).macs()).isEqualTo(60);
    assertThatThrownBy(() -> Anatomy.of(model, Map.of("x", List.of(5L, 7L))))
        .isInstanceOf(UnusableModelException.class)
        .hasMessage("input \"x\" is float [N, 6], which [5, 7] does not fit");
    assertThatThrownBy(() -> Anatomy.of(model, Map.of("z", List.of(5L))))
        .hasMessage("the model has no input \"z\"; its inputs are x");
  }

  @Nested
  class OfRealModels {

    @Test
    void countsWhatTrainingCounted() {
      Anatomy resnet =
          Anatomy.of(OnnxModel.read(Material.path("models/deeppcb/deeppcb_resnet.onnx")));

      assertThat(resnet.weights().parameters()).isEqualTo(1_553_263);
      assertThat(resnet.macs()).isEqualTo(56_845_632);
    }

    @Test
    void quantizedOnesDoTheSameProducts() {
      Path folder = Material.path("models/format-fixtures");
      for (String form : List.of("fp32", "qdq", "qoperator")) {
        Anatomy anatomy =
            Anatomy.of(OnnxModel.read(folder.resolve("micro_kws_m_static_" + form + ".onnx")));
        assertThat(anatomy.macs()).as(form).isEqualTo(5_709_472);
        assertThat(anatomy.weights().parameters()).as(form).isEqualTo(27_142);
      }
    }

    @Test
    void tellsWhatItCanOfOneThatTheRuntimeRefuses() {
      Anatomy anatomy =
          Anatomy.of(
              OnnxModel.read(
                  Material.path("models/format-fixtures/deeploy_mlperf_kws_customop.onnx")));

      assertThat(anatomy.tallies().keySet())
          .extracting(Anatomy.Kind::type)
          .contains("RequantShift");
      assertThat(anatomy.macs()).isPositive();
      assertThat(anatomy.remarks().get(0))
          .startsWith("ONNX Runtime refuses this model, so sizes are those that the file states");
    }

    @Test
    void goesIntoBranchesAndCountsTheDearest() {
      Anatomy voice =
          Anatomy.of(
              OnnxModel.read(Material.path("models/silero-vad/silero_vad_16k_op15.onnx")),
              Map.of("input", List.of(1L, 576L)));

      assertThat(voice.operations()).anyMatch(o -> o.type().equals("LSTM") && !o.path().isEmpty());
      assertThat(voice.macs()).isEqualTo(679_552);
      assertThat(voice.remarks()).contains("Of the branches of an If the dearest is counted.");
    }

    @Test
    void copesWithEveryModelAtHand() {
      assumeFalse(Material.models().isEmpty(), "no models; set TOUCHSTONE_MATERIAL");
      for (Path file : Material.models()) {
        OnnxModel model = OnnxModel.read(file);
        assertThat(Anatomy.of(model).operations()).as(file.toString()).isNotEmpty();
        assertThat(GraphPicture.of(model, Map.of()).map(s -> s.startsWith("<svg ")).orElse(true))
            .as(file.toString())
            .isTrue();
      }
    }
  }
}
