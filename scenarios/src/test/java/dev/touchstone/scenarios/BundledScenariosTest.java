package dev.touchstone.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.touchstone.scenarios.problem.ScenarioException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BundledScenariosTest {

  @TempDir private Path folder;

  @Test
  void theEmbeddedDefaultComesFirst() {
    assertThat(BundledScenarios.names())
        .containsExactly(
            "surface-defects", "surface-defects-careless", "keyword-spotting", "pcb-defects");
  }

  @ParameterizedTest
  @MethodSource("dev.touchstone.scenarios.BundledScenarios#names")
  void everyScenarioHasNoMistakeBesideFilesThatAreNotHere(String name) {
    Path file = BundledScenarios.materialize(name, folder.resolve(name));
    String absent = folder.resolve("absent").toString();

    try {
      Scenario scenario = ScenarioReader.read(file, Map.of("TOUCHSTONE_MATERIAL", absent));
      assertThat(scenario.name()).isEqualTo(name);
    } catch (ScenarioException e) {
      assertThat(e.problems())
          .allSatisfy(problem -> assertThat(problem.message()).endsWith(" does not exist"));
    }
  }

  @Test
  void manifestsCanBeHadByThemselves() {
    assertThat(BundledScenarios.manifests())
        .contains("kws01", "kws01-evaluation", "surface-defects-evaluation")
        .doesNotHaveDuplicates();
    assertThat(BundledScenarios.materializeManifest("kws01", folder))
        .content()
        .contains("name: kws01\n")
        .doesNotContain("select");
    assertThatThrownBy(() -> BundledScenarios.materializeManifest("kws02", folder))
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining("\"kws02\" is neither a bundled data manifest nor a YAML file")
        .hasMessageContaining("did you mean \"kws01\"?");
  }

  @ParameterizedTest
  @MethodSource("dev.touchstone.scenarios.BundledScenarios#names")
  void everyScenarioAsksSomethingUnderItsOwnName(String name) throws IOException {
    Path file = BundledScenarios.materialize(name, folder);
    StoredQuestion question = ScenarioReader.readStored(Files.readString(file), file.toString());

    assertThat(question.name()).isEqualTo(name);
    assertThat(question.requirements()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"keyword-spotting", "pcb-defects"})
  void scenariosOnBroughtMaterialAreReadWhereItIsThere(String name) {
    Path material = material();
    assumeTrue(
        Files.isDirectory(material.resolve("models")),
        "needs the material folder; set TOUCHSTONE_MATERIAL");
    Path file = BundledScenarios.materialize(name, folder);

    Scenario scenario =
        ScenarioReader.read(file, Map.of("TOUCHSTONE_MATERIAL", material.toString()));

    assertThat(scenario.evaluation()).isPresent();
    assertThat(scenario.candidates()).isNotEmpty();
  }

  private static Path material() {
    return Optional.ofNullable(System.getProperty("TOUCHSTONE_MATERIAL"))
        .or(() -> Optional.ofNullable(System.getenv("TOUCHSTONE_MATERIAL")))
        .map(Path::of)
        .orElseGet(
            () -> Path.of(System.getProperty("touchstone.root", "."), "..", "shared", "material"))
        .toAbsolutePath()
        .normalize();
  }

  @Test
  void onlyWhatDiffersIsWrittenAgain() throws IOException {
    Path file = BundledScenarios.materialize("surface-defects", folder);
    Path manifest = folder.resolve("data/surface-defects-evaluation.yaml");
    FileTime old = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(file, old);
    String original = Files.readString(manifest);
    Files.writeString(manifest, "changed");

    BundledScenarios.materialize("surface-defects", folder);

    assertThat(Files.getLastModifiedTime(file)).isEqualTo(old);
    assertThat(Files.readString(manifest)).isEqualTo(original);
  }

  @Test
  void nothingIsLeftBesideTheFiles() throws IOException {
    BundledScenarios.materialize("keyword-spotting", folder);

    try (Stream<Path> files = Files.walk(folder)) {
      List<String> names =
          files.filter(Files::isRegularFile).map(f -> folder.relativize(f).toString()).toList();
      assertThat(names)
          .containsExactlyInAnyOrder(
              "keyword-spotting.yaml",
              "data/kws01-evaluation.yaml",
              "data/kws01-calibration.yaml",
              "data/kws01.yaml");
    }
  }

  @Test
  void aNameThatIsNotBundledIsShownWithTheNearest() {
    assertThatThrownBy(() -> BundledScenarios.materialize("surface-defect", folder))
        .isInstanceOf(ScenarioException.class)
        .hasMessage(
            "scenario:1:1: \"surface-defect\" is neither a bundled scenario nor a YAML file;"
                + " bundled: surface-defects, surface-defects-careless, keyword-spotting,"
                + " pcb-defects; did you mean \"surface-defects\"?");
  }
}
