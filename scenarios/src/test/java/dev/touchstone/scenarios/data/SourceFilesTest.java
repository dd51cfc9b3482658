package dev.touchstone.scenarios.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceFilesTest {

  @TempDir private Path folder = Path.of("");

  private DataManifest manifest(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("m.yaml"), "touchstone-data: 1\nname: m\n" + text);
    return ManifestReader.read(file, Map.of());
  }

  private Path file(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.resolveSibling(""));
    return Files.writeString(file, "label,place\n0,in\n");
  }

  @Test
  void areTheManifestItsInputsLabelsAndSlices() throws IOException {
    Path input = Files.write(folder.resolve("x.bin"), new byte[4]);
    Path labels = file("labels.csv");
    Path slices = file("slices.csv");

    assertThat(
            SourceFiles.of(
                manifest(
                    """
                    inputs:
                      - {file: x.bin, format: raw, dtype: uint8, shape: [1, 4]}
                    labels: {file: labels.csv, column: label}
                    slices: {file: slices.csv, columns: [place]}
                    """)))
        .extracting(Path::normalize)
        .containsExactly(folder.resolve("m.yaml"), input, labels, slices);
  }

  /** The folders too: a picture that is added or removed changes its folder's time. */
  @Test
  void ofAFolderOfPicturesAreAllBelowIt() throws IOException {
    Fixtures files = new Fixtures(folder);
    Path first = files.png("pictures/bad/1.png", 4, 4, 0);
    Path second = files.png("pictures/good/2.png", 4, 4, 255);

    assertThat(
            SourceFiles.of(
                manifest(
                    """
                    inputs: [{file: pictures}]
                    """)))
        .extracting(Path::normalize)
        .containsExactly(
            folder.resolve("m.yaml"),
            folder.resolve("pictures"),
            first.getParent(),
            first,
            second.getParent(),
            second);
  }

  @Test
  void ofAGeneratorIsTheManifestAlone() throws IOException {
    assertThat(
            SourceFiles.of(
                manifest(
                    """
                    generator:
                      name: surface-defects
                      seed: 5
                      samples: 6
                      preprocess: {subtract: 0.4, multiply: 4}
                    """)))
        .containsExactly(folder.resolve("m.yaml"));
  }
}
