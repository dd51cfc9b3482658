package dev.touchstone.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.runtime.ModelInputs;
import dev.touchstone.recipes.runtime.Optimization;
import dev.touchstone.recipes.runtime.Session;
import dev.touchstone.scenarios.NodeFilter;
import dev.touchstone.scenarios.Progress;
import dev.touchstone.scenarios.Recipe;
import dev.touchstone.scenarios.RecipeReader;
import dev.touchstone.scenarios.Step;
import dev.touchstone.scenarios.Step.Calibration;
import dev.touchstone.scenarios.Step.Granularity;
import dev.touchstone.scenarios.Step.QuantizeStatic;
import dev.touchstone.scenarios.Step.ReduceRange;
import dev.touchstone.scenarios.data.Dataset;
import dev.touchstone.scenarios.data.Datasets;
import dev.touchstone.scenarios.data.ManifestReader;
import dev.touchstone.scenarios.quality.Labels;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
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

  /** The first numbers and their classes, of a part of the machines that may fail. */
  private static Dataset machines(Path manifest, String part) throws IOException {
    String arrays = Material.path("data/ai4i2020/arrays").toAbsolutePath() + "/" + part;
    Files.writeString(
        manifest,
        """
        touchstone-data: 1
        name: machines
        inputs: [{file: %1$s_x_f32.npy}]
        labels: {file: %1$s_labels_i32.npy}
        """
            .formatted(arrays));
    return Datasets.open(ManifestReader.read(manifest, Map.of()));
  }

  /** The peer loses three of 3000 answers and needs 1.4 times the time of floats. */
  @Test
  void letsASmallPerceptronComputeInFloatsByDefaultAndKeepsItsRareClass() throws IOException {
    Path model = Material.path("models/ai4i/ai4i_mlp.onnx");
    Dataset test = machines(folder.resolve("test.yaml"), "test");
    Candidate candidate =
        new Compressor(folder, "test")
            .compress(
                model,
                RecipeReader.read("int8-static"),
                Optional.of(
                    new CalibrationSamples(
                        machines(folder.resolve("train.yaml"), "train"), CALIBRATION_SAMPLES)),
                Set.of(),
                Progress.NONE);
    Labels.Classes classes = (Labels.Classes) test.labels().orElseThrow();
    List<Integer> labels = IntStream.range(0, classes.size()).mapToObj(classes::at).toList();
    assertThat(candidate.lineage().steps().get(1).note())
        .contains("1 of 1 integer islands removed");
    assertThat(right(candidate.file(), new RealData.Labelled(test, labels)))
        .isGreaterThanOrEqualTo(2953);
    assertThat(candidate.bytes()).isLessThan(9_315);
  }
}
