package dev.touchstone.runner.testing;

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
import java.util.stream.IntStream;

/**
 * Samples of some floats; all are 0 but the one at the index of the sample's class, which is 1.
 *
 * @param size how many
 * @param classes how many floats
 * @param labels what is right, if anybody knows
 */
public record MemoryDataset(int size, int classes, Optional<Labels> labels) implements Dataset {

  /** Sample {@code i} has class {@code i % classes}. */
  public static MemoryDataset ofClasses(int size, int classes) {
    int[] indices = new int[size];
    for (int i = 0; i < size; i++) {
      indices[i] = i % classes;
    }
    List<String> names = IntStream.range(0, classes).mapToObj(c -> "class" + c).toList();
    return new MemoryDataset(size, classes, Optional.of(new Labels.Classes(names, indices)));
  }

  @Override
  public List<String> inputNames() {
    return List.of("");
  }

  @Override
  public Sample sample(int index) {
    ByteBuffer floats = ByteBuffer.allocate(classes * 4).order(ByteOrder.nativeOrder());
    floats.putFloat(index % classes * 4, 1);
    return new Sample(List.of(new Tensor(ElementType.FLOAT32, new long[] {classes}, floats)));
  }

  @Override
  public Map<String, List<String>> slices() {
    return Map.of();
  }

  @Override
  public String fingerprint() {
    return "00";
  }
}
