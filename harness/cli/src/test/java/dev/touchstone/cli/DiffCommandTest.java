package dev.touchstone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.GraphValue;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.OnnxType;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiffCommandTest {

  @TempDir private Path folder = Path.of("");

  private Path model(String name, float second) {
    Graph graph =
        Graph.empty(
            "g",
            List.of(GraphValue.of("x", OnnxType.FLOAT, 1, 4)),
            List.of(GraphValue.of("y", OnnxType.FLOAT, 1, 4)));
    graph.put(Constant.scalar("two", 2));
    graph.put(Constant.scalar("f", second));
    graph.add(Node.of("Mul", "first", List.of("x", "two"), List.of("a")));
    graph.add(Node.of("Mul", "second", List.of("a", "f"), List.of("b")));
    graph.add(Node.of("Tanh", "third", List.of("b"), List.of("y")));
    Path file = folder.resolve(name);
    OnnxModel.of(graph, 8, 17).write(file);
    return file;
  }

  @Test
  void namesTheFirstLayerThatGoesWrong() {
    Path a = model("a.onnx", 0.01f);
    Path b = model("b.onnx", 0.02f);

    Answer answer = Answer.to("diff", a, b);

    assertThat(answer.code()).isZero();
    assertThat(answer.out())
        .startsWith(
            a + " and " + b + "\n  layer  operator  SNR dB  added noise  largest difference\n")
        .containsPattern("\n  a      Mul        equal +0\\.00\n")
        .containsPattern("\n  b      Mul          0\\.0 +100 % +[0-9.]+  below 10 dB\n")
        .containsPattern("\n  y      Tanh         -?0\\.[0-9] .* output below 10 dB\n")
        .endsWith(
            """

              3 layers compared on 16 samples, 1 of them equal bit for bit; 0 of the first model have no counterpart
              first layer below 10 dB: b (Mul), 0.0 dB
              most noise is added at b (Mul): 100 % of its signal's power
            """);
  }

  @Test
  void findsNothingBetweenAModelAndItself() {
    Path a = model("a.onnx", 3);

    assertThat(Answer.to("diff", a, a, "--samples", 2, "--least", 60).out())
        .endsWith(
            """
              3 layers compared on 2 samples, 3 of them equal bit for bit; 0 of the first model have no counterpart
              no layer is below 60 dB
            """);
  }

  @Test
  void refusesModelsThatTakeSomethingElse() {
    Answer answer =
        Answer.to("diff", model("a.onnx", 1), SmallModel.relu(folder.resolve("r.onnx"), 9));

    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err()).contains("only models that take the same inputs can be compared");
  }
}
