package dev.touchstone.cli;

import dev.touchstone.scenarios.BundledScenarios;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The embedded example with a handful of images. */
final class SmallScenario {

  private SmallScenario() {}

  /** Writes it, and the model beside it. */
  static Path in(Path folder) throws IOException {
    BundledScenarios.materialize("surface-defects", folder);
    for (String name : new String[] {"evaluation", "calibration"}) {
      Files.writeString(
          folder.resolve(name + ".yaml"),
          """
          touchstone-data: 1
          name: %s
          generator:
            name: surface-defects
            seed: 5
            samples: 60
            preprocess: {subtract: 0.4, multiply: 4}
          """
              .formatted(name));
    }
    return Files.writeString(
        folder.resolve("small.yaml"),
        """
        touchstone: 1
        name: small
        model: {reference: surface-defects.onnx}
        data:
          evaluation: {manifest: evaluation.yaml}
          calibration: {manifest: calibration.yaml, samples: 20}
        profile: this-machine
        recipes: [int8-static]
        requirements:
          - {metric: size, at-most: 256 KiB}
          - {metric: latency.p50, against: reference, allow: 0.5 %, catch: 3 %}
        """);
  }

  static Path model(Path folder) {
    return folder.resolve("surface-defects.onnx");
  }
}
