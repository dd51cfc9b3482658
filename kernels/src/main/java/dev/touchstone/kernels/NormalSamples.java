package dev.touchstone.kernels;

import dev.touchstone.scenarios.data.Dataset;
import dev.touchstone.scenarios.data.ElementType;
import dev.touchstone.scenarios.data.Sample;
import dev.touchstone.scenarios.data.Tensor;
import dev.touchstone.scenarios.quality.Labels;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** Seeded standard normal inputs for one operator, to calibrate on. */
final class NormalSamples implements Dataset {

  static final int SIZE = 16;

  private final long[] sampleShape;

  NormalSamples(Operator operator) {
    long[] batched = operator.inputShape();
    this.sampleShape = Arrays.copyOfRange(batched, 1, batched.length);
  }

  @Override
  public int size() {
    return SIZE;
  }

  @Override
  public List<String> inputNames() {
    return List.of("x");
  }

  @Override
  public Sample sample(int index) {
    SplittableRandom random = new SplittableRandom(index);
    int count = (int) Arrays.stream(sampleShape).reduce(1, Math::multiplyExact);
    ByteBuffer elements = ByteBuffer.allocate(count * Float.BYTES).order(ByteOrder.nativeOrder());
    for (int i = 0; i < count; i++) {
      elements.putFloat((float) random.nextGaussian());
    }
    return new Sample(List.of(new Tensor(ElementType.FLOAT32, sampleShape, elements.flip())));
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
    return "standard normal, seeded by index, " + Arrays.toString(sampleShape);
  }
}
