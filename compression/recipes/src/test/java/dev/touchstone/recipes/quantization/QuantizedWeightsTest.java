package dev.touchstone.recipes.quantization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.touchstone.recipes.calibration.Range;
import dev.touchstone.recipes.onnx.ChannelLayout;
import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.scenarios.QuantizedForm.ActivationType;
import dev.touchstone.scenarios.QuantizedForm.WeightType;
import dev.touchstone.scenarios.Step.Granularity;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantizedWeightsTest {

  private static Constant random(long... shape) {
    Random random = new Random(11);
    int size = 1;
    for (long d : shape) {
      size = Math.toIntExact(size * d);
    }
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextGaussian() * (1 + i % 5);
    }
    return Constant.floats("w", shape, values);
  }

  private static Node node(String type) {
    return Node.of(type, "n", List.of(), List.of("y"));
  }

  @ParameterizedTest(name = "{0} transB={1} group={2}: axis {3}, {4} channels")
  @CsvSource({
    "Conv, 0, 1, 0, 6", "Conv, 0, 6, 0, 6",
    "ConvTranspose, 0, 1, 1, 4", "ConvTranspose, 0, 2, 1, 8",
    "Gemm, 0, 1, 1, 4", "Gemm, 1, 1, 0, 6",
    "MatMul, 0, 1, 1, 4",
  })
  void findsTheChannelsOfEveryOperator(
      String type, long transB, long group, int axis, int channels) {
    Node node = node(type).with("transB", transB).with("group", group);
    ChannelLayout layout = ChannelLayout.of(node, random(6, 4)).orElseThrow();
    assertThat(layout.axis()).isEqualTo(axis);
    assertThat(layout.channels()).isEqualTo(channels);
  }

  @ParameterizedTest
  @CsvSource({"PER_TENSOR, 127", "PER_CHANNEL, 127", "PER_TENSOR, 64", "PER_CHANNEL, 64"})
  void restoresEveryWeightWithinHalfAStep(Granularity granularity, int largest) {
    Constant weights = random(5, 3, 2, 2);
    ChannelLayout layout = ChannelLayout.of(node("Conv"), weights).orElseThrow();
    QuantizedWeights quantized = QuantizedWeights.of(weights, layout, granularity, largest);
    long[] levels = quantized.levels("q").toLongs();
    float[] scales = quantized.scales("s").toFloats();
    float[] values = weights.toFloats();
    assertThat(scales).hasSize(granularity == Granularity.PER_CHANNEL ? 5 : 1);
    for (int i = 0; i < values.length; i++) {
      float scale = scales[scales.length == 1 ? 0 : i / 12];
      assertThat(levels[i] * scale).isCloseTo(values[i], within(scale / 2 * 1.0001f));
      assertThat(levels[i]).isBetween((long) -largest, (long) largest);
    }
  }

  @ParameterizedTest(name = "{0} {1}, group {2}, transB {3}")
  @CsvSource({
    "Conv, 6x3x2x2, 1, 0", "Conv, 6x1x3x3, 6, 0", "ConvTranspose, 4x3x2x2, 2, 0",
    "Gemm, 5x7, 1, 0", "Gemm, 5x7, 1, 1", "MatMul, 5x7, 1, 0",
  })
  void equalsALiteralLoopOverChannels(String type, String dims, long group, long transB) {
    long[] shape = Arrays.stream(dims.split("x", -1)).mapToLong(Long::parseLong).toArray();
    Constant weights = random(shape);
    Node node = node(type).with("group", group).with("transB", transB);
    ChannelLayout layout = ChannelLayout.of(node, weights).orElseThrow();
    QuantizedWeights quantized = QuantizedWeights.of(weights, layout, Granularity.PER_CHANNEL, 127);
    float[] scales = quantized.scales("s").toFloats();
    long[] levels = quantized.levels("q").toLongs();
    float[] values = weights.toFloats();
    int axis = quantized.axis().orElseThrow();
    for (int channel = 0; channel < shape[axis]; channel++) {
      float largest = 0;
      for (int i = 0; i < values.length; i++) {
        largest =
            index(i, shape)[axis] == channel ? Math.max(largest, Math.abs(values[i])) : largest;
      }
      assertThat(scales[channel]).isEqualTo(largest / 127);
      for (int i = 0; i < values.length; i++) {
        if (index(i, shape)[axis] == channel) {
          assertThat(levels[i])
              .isEqualTo(Math.round(Math.rint(values[i] / (double) scales[channel])));
        }
      }
    }
  }

  private static int[] index(int element, long[] shape) {
    int[] index = new int[shape.length];
    int rest = element;
    for (int d = shape.length - 1; d >= 0; d--) {
      index[d] = (int) (rest % shape[d]);
      rest /= (int) shape[d];
    }
    return index;
  }

  @ParameterizedTest
  @CsvSource({"S8, false", "U8, false", "S8, true", "U8, true"})
  void restoresSkewedWeightsWithinAStepWithAZeroPoint(WeightType type, boolean sevenBits) {
    float[] values = new float[60];
    for (int i = 0; i < values.length; i++) {
      values[i] = -0.1f + 0.05f * i;
    }
    Constant weights = Constant.floats("w", new long[] {6, 10}, values);
    ChannelLayout layout = ChannelLayout.of(node("MatMul"), weights).orElseThrow();
    QuantizedWeights quantized =
        QuantizedWeights.asymmetric(weights, layout, Levels.of(type, false, sevenBits));
    long zero = quantized.zeroPoints("z").map(z -> z.toLongs()[0]).orElse(0L);
    float scale = quantized.scales("s").toFloats()[0];
    long[] levels = quantized.levels("q").toLongs();
    assertThat(scale).isCloseTo(2.95f / (sevenBits ? 127 : 255), within(0.0002f));
    for (int i = 0; i < values.length; i++) {
      assertThat((levels[i] - zero) * scale).isCloseTo(values[i], within(scale));
    }
  }

  @Test
  void givesAChannelOfZerosAHarmlessScale() {
    Constant weights = Constant.floats("w", new long[] {2, 2}, 0, 0, 1, -2);
    ChannelLayout layout = ChannelLayout.of(node("Conv"), weights).orElseThrow();
    QuantizedWeights quantized = QuantizedWeights.of(weights, layout, Granularity.PER_CHANNEL, 127);
    assertThat(quantized.scales("s").toFloats()[0]).isEqualTo(1);
    assertThat(quantized.levels("q").toLongs()).startsWith(0, 0);
  }

  @Test
  void makesRoomForABiasThatIsLargeAgainstItsWeights() {
    Constant weights = Constant.floats("w", new long[] {2, 1}, 1e-12f, 1);
    float[] bias = {5, 0.25f};
    ChannelLayout layout = ChannelLayout.of(node("Conv"), weights).orElseThrow();
    QuantizedWeights quantized =
        QuantizedWeights.of(weights, layout, Granularity.PER_CHANNEL, 127).withRoomFor(bias, 0.01f);
    long[] levels = quantized.bias("b", bias, 0.01f).toLongs();
    float[] scales = quantized.biasScales("s", 0.01f).toFloats();
    for (int c = 0; c < 2; c++) {
      assertThat(levels[c]).isBetween(-(1L << 31), (1L << 31) - 1);
      assertThat(levels[c] * (double) scales[c]).isCloseTo(bias[c], within(1e-4));
    }
  }

  @ParameterizedTest(name = "[{0}, {1}] -> zero point {2}")
  @CsvSource({"0, 6, 0", "-1, 1, 127", "-6, 0, 255", "0, 0, 0", "-0.001, 10, 0"})
  void representsZeroExactlyInEveryRange(float low, float high, int zeroPoint) {
    ActivationScale scale = ActivationScale.of(new Range(low, high), Levels.of(ActivationType.U8));
    assertThat(scale.zeroPoint()).isEqualTo(zeroPoint);
    assertThat(scale.scale()).isPositive();
  }
}
