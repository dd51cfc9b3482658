package dev.touchstone.scenarios;

import dev.touchstone.scenarios.problem.ScenarioException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A folder with the files that a good scenario names, and any scenario beside them. */
record ScenarioFolder(Path folder) {

  static final String GOOD =
      """
      touchstone: 1
      name: board
      model: {reference: reference.onnx}
      data:
        evaluation: {manifest: evaluation.yaml}
        calibration: {manifest: calibration.yaml, samples: 50}
      recipes: [int8-static]
      """;

  static ScenarioFolder in(Path folder) {
    ScenarioFolder made = new ScenarioFolder(folder);
    made.write("reference.onnx", "");
    made.write("deployed.onnx", "");
    made.write(
        "evaluation.yaml",
        "touchstone-data: 1\nname: e\ngenerator: {name: surface-defects, samples: 100}\n");
    made.write(
        "calibration.yaml",
        "touchstone-data: 1\nname: c\ngenerator: {name: surface-defects, seed: 5, samples: 60}\n");
    return made;
  }

  Path write(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Scenario read(String text) {
    return ScenarioReader.read(write("s.yaml", text), Map.of());
  }

  /** The problems of a scenario, without this folder's name. */
  List<String> problems(String text) {
    try {
      read(text);
      return List.of();
    } catch (ScenarioException e) {
      return e.problems().stream().map(p -> p.toString().replace(folder + "/", "")).toList();
    }
  }
}
