package dev.touchstone.recipes.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.touchstone.recipes.steps.DeadCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever bytes it is given, the reader gives a model that can be edited and written, or one
 * reason why not. In {@code mvn verify} the kept inputs are replayed; {@code
 * docs/hostile-models.md} has the command that looks for new ones.
 */
class ModelReaderFuzzTest {

  @TempDir static Path folder;

  @BeforeAll
  static void layWeightsBesideTheModel() throws IOException {
    Files.write(folder.resolve("weights.data"), new byte[64]);
  }

  @FuzzTest(maxDuration = "30m")
  void readsOrRefuses(byte[] bytes) {
    Optional<OnnxModel> read = read(bytes);
    if (read.isPresent()) {
      OnnxModel written = edited(read.get());
      OnnxModel again = OnnxModel.parse(written.toByteArray(), folder);
      assertThat(again.proto()).isEqualTo(written.proto());
    }
  }

  private static Optional<OnnxModel> read(byte[] bytes) {
    try {
      return Optional.of(OnnxModel.parse(bytes, folder));
    } catch (UnusableModelException e) {
      assertThat(e.getMessage()).startsWith("the model");
      return Optional.empty();
    }
  }

  private static OnnxModel edited(OnnxModel model) {
    Graph graph = model.graph();
    graph.sort();
    graph.initializerNames().forEach(name -> look(graph, name));
    for (Node node : graph.nodes()) {
      graph.constant(node.output(0));
      String input = node.input(0);
      if (!input.isEmpty()) {
        String fresh = graph.freshName("fresh");
        graph.redirect(input, fresh);
        graph.redirect(fresh, input);
      }
    }
    DeadCode.remove(graph);
    return model.with(graph);
  }

  private static void look(Graph graph, String name) {
    Constant constant = graph.initializer(name).orElseThrow();
    if (constant.type().isReal() || constant.type().isInteger()) {
      assertThat(constant.toFloats()).hasSize((int) constant.size());
    }
  }
}
