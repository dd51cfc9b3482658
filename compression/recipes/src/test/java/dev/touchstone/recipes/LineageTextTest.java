package dev.touchstone.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.recipes.Lineage.StepRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineageTextTest {

  /** Written by the first version, and read by every later one. */
  private static final String VERSION_1 =
      """
      touchstone-lineage: 1
      candidate.sha256: cd
      candidate.bytes: 567
      reference.sha256: ab
      reference.bytes: 1234
      calibration.sha256: ef
      calibration.samples: 20
      tool.onnxruntime: 4.5.6
      tool.touchstone: 1.2.3
      step.1: fold
      step.1.nodes: 9 -> 4
      step.1.bytes: 1234 -> 1000
      step.1.snr-db: Infinity
      step.1.note:\s
      step.2: quantize static
      step.2.nodes: 4 -> 8
      step.2.bytes: 1000 -> 567
      step.2.snr-db: 30.25
      step.2.note: 1 of 2: left alone
      recipe:
        name: "int8"
        steps:
          - {fold: {}}
      """;

  private static LineageText.Entry entry() {
    return new LineageText.Entry(
        "cd",
        567,
        new Lineage(
            "ab",
            1234,
            "name: \"int8\"\nsteps:\n  - {fold: {}}\n",
            Optional.of("ef"),
            20,
            Map.of("touchstone", "1.2.3", "onnxruntime", "4.5.6"),
            List.of(
                new StepRecord("fold", 9, 4, 1234, 1000, Optional.of(Double.POSITIVE_INFINITY), ""),
                new StepRecord(
                    "quantize static",
                    4,
                    8,
                    1000,
                    567,
                    Optional.of(30.25),
                    "1 of 2: left alone"))));
  }

  @Test
  void isReadBackAsItWasWritten() {
    assertThat(LineageText.write(entry())).isEqualTo(VERSION_1);
    assertThat(LineageText.read(VERSION_1)).contains(entry());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "touchstone-lineage: 1",
        "candidate.bytes: 567\n",
        "step.2.nodes: 4 -> 8",
        "recipe:"
      })
  void isNothingIfAPartOfItIsMissingOrAnother(String part) {
    assertThat(LineageText.read(VERSION_1.replace(part, "x: y"))).isEmpty();
  }
}
