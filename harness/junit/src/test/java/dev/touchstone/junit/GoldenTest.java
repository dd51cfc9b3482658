package dev.touchstone.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectFile;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUniqueId;

import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.GraphValue;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.OnnxType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** The demand that golden samples bring with them, though no file states it. */
@Timeout(300)
class GoldenTest {

  @TempDir private Path folder = Path.of("");

  private Path model(String operator) {
    Graph graph =
        Graph.empty(
            operator,
            List.of(GraphValue.of("x", OnnxType.FLOAT, 1, 2)),
            List.of(GraphValue.of("y", OnnxType.FLOAT, 1, 2)));
    graph.add(Node.of(operator, "node", List.of("x"), List.of("y")));
    Path file = folder.resolve(operator + ".onnx");
    OnnxModel.of(graph, 8, 17).write(file);
    return file;
  }

  /** The reference answers with the larger input, the candidate with the smaller one. */
  private Path scenario() throws IOException {
    Files.writeString(
        folder.resolve("data.csv"), "a,b,label\n0.9,0.1,left\n0.2,0.7,right\n0.8,0.3,left\n");
    Files.writeString(
        folder.resolve("data.yaml"),
        """
        touchstone-data: 1
        name: data
        inputs:
          - {file: data.csv, columns: [a, b]}
        labels: {file: data.csv, column: label, classes: [left, right]}
        golden: [{column: label, equals: left}]
        """);
    return Files.writeString(
        folder.resolve("golden.yaml"),
        """
        touchstone: 1
        name: golden
        model: {reference: %s}
        data:
          evaluation: {manifest: data.yaml}
        recipes:
          - {name: upside-down, model: %s}
        """
            .formatted(model("Identity").getFileName(), model("Neg").getFileName()));
  }

  private List<Event> failures(DiscoverySelector selector) {
    return EngineTestKit.engine(new TouchstoneEngine(SmallScenario.FEW))
        .selectors(selector)
        .configurationParameter("touchstone.out", folder.resolve("out").toString())
        .execute()
        .testEvents()
        .failed()
        .list();
  }

  @Test
  void isATestThatFailsAndCanBeRunAgain() throws IOException {
    List<Event> failures = failures(selectFile(scenario().toFile()));

    assertThat(failures)
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.getTestDescriptor().getDisplayName())
                  .isEqualTo("golden upside-down: quality.golden at most 0");
              assertThat(event.getRequiredPayload(TestExecutionResult.class).getThrowable())
                  .get()
                  .asString()
                  .contains(
                      "2 of 2 golden samples are right in a baseline and wrong in upside-down",
                      "sample 0 (left, answered right)");
            });
    TestDescriptor golden = failures.get(0).getTestDescriptor();
    assertThat(failures(selectUniqueId(golden.getUniqueId())))
        .extracting(Event::getTestDescriptor)
        .extracting(TestDescriptor::getUniqueId)
        .containsExactly(golden.getUniqueId());
  }
}
