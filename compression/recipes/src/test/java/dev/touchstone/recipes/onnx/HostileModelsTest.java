package dev.touchstone.recipes.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import dev.touchstone.recipes.runtime.Optimization;
import dev.touchstone.recipes.runtime.Session;
import dev.touchstone.recipes.steps.Fold;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each hostile model gets one reason, from the reader, before ONNX Runtime sees it. */
class HostileModelsTest {

  @TempDir Path parent;
  private Path folder;

  @BeforeEach
  void layOutFolders() throws IOException {
    folder = Files.createDirectory(parent.resolve("model"));
    Files.write(folder.resolve("weights.data"), new byte[64]);
    Files.write(parent.resolve("secret"), new byte[64]);
  }

  private Path file(byte[] model) throws IOException {
    return Files.write(folder.resolve("m.onnx"), model);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          truncated               | is no ONNX model
          empty                   | is no ONNX model: it has no graph
          text                    | is no ONNX model
          lying-length            | is no ONNX model
          unknown-groups          | is no ONNX model: it is nested deeper than 100 levels
          deep                    | is no ONNX model: it is nested deeper than 100 levels
          future-ir               | version 14 of the file format (IR) is not known; 1 to 13 are read
          future-opset            | opset 27 is not known; 1 to 26 are read
          two-opsets              | it imports versions 13 and 17 of the operator set ""; one is allowed
          huge-shape              | tensor "w" of FLOAT[1099511627776] should have 4398046511104 bytes, the file holds 0
          uncountable-shape       | tensor "w" of shape [1099511627776, 1099511627776] has more elements than can be counted
          negative-shape          | tensor "w" has a dimension of -3
          negative-input          | "x" has a dimension of -5
          short-weights           | tensor "w" of FLOAT[3, 2] should have 24 bytes, the file holds 20
          unknown-type            | tensor "w": unknown tensor element type 99
          nan-weights             | initializer "b" holds NaN at element 1; weights have to be numbers
          raw-texts               | tensor "s" of STRING[2] should have 2 texts, the file holds 0
          circle                  | these nodes need each other in a circle: MatMul_m, Add_a, Relu_y
          self-circle             | these nodes need each other in a circle: Relu_y
          two-makers              | "m" is made twice; its second maker is an output of Neg_m
          initializer-made-again  | "b" is made twice; its second maker is an output of Neg_b
          two-initializers        | "b" is made twice; its second maker is an initializer
          two-inputs              | "x" is made twice; its second maker is an input
          nameless-initializer    | an initializer has no name
          dangling                | Relu_y reads "nowhere", which nothing makes
          dangling-output         | the output "nowhere" is made by nothing
          no-operator             | a node that makes [z] has no operator
          attribute-twice         | Relu_y has the attribute "g" twice
          giant                   | ConstantOfShape_y makes a tensor of 1099511627776 elements; at most 2147483647 are read
          recursive-function      | function "Twice" calls itself
          growing-functions       | its functions grow to more than 4194304 nodes when they are put in place
          external-parent         | tensor "w" names external data at "../secret"; it must lie in the model's own folder
          external-absolute       | tensor "w" names external data at "/etc/passwd"; it must lie in the model's own folder
          external-nul            | tensor "w" names external data at "a?b"; it must lie in the model's own folder
          external-missing        | nothing.data, which does not exist
          external-folder         | which is no regular file
          external-beyond         | tensor "w" needs 16 bytes from byte 9223372036854775800 of
          external-negative       | tensor "w": external data has offset "-1"; a whole number from 0 is needed
          external-lying          | tensor "w" of FLOAT[4] needs 16 bytes, its external data has length 1099511627776
          external-words          | tensor "w": external data has offset "zero"; a whole number from 0 is needed
          """)
  void isRefusedForOneReason(String name, String reason) throws IOException {
    Path file = file(HostileModels.all().getOrDefault(name, new byte[] {1}));
    assertThatThrownBy(() -> OnnxModel.read(file))
        .isInstanceOf(UnusableModelException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining(reason);
  }

  @Test
  void everyOneIsRefused() throws IOException {
    for (Map.Entry<String, byte[]> hostile : HostileModels.all().entrySet()) {
      Path file = file(hostile.getValue());
      assertThatThrownBy(() -> OnnxModel.read(file))
          .as(hostile.getKey())
          .isInstanceOf(UnusableModelException.class);
    }
  }

  @Test
  void aLinkOutOfTheFolderIsNotFollowed() throws IOException {
    Files.createSymbolicLink(folder.resolve("link.data"), parent.resolve("secret"));
    Path file =
        file(SampleModels.model(SampleModels.external("link.data", "0", "16")).toByteArray());
    assertThatThrownBy(() -> OnnxModel.read(file))
        .isInstanceOf(UnusableModelException.class)
        .hasMessageContaining("names external data at \"link.data\", a link to ")
        .hasMessageEndingWith("it must lie in the model's own folder");
    assertThatThrownBy(() -> ModelFiles.of(file)).isInstanceOf(UnusableModelException.class);
  }

  @Test
  void aLinkWithinTheFolderIsFollowed() throws IOException {
    Files.createSymbolicLink(folder.resolve("link.data"), Path.of("weights.data"));
    Path file =
        file(SampleModels.model(SampleModels.external("link.data", "8", "16")).toByteArray());
    assertThat(OnnxModel.read(file).graph().initializer("w").orElseThrow().toFloats())
        .containsOnly(0f)
        .hasSize(4);
    assertThat(ModelFiles.of(file).files()).containsExactly(file, folder.resolve("link.data"));
  }

  @Test
  void aFolderIsNoModel() {
    assertThatThrownBy(() -> OnnxModel.read(folder))
        .isInstanceOf(UnusableModelException.class)
        .hasMessageEndingWith("is no ONNX model: it is no regular file");
  }

  @Test
  void aFileOfManySmallPartsIsRefusedBeforeTheyAreMade() {
    ModelProto.Builder model = ModelProto.newBuilder();
    for (int i = 0; i < 1000; i++) {
      model.getGraphBuilder().addNodeBuilder().addInput("");
    }
    ByteString bytes = model.build().toByteString();
    CodedInputStream in = bytes.newCodedInput();
    assertThatThrownBy(() -> PartCount.require(in, ModelProto.getDescriptor(), 2000))
        .isInstanceOf(UnusableModelException.class)
        .hasMessageStartingWith("the model is made of more than 2000 parts");
  }

  @Test
  void aLongChainIsReadInLinearTime() throws IOException {
    ModelProto.Builder model = SampleModels.model(SampleModels.chain()).toBuilder();
    String last = "y";
    for (int i = 0; i < 50_000; i++) {
      model.getGraphBuilder().addNode(SampleModels.node("Relu", java.util.List.of(last), "n" + i));
      last = "n" + i;
    }
    assertThat(OnnxModel.read(file(model.build().toByteArray())).graph().nodes()).hasSize(50_003);
  }

  @Test
  void textsAsWeightsAreATypeErrorOfTheOperator() {
    TensorProto.Builder texts = SampleModels.tensor("w", OnnxType.STRING, 3, 2);
    for (int i = 0; i < 6; i++) {
      texts.addStringData(ByteString.copyFromUtf8("heavy"));
    }
    ModelProto proto = SampleModels.model(SampleModels.chain().setInitializer(0, texts));
    OnnxModel model = Fold.apply(OnnxModel.parse(proto.toByteArray(), folder)).model();
    assertThatThrownBy(() -> new Session(model, Optimization.ALL))
        .isInstanceOf(UnusableModelException.class)
        .hasMessageStartingWith("ONNX Runtime says: ")
        .hasMessageContaining("tensor(string)");
  }

  /** Any single flipped bit gives a model or one reason, never another exception. */
  @Test
  void flippedBitsAndCutsAreReadOrRefused() throws IOException {
    Random random = new Random(12);
    for (ModelProto model : SampleModels.all().values()) {
      byte[] whole = model.toByteArray();
      for (int round = 0; round < 400; round++) {
        byte[] bytes =
            round % 4 == 0
                ? java.util.Arrays.copyOf(whole, random.nextInt(whole.length))
                : whole.clone();
        if (bytes.length > 0 && round % 4 != 0) {
          bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        try {
          OnnxModel.parse(bytes, folder).graph().sort();
        } catch (UnusableModelException e) {
          assertThat(e).hasMessageStartingWith("the model");
        }
      }
    }
  }
}
