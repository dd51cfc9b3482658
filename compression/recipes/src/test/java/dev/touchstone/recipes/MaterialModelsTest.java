package dev.touchstone.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.UnusableModelException;
import dev.touchstone.recipes.runtime.Optimization;
import dev.touchstone.recipes.runtime.Session;
import dev.touchstone.recipes.steps.Fold;
import dev.touchstone.recipes.steps.StepOutcome;
import dev.touchstone.recipes.steps.StepWork;
import dev.touchstone.recipes.steps.TargetCpu;
import dev.touchstone.recipes.steps.Workbench;
import dev.touchstone.scenarios.NodeFilter;
import dev.touchstone.scenarios.Progress;
import dev.touchstone.scenarios.Step;
import dev.touchstone.scenarios.data.ElementType;
import dev.touchstone.scenarios.data.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Every real model at hand goes through reading, writing and folding. */
class MaterialModelsTest {

  /** Largest difference after folding, relative to the largest output. */
  private static final double FOLDED = 1e-4;

  private static final Workbench BENCH =
      new Workbench(Optional.empty(), new TargetCpu(Set.of()), Progress.NONE);

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
  void comeOutOfTheFoldStepEquivalentOrUntouchedWithTheReason() {
    assumeFalse(Material.models().isEmpty(), "no models; set TOUCHSTONE_MATERIAL");
    for (Path file : Material.models()) {
      OnnxModel model = OnnxModel.read(file);
      StepOutcome outcome = new Fold().apply(model, BENCH);
      String last = outcome.notes().get(outcome.notes().size() - 1);
      if (file.toString().contains("customop")) {
        assertThat(outcome.model()).isSameAs(model);
        assertThat(last).contains("No Op registered for RequantShift");
      } else {
        assertThat(last)
            .as(file.toString())
            .matches("nothing to change|outputs differ by at most .* of the largest");
      }
    }
  }

  @Test
  void comeOutOfDynamicQuantizationSmallerOrUntouchedWithTheReason() {
    assumeFalse(Material.models().isEmpty(), "no models; set TOUCHSTONE_MATERIAL");
    StepWork quantize =
        StepWork.of(new Step.QuantizeDynamic(Step.Granularity.PER_CHANNEL, NodeFilter.ALL));
    for (Path file : Material.models()) {
      OnnxModel model = OnnxModel.read(file);
      StepOutcome outcome = quantize.apply(model, BENCH);
      if (outcome.model().proto().equals(model.proto())) {
        assertThat(outcome.notes().get(0)).as(file.toString()).startsWith("left untouched: ");
      } else {
        new Session(outcome.model(), Optimization.ALL).close();
        assertThat(outcome.model().bytes()).as(file.toString()).isLessThan(model.bytes());
      }
    }
  }

  /** The voice detector's branches are for 8 and 16 kHz: each is folded, and each is run. */
  @Test
  void computeTheSameInEveryBranchWhenFolded() {
    OnnxModel model = OnnxModel.read(Material.path("models/silero-vad/silero_vad.onnx"));
    OnnxModel folded = Fold.apply(model).model();
    for (long rate : new long[] {8000, 16000}) {
      int frame = rate == 8000 ? 288 : 576;
      Map<String, Tensor> inputs =
          Map.of(
              "input", floats(1, frame),
              "state", floats(2, 1, 128),
              "sr", new Tensor(ElementType.INT64, new long[0], whole(rate)));
      try (Session before = new Session(model, Optimization.NONE);
          Session after = new Session(folded, Optimization.NONE)) {
        Map<String, Tensor> expected = before.run(inputs);
        Map<String, Tensor> found = after.run(inputs);
        assertThat(expected).isNotEmpty();
        expected.forEach(
            (name, t) ->
                assertThat(found)
                    .hasEntrySatisfying(
                        name, f -> assertThat(f.elements()).isEqualTo(t.elements())));
      }
    }
  }

  private static Tensor floats(long... shape) {
    int size = Math.toIntExact(LongStream.of(shape).reduce(1, (a, b) -> a * b));
    Random random = new Random(size);
    ByteBuffer out = ByteBuffer.allocate(size * 4).order(ByteOrder.nativeOrder());
    for (int i = 0; i < size; i++) {
      out.putFloat((float) random.nextGaussian() / 10);
    }
    return new Tensor(ElementType.FLOAT32, shape, out.rewind());
  }

  private static ByteBuffer whole(long value) {
    return ByteBuffer.allocate(8).order(ByteOrder.nativeOrder()).putLong(value).rewind();
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
