package dev.touchstone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectCommandTest {

  @TempDir private Path folder = Path.of("");

  @Test
  void tellsWhatTheModelOfTheEmbeddedExampleIsMadeOf() throws IOException {
    Path model = SmallScenario.model(SmallScenario.in(folder).resolveSibling(""));

    Answer answer = Answer.to("inspect", model);

    assertThat(answer.code()).isZero();
    assertThat(answer.err()).isEmpty();
    assertThat(answer.out())
        .isEqualTo(
            """
            MODEL
              made by   touchstone, IR version 8
              opsets    ai.onnx 17
              input     image: float [N, 1, 64, 64]
              output    logits: float [N, 6]
              size      551,275 bytes
              weights   135,654 parameters; 546,200 bytes (546,200 float)
              products  26,242,336 multiply-accumulates a run
              memory    at least 710,040 bytes: weights, and activations of 163,840 at the most
              nodes     36

              operator            computes in  nodes        MACs  parameters
              Conv                float32         10  26,242,048     134,464
              Gemm                float32          1         288         294
              BatchNormalization  float32         10           -         896
              Relu                float32         10           -           -
              Add                 float32          3           -           -
              Flatten             float32          1           -           -
              GlobalAveragePool   float32          1           -           -

              note: 1 was put for N of image.
            """
                .replace("MODEL", model.toString()));
  }

  @Test
  void listsEveryNodeOnDemand() {
    Path model = SmallModel.relu(folder.resolve("relu.onnx"), 8);

    Answer answer = Answer.to("inspect", model, "--nodes");

    assertThat(answer.out())
        .endsWith(
            """

              operator  computes in  nodes  MACs  parameters
              Relu      float32          1     -           -

              node  operator  computes in  output  MACs  parameters
              relu  Relu      float32      1x8        -           -
            """);
  }

  @Test
  void drawsASmallGraph() throws IOException {
    Path picture = folder.resolve("relu.svg");

    Answer answer =
        Answer.to("inspect", SmallModel.relu(folder.resolve("relu.onnx"), 8), "--svg", picture);

    assertThat(answer.code()).isZero();
    assertThat(answer.out()).endsWith("  picture   " + picture + "\n");
    assertThat(picture).content().startsWith("<svg ").contains(">Relu<");
  }

  @Test
  void saysInOneLineThatAFileIsNoModel() throws IOException {
    Path file = Files.writeString(folder.resolve("model.onnx"), "hello, world");

    Answer answer = Answer.to("inspect", file);

    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.out()).isEmpty();
    assertThat(answer.err())
        .startsWith("touchstone: " + file + " is no ONNX model")
        .hasLineCount(1);
  }

  @Test
  void rejectsAShapeThatDoesNotFit() {
    Path model = SmallModel.relu(folder.resolve("relu.onnx"), 8);

    assertThat(Answer.to("inspect", model, "--shape", "x=1x9").err())
        .isEqualTo("touchstone: input \"x\" is float [1, 8], which [1, 9] does not fit\n");
    assertThat(Answer.to("inspect", model, "--shape", "x=1,8").err())
        .contains("--shape: \"1,8\" is no shape; write it like 1x3x224x224");
    assertThat(Answer.to("inspect", model, "--shape", "x=0x8").code()).isEqualTo(2);
  }
}
