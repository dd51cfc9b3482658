package dev.touchstone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.GraphValue;
import dev.touchstone.recipes.onnx.ModelFiles;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.OnnxType;
import dev.touchstone.recipes.runtime.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that lie in more than one file, or in a file of another format. */
class PackagedModelsTest {

  @TempDir private Path folder = Path.of("");

  private Path first = Path.of("");
  private Path second = Path.of("");

  @BeforeEach
  void write() {
    first = model("first.onnx", 1);
    second = model("second.onnx", 2);
  }

  /** One large weight that all share, and one that only equal seeds do. */
  private Path model(String name, float last) {
    Graph graph = Graph.empty("g", List.of(GraphValue.of("x", OnnxType.FLOAT, 1, 64)), List.of());
    float[] backbone = new float[64 * 64];
    for (int i = 0; i < backbone.length; i++) {
      backbone[i] = i % 97 - 48;
    }
    graph.put(Constant.floats("w", new long[] {64, 64}, backbone));
    graph.put(Constant.floats("b", new long[] {1}, last));
    graph.add(Node.of("MatMul", "m", List.of("x", "w"), List.of("h")));
    graph.add(Node.of("Add", "a", List.of("h", "b"), List.of("y")));
    graph.addOutput("y");
    Path file = folder.resolve(name);
    OnnxModel.of(graph, 8, 17).write(file);
    return file;
  }

  private Path recipe(String step) throws IOException {
    String text = "name: packaged\nsteps:\n  - " + step + "\n";
    return Files.writeString(folder.resolve("recipe.yaml"), text);
  }

  @Test
  void shareTheirWeightsInOneFolder() throws IOException {
    Path shared = folder.resolve("shared");
    Answer answer = Answer.to("share", first, second, "--out", shared);

    assertThat(answer.err()).isEmpty();
    assertThat(answer.code()).isZero();
    assertThat(answer.out()).startsWith("2 models and " + shared.resolve("weights.data"));
    assertThat(Files.size(shared.resolve("weights.data"))).isEqualTo(64 * 64 * 4);
    Session.requireLoads(shared.resolve("first.onnx"));
    Session.requireLoads(shared.resolve("second.onnx"));
  }

  @Test
  void keepTheirWeightsBesideThemUnderTheirOwnName() throws IOException {
    Path out = folder.resolve("out/candidate.onnx");
    Answer answer =
        Answer.to(
            "compress", first, "--recipe", recipe("{package: {weights: external}}"), "--out", out);

    assertThat(answer.code()).as(answer.err()).isZero();
    assertThat(ModelFiles.of(out).files())
        .containsExactly(out, folder.resolve("out/candidate.onnx.data"));
    assertThat(answer.out()).contains("sha256 " + ModelFiles.of(out).sha256());
    Session.requireLoads(out);
  }

  @Test
  void areWrittenInTheRuntimesFormatOnlyUnderItsName() throws IOException {
    Path recipe = recipe("{package: {format: ort}}");
    Path wrong = folder.resolve("candidate.onnx");
    Answer refused = Answer.to("compress", first, "--recipe", recipe, "--out", wrong);
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("it has to end in .ort").doesNotContain("bug");

    Path out = folder.resolve("candidate.ort");
    assertThat(Answer.to("compress", first, "--recipe", recipe, "--out", out).code()).isZero();
    Session.requireLoads(out);
  }
}
