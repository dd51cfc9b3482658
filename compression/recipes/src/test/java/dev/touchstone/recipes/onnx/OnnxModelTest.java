package dev.touchstone.recipes.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OnnxModelTest {

  @TempDir Path folder;

  private static OnnxModel addOf(float... weights) {
    long n = weights.length;
    Graph graph =
        Graph.empty(
            "add",
            List.of(GraphValue.of("x", OnnxType.FLOAT, n)),
            List.of(GraphValue.of("y", OnnxType.FLOAT, n)));
    graph.put(Constant.floats("w", new long[] {n}, weights));
    graph.add(Node.of("Add", "add", List.of("x", "w"), List.of("y")));
    return OnnxModel.of(graph, 8, 13);
  }

  @Test
  void writesAndReadsTheSameModel() {
    OnnxModel model = addOf(1, 2, 3);
    model.write(folder.resolve("m.onnx"));
    assertThat(OnnxModel.read(folder.resolve("m.onnx")).proto()).isEqualTo(model.proto());
  }

  @Test
  void keepsFieldsThatItDoesNotKnow() throws IOException {
    UnknownFieldSet newer =
        UnknownFieldSet.newBuilder()
            .addField(
                199,
                UnknownFieldSet.Field.newBuilder()
                    .addLengthDelimited(ByteString.copyFromUtf8("later"))
                    .build())
            .build();
    ModelProto proto =
        addOf(1).proto().toBuilder()
            .setUnknownFields(newer)
            .setGraph(addOf(1).proto().getGraph().toBuilder().setUnknownFields(newer))
            .build();
    Files.write(folder.resolve("new.onnx"), proto.toByteArray());
    OnnxModel read = OnnxModel.read(folder.resolve("new.onnx"));
    assertThat(read.with(read.graph()).toByteArray()).isEqualTo(proto.toByteArray());
  }

  @Test
  void movesLargeTensorsIntoAFileBesideAndBack() throws IOException {
    OnnxModel model = addOf(new float[2000]);
    Path file = folder.resolve("m.onnx");
    model.writeWithExternalData(file, 1024);
    assertThat(Files.size(file)).isLessThan(1000);
    assertThat(Files.size(folder.resolve("m.onnx.data"))).isEqualTo(8000);
    Constant read = OnnxModel.read(file).graph().initializer("w").orElseThrow();
    assertThat(read.toFloats()).hasSize(2000).containsOnly(0f);
  }

  @Test
  void saysWhichTensorMissesItsExternalData() throws IOException {
    Path file = folder.resolve("m.onnx");
    addOf(new float[2000]).writeWithExternalData(file, 1024);
    Files.write(folder.resolve("m.onnx.data"), new byte[100]);
    assertThatThrownBy(() -> OnnxModel.read(file))
        .isInstanceOf(UnusableModelException.class)
        .hasMessageContaining("tensor \"w\" needs 8000 bytes from byte 0")
        .hasMessageContaining("which has 100");
    Files.delete(folder.resolve("m.onnx.data"));
    assertThatThrownBy(() -> OnnxModel.read(file)).hasMessageEndingWith("which does not exist");
  }

  @Test
  void refusesExternalDataOutsideTheModelsFolder() throws IOException {
    Path file = folder.resolve("m.onnx");
    addOf(new float[2000]).writeWithExternalData(file, 1024);
    byte[] bytes = Files.readAllBytes(file);
    String text = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
    String evil = text.replace("m.onnx.data", "../etc/shad");
    Files.write(file, evil.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> OnnxModel.read(file))
        .hasMessageContaining("\"../etc/shad\"; it must lie in the model's own folder");
  }

  @Test
  void refusesAFileThatIsNoModel() throws IOException {
    Path file = folder.resolve("noise.onnx");
    Files.writeString(file, "no model at all");
    assertThatThrownBy(() -> OnnxModel.read(file))
        .isInstanceOf(UnusableModelException.class)
        .hasMessageContaining("noise.onnx is no ONNX model");
  }

  @Test
  void tellsAndRaisesTheVersionsOfOperatorSets() {
    OnnxModel model = addOf(1);
    assertThat(model.opset()).isEqualTo(13);
    assertThat(model.opset("com.microsoft")).isEmpty();
    assertThat(model.withOpset("", 17).opset()).isEqualTo(17);
    assertThat(model.withOpset("com.microsoft", 1).opset("com.microsoft")).hasValue(1);
    assertThat(model.withIrVersionAtLeast(4).irVersion()).isEqualTo(8);
  }

  @ParameterizedTest(name = "opset {0}, IR {1}")
  @CsvSource({
    "7, 3", "8, 3", "9, 4", "10, 5", "11, 6", "12, 7", "13, 7", "14, 7", "15, 8", "16, 8", "17, 8",
    "18, 8", "19, 9", "20, 9", "21, 10", "22, 10", "23, 11", "24, 11", "25, 12", "26, 13"
  })
  void everyOpsetIsReadFoldedAndRun(int opset, int irVersion) {
    Graph graph = addOf(1, 2).graph();
    graph.add(Node.of("Identity", "id", List.of("y"), List.of("z")));
    graph.setOutputs(List.of(GraphValue.of("z", OnnxType.FLOAT, 2)));
    Path file = folder.resolve("opset.onnx");
    OnnxModel.of(graph, Math.max(irVersion, 4), opset).write(file);
    OnnxModel read = OnnxModel.read(file);
    OnnxModel folded = dev.touchstone.recipes.steps.Fold.apply(read).model();
    assertThat(folded.graph().nodes()).hasSize(1);
    assertThat(dev.touchstone.recipes.RandomInputs.largestDifference(read, folded, 1)).isZero();
  }

  @Test
  void alignsTensorsInTheFileBesideSoThatTheyCanBeMapped() throws IOException {
    Graph graph = addOf(new float[2000]).graph();
    float[] other = new float[2000];
    other[0] = 1; // equal tensors would share their bytes
    graph.put(Constant.floats("v", new long[] {2000}, other));
    Path file = folder.resolve("m.onnx");
    addOf(1).with(graph).writeWithExternalData(file, 1024);
    assertThat(Files.size(folder.resolve("m.onnx.data"))).isEqualTo(8192 + 8000);
    assertThat(OnnxModel.read(file).proto().equals(addOf(1).with(graph).proto())).isTrue();
  }

  @Test
  void readsBytesThatTwoTensorsShareOnce() throws IOException {
    Graph graph = addOf(new float[2000]).graph();
    graph.put(Constant.floats("v", new long[] {2000}, new float[2000]));
    Path file = folder.resolve("m.onnx");
    addOf(1).with(graph).writeWithExternalData(file, 1024);
    List<TensorProto> read = OnnxModel.read(file).proto().getGraph().getInitializerList();
    assertThat(read.get(1).getRawData()).isSameAs(read.get(0).getRawData());
  }

  @Test
  void refusesWeightsThatTheHeapHasNoRoomFor() {
    assertThatThrownBy(() -> Heap.requireRoomFor(800, 1000))
        .isInstanceOf(UnusableModelException.class)
        .hasMessage(
            "its 800 bytes do not fit into Java's heap of 1000; give Java a larger one (-Xmx)");
    Heap.requireRoomFor(700, 1000);
  }

  /** The bytes of a tensor are part of those of the file: what follows them is none of theirs. */
  @Test
  void looksForNanInTheWeightsAlone() {
    OnnxModel model = addOf(1, 2, 3);
    byte[] bytes = model.toByteArray();
    assertThat(OnnxModel.parse(bytes, folder).proto()).isEqualTo(model.proto());
    Graph graph = model.graph();
    for (String text : List.of("\u007f\u007f\u007f\u007f", "a\u007f\u007f\u007f\u007f\u007f")) {
      graph.add(Node.of("Relu", text, List.of("y"), List.of(text)));
    }
    OnnxModel odd = model.with(graph);
    assertThat(OnnxModel.parse(odd.toByteArray(), folder).proto()).isEqualTo(odd.proto());
  }
}
