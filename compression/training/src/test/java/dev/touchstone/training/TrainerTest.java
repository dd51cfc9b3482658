package dev.touchstone.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.scenarios.Progress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@RequiresTorch
class TrainerTest {

  @Test
  void learnsWhatNoStraightLineSeparates() {
    try (Network network = new Network(twoLayers())) {
      List<Double> losses =
          new Trainer(settings(300, 3e-2), Progress.NONE).fit(network, new ExclusiveOr());
      assertThat(losses).hasSize(300);
      assertThat(losses.get(0)).isGreaterThan(0.5);
      assertThat(losses.get(299)).isLessThan(0.05);
      Evaluation evaluation = Evaluation.of(network.trained(), new ExclusiveOr(), 2, Progress.NONE);
      assertThat(evaluation.top1()).isEqualTo(1);
    }
  }

  @Test
  void givesTheSameBitsForTheSameSeed() {
    assertThat(weightsAfter(settings(20, 1e-2))).isEqualTo(weightsAfter(settings(20, 1e-2)));
  }

  @Test
  void reportsEveryStep() {
    List<Long> heard = new ArrayList<>();
    try (Network network = new Network(twoLayers())) {
      new Trainer(settings(3, 1e-2), (phase, done, total) -> heard.add(done))
          .fit(network, new ExclusiveOr());
    }
    assertThat(heard).containsExactly(1L, 2L, 3L);
  }

  @Test
  void stopsWhenTheLossIsNoNumberAnyMore() {
    try (Network network = new Network(twoLayers())) {
      assertThatThrownBy(
              () -> new Trainer(settings(50, 1e30), Progress.NONE).fit(network, new ExclusiveOr()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("of 50 with a peak learning rate of 1.0E30");
    }
  }

  private static byte[] weightsAfter(TrainingSettings settings) {
    try (Network network = new Network(twoLayers())) {
      new Trainer(settings, Progress.NONE).fit(network, new ExclusiveOr());
      return network.trained().toByteArray();
    }
  }

  static TrainingSettings settings(int steps, double learningRate) {
    return new TrainingSettings(1, steps, 8, learningRate, new Schedule.Cosine(0.1), 0, List.of());
  }

  private static OnnxModel twoLayers() {
    Node first = Node.of("Gemm", "first", List.of("x", "w1", "b1"), List.of("h"));
    Node relu = Node.of("Relu", "relu", List.of("h"), List.of("r"));
    Node second = Node.of("Gemm", "second", List.of("r", "w2", "b2"), List.of("y"));
    return Graphs.model(
        new long[] {4, 2},
        List.of(first, relu, second),
        Graphs.random("w1", 1, 2, 16),
        Graphs.random("b1", 2, 16),
        Graphs.random("w2", 3, 16, 2),
        Constant.floats("b2", new long[] {2}, 0, 0));
  }

  /** Four points; the class is whether the two coordinates differ. */
  private static final class ExclusiveOr implements Examples {

    @Override
    public int size() {
      return 4;
    }

    @Override
    public long[] shape() {
      return new long[] {2};
    }

    @Override
    public float[] sample(int index) {
      return new float[] {index & 1, index >> 1};
    }

    @Override
    public int label(int index) {
      return (index & 1) ^ (index >> 1);
    }
  }
}
