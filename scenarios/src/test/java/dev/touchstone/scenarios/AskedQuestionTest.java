package dev.touchstone.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AskedQuestionTest {

  @TempDir Path folder;

  private Scenario asked(Path reference, Path candidate, String profile) {
    return new AskedQuestion(
            "b-vs-a",
            reference,
            List.of(new ReadyModel("b", candidate)),
            profile,
            Optional.empty(),
            ComparisonLimits.STANDARD.demands(Optional.empty()))
        .scenario();
  }

  @Test
  void isJudgedAgainFromItsTextByTheVerySameRequirements() {
    Scenario scenario = asked(Path.of("a.onnx"), Path.of("b.onnx"), "this-machine");

    StoredQuestion stored = ScenarioReader.readStored(scenario.text(), "b-vs-a.yaml");

    assertThat(stored.name()).isEqualTo("b-vs-a");
    assertThat(stored.requirements()).isEqualTo(scenario.requirements()).hasSize(7);
    assertThat(stored.load()).isEqualTo(scenario.load());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.onnx", "my model: \"v2\" #1, {x}.onnx", "漢 \\ é.onnx"})
  void isAScenarioFileThatCanBeRun(String name) throws IOException {
    Path reference = Files.writeString(folder.resolve(name), "model");
    Path candidate = Files.writeString(folder.resolve("b.onnx"), "model");
    Path profile = Files.writeString(folder.resolve("board.yaml"), "name: my-board\nthreads: 2\n");
    Scenario asked = asked(reference, candidate, profile.toString());

    Path file = Files.writeString(folder.resolve("scenario.yaml"), asked.text());
    Scenario read = ScenarioReader.read(file, Map.of());

    assertThat(read.reference()).isEqualTo(reference);
    assertThat(read.candidates()).isEqualTo(asked.candidates());
    assertThat(read.profile()).isEqualTo(asked.profile());
    assertThat(read.requirements()).hasSameSizeAs(asked.requirements());
  }
}
