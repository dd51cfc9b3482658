package dev.touchstone.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.runtime.Optimization;
import dev.touchstone.recipes.runtime.RandomSamples;
import dev.touchstone.recipes.runtime.Session;
import dev.touchstone.recipes.runtime.ValueType;
import dev.touchstone.scenarios.data.ElementType;
import dev.touchstone.scenarios.data.Tensor;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Two models on the same made-up inputs. */
public final class RandomInputs {

  private RandomInputs() {}

  /**
   * Largest difference of any output, relative to that output's largest magnitude; outputs that are
   * no floats have to be equal.
   */
  public static double largestDifference(OnnxModel first, OnnxModel second, long seed) {
    try (Session a = new Session(first, Optimization.NONE);
        Session b = new Session(second, Optimization.NONE)) {
      assertThat(b.inputs()).isEqualTo(a.inputs());
      double largest = 0;
      for (int i = 0; i < 3; i++) {
        Map<String, Tensor> inputs = RandomSamples.of(types(a), seed + i).orElseThrow();
        largest = Math.max(largest, difference(a.run(inputs), b.run(inputs)));
      }
      return largest;
    }
  }

  /** The voice detector computes a spectrum: it needs a frame of 16 kHz sound, not one number. */
  private static Map<String, ValueType> types(Session session) {
    Map<String, ValueType> types = new LinkedHashMap<>(session.inputs());
    ValueType frame = types.get("input");
    if (types.containsKey("state") && frame != null) {
      // a flag that is not 16000 chooses 8 kHz, where a frame is half as long
      long samples = types.containsKey("sr") ? 288 : 576;
      List<OptionalLong> shape = List.of(OptionalLong.of(1), OptionalLong.of(samples));
      types.put("input", new ValueType(frame.type(), shape));
    }
    return types;
  }

  private static double difference(Map<String, Tensor> first, Map<String, Tensor> second) {
    assertThat(second.keySet()).isEqualTo(first.keySet());
    double largest = 0;
    for (Map.Entry<String, Tensor> e : first.entrySet()) {
      Tensor other = second.getOrDefault(e.getKey(), e.getValue());
      assertThat(other.shape()).isEqualTo(e.getValue().shape());
      if (other.type() == ElementType.FLOAT32) {
        FloatBuffer a = e.getValue().elements().asFloatBuffer();
        FloatBuffer b = other.elements().asFloatBuffer();
        double scale = 1e-30;
        double gap = 0;
        for (int i = 0; i < a.limit(); i++) {
          scale = Math.max(scale, Math.abs(a.get(i)));
          gap = Math.max(gap, Math.abs(a.get(i) - b.get(i)));
        }
        largest = Math.max(largest, gap / scale);
      } else {
        assertThat(other.elements()).isEqualTo(e.getValue().elements());
      }
    }
    return largest;
  }
}
