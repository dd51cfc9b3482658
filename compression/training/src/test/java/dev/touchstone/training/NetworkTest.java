package dev.touchstone.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.scenarios.surface.SurfaceDefects;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RequiresTorch
class NetworkTest {

  /** Thirteen layers of 32-bit sums, on logits of size 1. */
  private static final float TOLERANCE = 1e-4f;

  @BeforeEach
  void prepareTorch() {
    Torch.prepare(1);
  }

  @Test
  void answersWhatOnnxRuntimeAnswersForTheEmbeddedDefault() {
    OnnxModel model = SurfaceNetwork.untrained(3);
    long[] shape = {1, 1, 64, 64};
    float[] image = new SurfaceExamples(new SurfaceDefects(1, 1)).sample(0);
    assertThat(OperatorsTest.torchAnswer(model, shape, image))
        .containsExactly(OperatorsTest.runtimeAnswer(model, shape, image), within(TOLERANCE));
  }

  @Test
  void learnsWeightsAndNotStatistics() {
    try (Network network = new Network(normalization())) {
      assertThat(network.learned()).containsExactly("scale", "shift");
    }
  }

  /**
   * The batch is 1, 2, 3, 6: mean 3, variance 3.5 over n, 14 / 3 over n - 1. As PyTorch does it,
   * the normalized values use the first and the running variance the second.
   */
  @Test
  void movesRunningStatisticsAsPyTorchDoes() {
    try (Network network = new Network(normalization())) {
      float[] normalized =
          Torch.scoped(
              () -> {
                Tensor batch = Torch.tensor(new float[] {1, 2, 3, 6}, 4, 1, 1, 1);
                return Torch.floats(network.forward(batch, Mode.TRAINING));
              });
      double deviation = Math.sqrt(3.5 + 1e-5);
      assertThat(normalized[3]).isCloseTo((float) (3 / deviation), within(1e-5f));
      OnnxModel trained = network.trained();
      assertThat(value(trained, "mean")).isCloseTo(0.9f * 10 + 0.1f * 3, within(1e-5f));
      assertThat(value(trained, "variance"))
          .isCloseTo((float) (0.9 * 2 + 0.1 * 14 / 3), within(1e-5f));
    }
  }

  @Test
  void leavesRunningStatisticsAloneInInference() {
    try (Network network = new Network(normalization())) {
      Torch.scoped(
          () -> {
            Tensor batch = Torch.tensor(new float[] {1, 2, 3, 6}, 4, 1, 1, 1);
            return Torch.floats(network.forward(batch, Mode.INFERENCE));
          });
      assertThat(value(network.trained(), "mean")).isEqualTo(10);
      assertThat(value(network.trained(), "variance")).isEqualTo(2);
    }
  }

  @Test
  void givesAnUntouchedModelBackByteForByte() {
    OnnxModel model = SurfaceNetwork.untrained(3);
    try (Network network = new Network(model)) {
      assertThat(network.trained().toByteArray()).isEqualTo(model.toByteArray());
    }
  }

  @Test
  void writesWeightsBackSoThatTheFileAnswersAsTheNetworkDoes(@TempDir Path folder) {
    OnnxModel model = SurfaceNetwork.untrained(3);
    long[] shape = {1, 1, 64, 64};
    float[] image = new SurfaceExamples(new SurfaceDefects(1, 1)).sample(0);
    Path file = folder.resolve("trained.onnx");
    float[] before;
    try (Network network = new Network(model)) {
      new Trainer(TrainerTest.settings(2, 1e-2), (phase, done, total) -> {})
          .fit(network, new SurfaceExamples(new SurfaceDefects(1, 100)));
      before =
          Torch.scoped(
              () -> Torch.floats(network.forward(Torch.tensor(image, shape), Mode.INFERENCE)));
      network.trained().write(file);
    }
    float[] after = OperatorsTest.runtimeAnswer(OnnxModel.read(file), shape, image);
    assertThat(after).containsExactly(before, within(TOLERANCE));
    assertThat(after).isNotEqualTo(OperatorsTest.runtimeAnswer(model, shape, image));
  }

  private static OnnxModel normalization() {
    long[] one = {1};
    return Graphs.model(
        new long[] {4, 1, 1, 1},
        List.of(Graphs.node("BatchNormalization", "scale", "shift", "mean", "variance")),
        Constant.floats("scale", one, 1),
        Constant.floats("shift", one, 0),
        Constant.floats("mean", one, 10),
        Constant.floats("variance", one, 2));
  }

  private static float value(OnnxModel model, String initializer) {
    return model.graph().initializer(initializer).orElseThrow().toFloats()[0];
  }
}
