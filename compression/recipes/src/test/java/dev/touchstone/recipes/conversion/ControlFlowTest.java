package dev.touchstone.recipes.conversion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.touchstone.recipes.Material;
import dev.touchstone.recipes.RandomInputs;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.runtime.Optimization;
import dev.touchstone.recipes.runtime.Session;
import dev.touchstone.recipes.steps.StepWork;
import dev.touchstone.recipes.steps.TargetCpu;
import dev.touchstone.recipes.steps.Workbench;
import dev.touchstone.scenarios.Convert;
import dev.touchstone.scenarios.NodeFilter;
import dev.touchstone.scenarios.Progress;
import dev.touchstone.scenarios.QuantizeWeights;
import dev.touchstone.scenarios.Step;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A model with branches comes through every step that changes its floats. */
class ControlFlowTest {

  private static OnnxModel apply(Step step, OnnxModel model) {
    Workbench bench = new Workbench(Optional.empty(), new TargetCpu(Set.of()), Progress.NONE);
    return StepWork.of(step).apply(model, bench).model();
  }

  @Test
  void andEveryOtherModelComesThroughDynamicQuantizationOrIsLeftWithTheReason() {
    assumeFalse(Material.models().isEmpty(), "no models; set TOUCHSTONE_MATERIAL");
    Step dynamic = new Step.QuantizeDynamic(Step.Granularity.PER_CHANNEL, NodeFilter.ALL);
    for (Path file : Material.models()) {
      if (!file.toString().contains("customop")) {
        assertNear(OnnxModel.read(file), dynamic, 0.25);
      }
    }
  }

  private static void assertNear(OnnxModel model, Step step, double bound) {
    OnnxModel changed = apply(step, model);
    assertThat(RandomInputs.largestDifference(model, changed, 1))
        .as("%s of %s", step, model.graph().outputs())
        .isLessThan(bound);
    new Session(changed, Optimization.ALL).close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"silero_vad", "silero_vad_16k_op15", "silero_vad_half"})
  void comesThroughHalfPrecision(String name) {
    OnnxModel model = OnnxModel.read(Material.path("models/silero-vad/" + name + ".onnx"));
    assertNear(
        model, new Convert.ToHalf(List.of(), Convert.Border.FLOAT, Convert.Overflow.WEIGHTS), 0.02);
  }

  @ParameterizedTest
  @ValueSource(strings = {"silero_vad", "silero_vad_16k_op15"})
  void comesThroughStorageInFewerBits(String name) {
    OnnxModel model = OnnxModel.read(Material.path("models/silero-vad/" + name + ".onnx"));
    assertNear(model, new Convert.StoredHalf(Convert.Half.BF16, List.of()), 0.05);
    QuantizeWeights.Blocks blocks =
        new QuantizeWeights.Blocks(8, 32, QuantizeWeights.Zero.ASYMMETRIC);
    assertNear(
        model,
        new QuantizeWeights(
            blocks,
            new QuantizeWeights.Form.DequantizeLinear(),
            QuantizeWeights.Rounding.HQQ,
            QuantizeWeights.Tables.QUANTIZED,
            NodeFilter.ALL),
        0.05);
  }
}
