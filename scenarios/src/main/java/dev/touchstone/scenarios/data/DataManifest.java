package dev.touchstone.scenarios.data;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Says where samples, labels and slices are and how the model expects them. Filled by {@link
 * ManifestReader}, opened by {@link Datasets#open}.
 *
 * @param name for people
 * @param file the manifest itself
 * @param source what the samples are made of
 */
public record DataManifest(String name, Path file, DataSource source) {

  /** Rejects null and a blank name. */
  public DataManifest {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(source, "source");
    if (name.isBlank()) {
      throw new IllegalArgumentException("a data manifest needs a name");
    }
  }
}
