package dev.touchstone.cli;

import dev.touchstone.runner.job.Folders;
import dev.touchstone.scenarios.BundledScenarios;
import dev.touchstone.scenarios.data.DataManifest;
import dev.touchstone.scenarios.data.ManifestReader;
import java.nio.file.Path;
import java.util.Map;

/** Finds the data manifest that a flag names. */
final class Manifests {

  private Manifests() {}

  /**
   * Reads a manifest.
   *
   * @param given a file, or the name of a bundled manifest
   * @param variables fill {@code ${NAME}} in its paths
   */
  static DataManifest read(Path given, Map<String, String> variables) {
    boolean bundled = BundledScenarios.manifests().contains(given.toString());
    return ManifestReader.read(
        bundled
            ? BundledScenarios.materializeManifest(
                given.toString(), Folders.of(System.getenv()).bundled())
            : given,
        variables);
  }
}
