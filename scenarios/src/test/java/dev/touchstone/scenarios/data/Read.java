package dev.touchstone.scenarios.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Shortcuts of tests from YAML text to values. */
final class Read {

  private Read() {}

  /** Writes the text as a manifest into the folder and reads it; the first two keys are added. */
  static DataManifest manifest(Path folder, String text, Map<String, String> variables) {
    Path file = folder.resolve("data.yaml");
    try {
      Files.writeString(file, "touchstone-data: 1\nname: test\n" + text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ManifestReader.read(file, variables);
  }

  /** Opens the data of a manifest that {@link #manifest} reads. */
  static Dataset dataset(Path folder, String text) {
    return Datasets.open(manifest(folder, text, Map.of()));
  }

  /** The numbers of the first input of a sample. */
  static double[] values(Dataset dataset, int index) {
    return values(dataset.sample(index).inputs().get(0));
  }

  /** The values of a slice column that the data must have. */
  static List<String> slice(Dataset dataset, String column) {
    return Objects.requireNonNull(dataset.slices().get(column), column);
  }

  /** The numbers of a tensor. */
  static double[] values(Tensor tensor) {
    ByteBuffer elements = tensor.elements();
    return Elements.doubles(elements, tensor.type());
  }
}
