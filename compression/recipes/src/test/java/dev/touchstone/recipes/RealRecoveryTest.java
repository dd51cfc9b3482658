package dev.touchstone.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.scenarios.Progress;
import dev.touchstone.scenarios.RecipeReader;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bundled recipe for accuracy on trained models and labelled data that it has not seen. */
class RealRecoveryTest {

  private static final Set<String> VNNI = Set.of("sse2", "avx2", "avx512_vnni");

  /** Points of the answers that may be lost against floats. */
  private static final double MOST_LOST = 0.2;

  @TempDir Path folder;

  private Candidate compress(RealTask task) {
    return new Compressor(folder, "test")
        .compress(
            task.model(),
            RecipeReader.read("int8-static-accurate"),
            Optional.of(new CalibrationSamples(task.calibration(), 300)),
            VNNI,
            Progress.NONE);
  }

  @ParameterizedTest(name = "{0}: {1} right in floats")
  @CsvSource({
    "deeppcb_resnet, 5948",
    "deeppcb_mobilenet, 5908",
    "kws_ref_fp32_materialized, 631",
    "banking77_transformer, 2800",
    "ai4i_mlp, 2959",
  })
  void losesAFifthOfAPointAtMost(String name, int rightInFloat) {
    RealTask task = RealTask.of(name);
    int right = task.right(compress(task).file());
    double lost = 100.0 * (rightInFloat - right) / task.evaluation().size();
    assertThat(lost).isLessThanOrEqualTo(MOST_LOST);
  }

  @Test
  void keepsTheRareClassWithinAPoint() {
    RealTask task = RealTask.of("ai4i_mlp");
    int right = task.right(compress(task).file(), 1);
    assertThat(task.right(task.model(), 1)).isEqualTo(75);
    assertThat(right).isGreaterThanOrEqualTo(74); // of 102
  }
}
