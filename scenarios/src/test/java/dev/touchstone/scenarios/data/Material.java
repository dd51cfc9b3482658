package dev.touchstone.scenarios.data;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The folder with real models and data, which is not part of the project. */
final class Material {

  private Material() {}

  /** The folder; the calling test is skipped, with the reason, where it is missing. */
  static Path folder() {
    Path folder =
        Optional.ofNullable(System.getProperty("TOUCHSTONE_MATERIAL"))
            .or(() -> Optional.ofNullable(System.getenv("TOUCHSTONE_MATERIAL")))
            .map(Path::of)
            .orElseGet(
                () -> Path.of(System.getProperty("touchstone.root", "."), "../shared/material"));
    assumeTrue(
        Files.isDirectory(folder.resolve("data")),
        () -> "needs real data: no folder " + folder.normalize() + "; set TOUCHSTONE_MATERIAL");
    return folder.toAbsolutePath().normalize();
  }
}
