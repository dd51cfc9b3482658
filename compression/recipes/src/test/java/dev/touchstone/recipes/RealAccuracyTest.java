package dev.touchstone.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.runtime.ModelInputs;
import dev.touchstone.recipes.runtime.Optimization;
import dev.touchstone.recipes.runtime.Session;
import dev.touchstone.scenarios.NodeFilter;
import dev.touchstone.scenarios.Progress;
import dev.touchstone.scenarios.Recipe;
import dev.touchstone.scenarios.Step;
import dev.touchstone.scenarios.Step.Calibration;
import dev.touchstone.scenarios.Step.Granularity;
import dev.touchstone.scenarios.Step.QuantizeStatic;
import dev.touchstone.scenarios.Step.ReduceRange;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Recipes on trained models and labelled data; the peer is onnxruntime.quantization 1.30. */
class RealAccuracyTest {

  private static final int CALIBRATION_SAMPLES = 300;

  @TempDir Path folder;

  private Candidate compress(Path model, RealData.Labelled calibration, Granularity granularity) {
    Step quantize =
        new QuantizeStatic(new Calibration.MinMax(), granularity, ReduceRange.OFF, NodeFilter.ALL);
    return new Compressor(folder, "test")
        .compress(
            model,
            new Recipe("int8-static", List.of(new Step.Fold(), quantize)),
            Optional.of(new CalibrationSamples(calibration.samples(), CALIBRATION_SAMPLES)),
            Set.of(),
            Progress.NONE);
  }

  private static int right(Path file, RealData.Labelled data) {
    OnnxModel model = OnnxModel.read(file);
    ModelInputs inputs = ModelInputs.of(model, data.samples(), data.samples().size());
    int right = 0;
    try (Session session = new Session(model, Optimization.ALL)) {
      for (int i = 0; i < inputs.count(); i++) {
        FloatBuffer scores =
            session.run(inputs.get(i)).values().iterator().next().elements().asFloatBuffer();
        int best = 0;
        for (int c = 1; c < scores.limit(); c++) {
          best = scores.get(c) > scores.get(best) ? c : best;
        }
        right += best == data.labels().get(i) ? 1 : 0;
      }
    }
    return right;
  }

  @ParameterizedTest(name = "{0}, {1}: the peer has {2} bytes")
  @CsvSource({
    "kws_ref_fp32_materialized, PER_TENSOR, 36845",
    "kws_ref_fp32_materialized, PER_CHANNEL, 44771",
    "kws_ref_fp32, PER_CHANNEL, 44771",
  })
  void keepsKeywordsWithinTwoAnswersAndIsSmallerThanThePeer(
      String name, Granularity granularity, long peerBytes) {
    Path model = Material.path("models/mlperf-tiny/" + name + ".onnx");
    RealData.Labelled evaluation = RealData.keywords("evaluation");
    Candidate candidate = compress(model, RealData.keywords("calibration"), granularity);
    assertThat(evaluation.labels()).hasSize(700);
    assertThat(right(model, evaluation)).isEqualTo(631);
    assertThat(right(candidate.file(), evaluation)).isGreaterThanOrEqualTo(629);
    assertThat(candidate.bytes()).isLessThan(peerBytes);
  }

  @ParameterizedTest(name = "{0}, {1}: the peer has {3} bytes")
  @CsvSource({
    "deeppcb_resnet, PER_TENSOR, 5948, 1594204",
    "deeppcb_mobilenet, PER_CHANNEL, 5908, 657863",
  })
  void keepsDefectsWithinATenthOfAPointAndIsSmallerThanThePeer(
      String name, Granularity granularity, int rightInFloat, long peerBytes) {
    Path model = Material.path("models/deeppcb/" + name + ".onnx");
    RealData.Labelled test = RealData.boards("test", Integer.MAX_VALUE);
    Candidate candidate =
        compress(model, RealData.boards("train", CALIBRATION_SAMPLES), granularity);
    assertThat(test.labels()).hasSize(6140);
    assertThat(right(candidate.file(), test)).isGreaterThanOrEqualTo(rightInFloat - 6);
    assertThat(candidate.bytes()).isLessThan(peerBytes);
  }

  @Test
  void raisesARealModelOfOpsetElevenForOneScaleAChannel() {
    Path model = Material.path("models/mlperf-tiny/vww_mobilenetv1_fp32.onnx");
    RealData.Labelled made = RealData.madeUp(8, 3, 96, 96);
    Candidate candidate = compress(model, made, Granularity.PER_CHANNEL);
    assertThat(candidate.lineage().steps().get(1).note()).contains("opset 11 raised to 13");
    assertThat(OnnxModel.read(candidate.file()).opset()).isEqualTo(13);
  }
}
