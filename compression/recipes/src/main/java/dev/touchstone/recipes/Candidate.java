package dev.touchstone.recipes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A compressed model.
 *
 * @param name the recipe's name
 * @param file the ONNX model in the artifact cache
 * @param sha256 of the file and its external data, lower-case hexadecimal
 * @param bytes of the file and its external data
 * @param lineage how it was made
 * @param cached whether it was found in the cache and no work was done
 */
public record Candidate(
    String name, Path file, String sha256, long bytes, Lineage lineage, boolean cached) {

  /** The card, in Markdown: what was done, whether it paid in the file, what was checked. */
  public Path card() {
    return file.resolveSibling(ModelCard.MARKDOWN);
  }

  /**
   * The files that tell more than the card does, in the order of their names.
   *
   * @throws UncheckedIOException if the cache cannot be read
   */
  public List<Path> appendices() {
    String model = String.valueOf(file.getFileName());
    try (Stream<Path> files = Files.list(card().resolveSibling(""))) {
      return files
          .filter(f -> !String.valueOf(f.getFileName()).startsWith(model.replace(".onnx", "")))
          .filter(f -> !f.endsWith(ArtifactCache.LINEAGE) && !f.endsWith(ModelCard.JSON))
          .filter(f -> !f.equals(card()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list what lies beside " + file, e);
    }
  }
}
