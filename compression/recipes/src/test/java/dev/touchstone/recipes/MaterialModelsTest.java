package dev.touchstone.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.UnusableModelException;
import dev.touchstone.recipes.runtime.Optimization;
import dev.touchstone.recipes.runtime.Session;
import dev.touchstone.recipes.steps.Fold;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Every real model at hand goes through reading, writing and folding. */
class MaterialModelsTest {

  /** Largest difference after folding, relative to the largest output. */
  private static final double FOLDED = 1e-4;

  @Test
  void roundTripUnchanged() {
    assumeFalse(Material.models().isEmpty(), "no models; set TOUCHSTONE_MATERIAL");
    for (Path file : Material.models()) {
      OnnxModel model = OnnxModel.read(file);
      OnnxModel again = model.with(model.graph());
      assertThat(again.proto()).as(file.toString()).isEqualTo(model.proto());
      if (!file.toString().contains("customop")) {
        assertThat(RandomInputs.largestDifference(model, again, 1)).as(file.toString()).isZero();
      }
    }
  }

  @Test
  void giveTheSameOutputsWhenFolded() {
    assumeFalse(Material.models().isEmpty(), "no models; set TOUCHSTONE_MATERIAL");
    for (Path file : Material.models()) {
      if (!file.toString().contains("customop")) {
        OnnxModel model = OnnxModel.read(file);
        OnnxModel folded = Fold.apply(model).model();
        assertThat(RandomInputs.largestDifference(model, folded, 1))
            .as(file.toString())
            .isLessThanOrEqualTo(FOLDED);
        assertThat(folded.graph().nodes()).hasSizeLessThanOrEqualTo(model.graph().nodes().size());
      }
    }
  }

  @Test
  void areRefusedWithTheRuntimesReason() {
    OnnxModel model =
        OnnxModel.read(Material.path("models/format-fixtures/deeploy_mlperf_kws_customop.onnx"));
    assertThatThrownBy(() -> new Session(model, Optimization.ALL))
        .isInstanceOf(UnusableModelException.class)
        .hasMessageStartingWith("ONNX Runtime says: ")
        .hasMessageContaining("No Op registered for RequantShift");
  }
}
