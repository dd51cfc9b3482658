package dev.touchstone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.baselines.Fault;
import dev.touchstone.baselines.store.BaselineStore;
import dev.touchstone.recipes.Compressor;
import dev.touchstone.runner.job.Lineup;
import dev.touchstone.runner.job.Workshop;
import dev.touchstone.scenarios.Progress;
import dev.touchstone.scenarios.Scenario;
import dev.touchstone.scenarios.ScenarioReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CalibrationGapTest {

  @TempDir private Path folder = Path.of("");

  private Lineup lineup(String check, int samples) throws IOException {
    SmallScenario.in(folder);
    Path file = folder.resolve("gap.yaml");
    Files.writeString(
        file,
        """
        touchstone: 1
        name: gap
        model: {reference: surface-defects.onnx}
        data:
          evaluation: {manifest: evaluation.yaml}
          calibration: {manifest: calibration.yaml, samples: %d}
        recipes:
          - {name: mine, calibration-check: %s, steps: [{quantize: {scheme: static}}]}
        requirements:
          - {metric: quality.recall, for-each: class, against: reference, allow: 0 pp, catch: 9 pp}
        """
            .formatted(samples, check));
    Scenario scenario = ScenarioReader.read(file, Map.of());
    Workshop workshop =
        new Workshop(new Compressor(folder.resolve("cache"), "test"), Progress.NONE);
    return Lineup.of(scenario, workshop, BaselineStore.open(folder.resolve("store")));
  }

  @Test
  void isAFaultWhereTheRecipeIsStrict() throws IOException {
    assertThat(lineup("strict", 2).faults())
        .singleElement()
        .satisfies(
            fault -> {
              assertThat(fault.arm()).isEqualTo("mine");
              assertThat(fault.kind()).isEqualTo(Fault.Kind.CALIBRATION_GAP);
              assertThat(fault.reason())
                  .startsWith(
                      "requirements ask for slices of which no calibration sample was used: class=")
                  .endsWith("; add samples of them, or write calibration-check: report");
            });
  }

  @Test
  void isToldOnTheCardWhereItIsNot() throws IOException {
    Lineup lineup = lineup("report", 2);

    assertThat(lineup.faults()).isEmpty();
    assertThat(lineup.arms().get(1).lineage())
        .containsEntry("card", "cards/mine/card.md")
        .extractingByKey("calibration.review")
        .asString()
        .contains("no calibration sample of class=");
    lineup.cards().forEach(card -> card.write(folder.resolve("out")));
    assertThat(folder.resolve("out/cards/mine/card.md"))
        .content()
        .contains("(a requirement asks for it)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"strict", "report"})
  void isNoneWhereEverySliceHasSamples(String check) throws IOException {
    assertThat(lineup(check, 60).faults()).isEmpty();
  }
}
