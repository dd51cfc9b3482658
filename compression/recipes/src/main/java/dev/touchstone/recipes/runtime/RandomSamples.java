package dev.touchstone.recipes.runtime;

import dev.touchstone.recipes.onnx.OnnxType;
import dev.touchstone.scenarios.data.ElementType;
import dev.touchstone.scenarios.data.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

/**
 * Made-up inputs for a model whose data is not at hand: standard normal numbers, whole numbers of 0
 * or 1 (which any table holds), and 1 where a size is known only at run time.
 */
public final class RandomSamples {

  private RandomSamples() {}

  /** A larger input is not made up. */
  private static final long MOST_ELEMENTS = 1 << 26;

  /**
   * One set of inputs; the same seed gives the same numbers.
   *
   * @param types of the inputs by name, as {@link Session#inputs} tells
   * @return inputs by name; empty if the model takes something that is no tensor of numbers, or one
   *     of more than 2^26 elements
   */
  public static Optional<Map<String, Tensor>> of(Map<String, ValueType> types, long seed) {
    return of(types, OpenSizes.ONES, seed);
  }

  /** One set of inputs, where dimensions that are known only at run time get these sizes. */
  static Optional<Map<String, Tensor>> of(Map<String, ValueType> types, OpenSizes open, long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (Map.Entry<String, ValueType> e : types.entrySet()) {
      Optional<ElementType> type = e.getValue().type().flatMap(RandomSamples::elementType);
      if (type.isEmpty()) {
        return Optional.empty();
      }
      long[] shape = open.shape(e.getValue());
      double elements = LongStream.of(shape).asDoubleStream().reduce(1, (a, b) -> a * b);
      if (elements > MOST_ELEMENTS) {
        return Optional.empty();
      }
      inputs.put(e.getKey(), tensor(type.get(), shape, random));
    }
    return Optional.of(inputs);
  }

  private static Optional<ElementType> elementType(OnnxType type) {
    return switch (type) {
      case FLOAT -> Optional.of(ElementType.FLOAT32);
      case DOUBLE -> Optional.of(ElementType.FLOAT64);
      case INT8 -> Optional.of(ElementType.INT8);
      case UINT8 -> Optional.of(ElementType.UINT8);
      case INT16 -> Optional.of(ElementType.INT16);
      case INT32 -> Optional.of(ElementType.INT32);
      case INT64 -> Optional.of(ElementType.INT64);
      case BOOL -> Optional.of(ElementType.BOOL);
      default -> Optional.empty();
    };
  }

  private static Tensor tensor(ElementType type, long[] shape, RandomGenerator random) {
    int count = 1;
    for (long d : shape) {
      count = Math.toIntExact(count * d);
    }
    ByteBuffer out = ByteBuffer.allocate(count * type.bytes()).order(ByteOrder.nativeOrder());
    for (int i = 0; i < count; i++) {
      switch (type) {
        case FLOAT32 -> out.putFloat((float) random.nextGaussian());
        case FLOAT64 -> out.putDouble(random.nextGaussian());
        case INT8, UINT8, BOOL -> out.put((byte) random.nextInt(2));
        case INT16, UINT16 -> out.putShort((short) random.nextInt(2));
        case INT32 -> out.putInt(random.nextInt(2));
        case INT64 -> out.putLong(random.nextInt(2));
      }
    }
    return new Tensor(type, shape, out.rewind());
  }
}
