package dev.touchstone.scenarios.data;

import dev.touchstone.scenarios.problem.ScenarioException;

/** Opens what a manifest describes. */
public final class Datasets {

  private Datasets() {}

  /**
   * Opens the data of a manifest. Headers, tables and labels are read and checked now; samples are
   * read as they are asked for.
   *
   * @throws ScenarioException with all that is wrong with the files, located at the manifest's keys
   * @throws java.io.UncheckedIOException if a file is there but the system does not let it be read
   */
  public static Dataset open(DataManifest manifest) {
    if (manifest.source() instanceof DataSource.Generator generator) {
      return new GeneratedDataset(generator);
    }
    return new FileDatasetOpener((DataSource.Files) manifest.source()).open();
  }
}
