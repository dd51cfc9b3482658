package dev.touchstone.recipes;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Real models and data that are kept beside the project; tests without them are skipped. */
public final class Material {

  private Material() {}

  /** A file or folder of the material; skips the test where there is none. */
  public static Path path(String relative) {
    Path file = root().resolve(relative);
    assumeTrue(
        Files.exists(file),
        () -> file + " is missing; set TOUCHSTONE_MATERIAL to the folder with models and data");
    return file;
  }

  /** Every ONNX model of the material, in the order of their names. */
  public static List<Path> models() {
    Path folder = root().resolve("models");
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(f -> f.toString().endsWith(".onnx")).sorted().toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("cannot list " + folder, e);
    }
  }

  private static Path root() {
    return Optional.ofNullable(System.getProperty("TOUCHSTONE_MATERIAL"))
        .or(() -> Optional.ofNullable(System.getenv("TOUCHSTONE_MATERIAL")))
        .map(Path::of)
        .orElseGet(
            () ->
                Path.of(System.getProperty("touchstone.root", ".")).resolve("../shared/material"));
  }
}
