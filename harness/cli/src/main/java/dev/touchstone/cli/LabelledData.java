package dev.touchstone.cli;

import dev.touchstone.scenarios.data.DataManifest;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The data that a command without a scenario judges answers by. */
final class LabelledData {

  @Option(
      names = "--data",
      paramLabel = "MANIFEST",
      completionCandidates = ManifestsToComplete.class,
      description =
          "Labelled data, a manifest file or the name of a bundled one; without it inputs are"
              + " generated and quality is left out.")
  private Optional<Path> data = Optional.empty();

  @Mixin private Variables variables = new Variables();

  Optional<DataManifest> manifest() {
    return data.map(given -> Manifests.read(given, variables.values()));
  }
}
