package dev.touchstone.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.runtime.Optimization;
import dev.touchstone.recipes.runtime.Session;
import dev.touchstone.scenarios.data.ElementType;
import dev.touchstone.scenarios.data.Tensor;
import dev.touchstone.training.OperatorCases.Case;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@RequiresTorch
class OperatorsTest {

  /** Sums of a few dozen 32-bit products, in another order. */
  private static final double FORWARD_TOLERANCE = 2e-5;

  /** Central differences of step 1e-5 in 64 bits: truncation 1e-10, cancellation 1e-11. */
  private static final double GRADIENT_TOLERANCE = 1e-6;

  private static final double STEP = 1e-5;

  @BeforeEach
  void prepareTorch() {
    Torch.prepare(1);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.touchstone.training.OperatorCases#all")
  void answersWhatOnnxRuntimeAnswers(Case operator) {
    float[] input = Graphs.values(9, Graphs.count(operator.shape()));
    assertThat(torchAnswer(operator.model(), operator.shape(), input))
        .containsExactly(
            runtimeAnswer(operator.model(), operator.shape(), input),
            within((float) FORWARD_TOLERANCE));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.touchstone.training.OperatorCases#all")
  void hasTheGradientThatFiniteDifferencesShow(Case operator) {
    float[] input = Graphs.values(9, Graphs.count(operator.shape()));
    try (Network network = new Network(operator.model(), ScalarType.Double)) {
      org.bytedeco.pytorch.Tensor x = Torch.tensor(input, operator.shape()).to(ScalarType.Double);
      x.set_requires_grad(true);
      objective(network, x).backward();
      checkGradient(network, x, x, "x");
      for (String name : network.learned()) {
        checkGradient(network, x, network.initializer(name), name);
      }
    }
  }

  /** A sum in which every output has its own weight, so that no mistake cancels. */
  private static org.bytedeco.pytorch.Tensor objective(
      Network network, org.bytedeco.pytorch.Tensor x) {
    org.bytedeco.pytorch.Tensor y = network.forward(x, Mode.INFERENCE);
    float[] weights = Graphs.values(10, Math.toIntExact(y.numel()));
    return y.mul(Torch.tensor(weights, y.shape()).to(ScalarType.Double)).sum();
  }

  private static void checkGradient(
      Network network,
      org.bytedeco.pytorch.Tensor x,
      org.bytedeco.pytorch.Tensor subject,
      String name) {
    org.bytedeco.pytorch.Tensor gradient = subject.grad().contiguous();
    org.bytedeco.pytorch.Tensor values = subject.detach(); // shares the memory
    for (long i = 0; i < subject.numel(); i++) {
      double before = values.data_ptr_double().get(i);
      values.data_ptr_double().put(i, before + STEP);
      double above = objective(network, x).item_double();
      values.data_ptr_double().put(i, before - STEP);
      double below = objective(network, x).item_double();
      values.data_ptr_double().put(i, before);
      assertThat(gradient.data_ptr_double().get(i))
          .as("gradient of element %d of %s", i, name)
          .isEqualTo((above - below) / (2 * STEP), within(GRADIENT_TOLERANCE));
    }
  }

  @Test
  void rejectsAnUnknownOperatorNamingItsNode() {
    OnnxModel model =
        Graphs.model(new long[] {2, 2}, List.of(Graphs.node("HardSwish")), new Constant[0]);
    assertThatThrownBy(() -> new Network(model))
        .isInstanceOfSatisfying(
            UnsupportedOperatorException.class,
            e -> {
              assertThat(e.node()).isEqualTo("the-HardSwish");
              assertThat(e.operator()).isEqualTo("HardSwish");
            })
        .hasMessage("node \"the-HardSwish\": operator HardSwish cannot be executed differentiably");
  }

  @Test
  void rejectsAnAttributeThatItWouldGetWrong() {
    Node pool = Graphs.node("MaxPool").with("kernel_shape", new long[] {2, 2}).with("ceil_mode", 1);
    OnnxModel model = Graphs.model(new long[] {1, 1, 3, 3}, List.of(pool), new Constant[0]);
    assertThatThrownBy(() -> torchAnswer(model, new long[] {1, 1, 3, 3}, new float[9]))
        .isInstanceOf(UnsupportedOperatorException.class)
        .hasMessage("node \"the-MaxPool\": operator MaxPool with ceil_mode is not supported");
  }

  static float[] torchAnswer(OnnxModel model, long[] shape, float[] input) {
    try (Network network = new Network(model)) {
      return Torch.scoped(
          () -> Torch.floats(network.forward(Torch.tensor(input, shape), Mode.INFERENCE)));
    }
  }

  static float[] runtimeAnswer(OnnxModel model, long[] shape, float[] input) {
    ByteBuffer bytes =
        ByteBuffer.allocateDirect(input.length * Float.BYTES).order(ByteOrder.nativeOrder());
    bytes.asFloatBuffer().put(input);
    try (Session session = new Session(model, Optimization.NONE)) {
      String name = session.inputs().keySet().iterator().next();
      Tensor answer =
          session
              .run(Map.of(name, new Tensor(ElementType.FLOAT32, shape, bytes)))
              .values()
              .iterator()
              .next();
      float[] values = new float[answer.elements().remaining() / Float.BYTES];
      answer.elements().asFloatBuffer().get(values);
      return values;
    }
  }
}
