package dev.touchstone.runner.process;

import dev.touchstone.scenarios.data.Dataset;
import dev.touchstone.scenarios.data.ElementType;
import dev.touchstone.scenarios.data.Sample;
import dev.touchstone.scenarios.data.Tensor;
import dev.touchstone.scenarios.quality.Labels;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Samples of four floats: {@code index, -index, index / 2, -1}.
 *
 * @param size how many
 * @param input the input that they fill
 */
record FourNumbers(int size, String input) implements Dataset {

  @Override
  public List<String> inputNames() {
    return List.of(input);
  }

  @Override
  public Sample sample(int index) {
    ByteBuffer elements = ByteBuffer.allocate(16).order(ByteOrder.nativeOrder());
    elements.putFloat(index).putFloat(-index).putFloat(index / 2f).putFloat(-1).flip();
    return new Sample(List.of(new Tensor(ElementType.FLOAT32, new long[] {4}, elements)));
  }

  @Override
  public Optional<Labels> labels() {
    return Optional.empty();
  }

  @Override
  public Map<String, List<String>> slices() {
    return Map.of();
  }

  @Override
  public String fingerprint() {
    return "0".repeat(64);
  }
}
