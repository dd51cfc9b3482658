package dev.touchstone.junit;

import dev.touchstone.runner.plan.PlanSettings;
import dev.touchstone.scenarios.BundledScenarios;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The embedded example with a handful of images, and measured so shortly that speed is open. */
final class SmallScenario {

  /** Decides nothing that is compared side by side. */
  static final PlanSettings FEW =
      PlanSettings.STANDARD
          .withPairs(2)
          .withColdStarts(1)
          .withSolo(Duration.ofMillis(100), Duration.ofMillis(200));

  /**
   * Demands that hold, that do not hold, that cannot be told from two pairs, that there is nothing
   * to compare for; of a candidate that can be judged, and of one that cannot.
   */
  static final String ASKED =
      """
      recipes:
        - int8-static
        - {name: strict, calibration-check: strict, steps: [{quantize: {scheme: static}}]}
      requirements:
        - {metric: size, at-most: 256 KiB}
        - {metric: size, against: reference, gain-at-least: 90 %}
        - {metric: latency.p50, against: reference, allow: 0.5 %, catch: 3 %}
        - {metric: latency.p50, against: deployed, allow: 0.5 %, catch: 3 %}
        - {metric: quality.recall, for-each: class, at-least: 0 %}
      """;

  private SmallScenario() {}

  /** Writes it with its data and the model beside it. */
  static Path in(Path folder) throws IOException {
    return in(folder, "small", ASKED);
  }

  /** The same under another name, with other candidates and requirements. */
  static Path in(Path folder, String name, String asked) throws IOException {
    BundledScenarios.materialize("surface-defects", folder);
    Files.deleteIfExists(folder.resolve("surface-defects.yaml"));
    for (String data : new String[] {"evaluation", "calibration"}) {
      Files.writeString(
          folder.resolve(data + ".yaml"),
          """
          touchstone-data: 1
          name: %s
          generator:
            name: surface-defects
            seed: 5
            samples: 60
            preprocess: {subtract: 0.4, multiply: 4}
          """
              .formatted(data));
    }
    return Files.writeString(
        folder.resolve(name + ".yaml"),
        """
        touchstone: 1
        name: %s
        model: {reference: surface-defects.onnx}
        data:
          evaluation: {manifest: evaluation.yaml}
          calibration: {manifest: calibration.yaml, samples: 2}
        profile: this-machine
        """
                .formatted(name)
            + asked);
  }
}
