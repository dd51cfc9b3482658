package dev.touchstone.worker;

import dev.touchstone.worker.Declared.Dimension;
import dev.touchstone.worker.Declared.Fixed;
import dev.touchstone.worker.Declared.Symbolic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Gives every symbolic dimension of a model's inputs a size.
 *
 * <p>A symbolic first dimension that a sample does not fill is the batch. Other symbols take their
 * size from the sample; the same symbol has the same size everywhere. What nothing decides is 1.
 */
final class InputShapes {

  private final long batch;
  private final Map<String, Long> symbols = new HashMap<>();
  private final Map<String, long[]> shapes = new HashMap<>();
  private boolean batched = true;

  private InputShapes(long batch) {
    this.batch = batch;
  }

  /**
   * Resolves the shapes of all inputs.
   *
   * @param inputs of the model
   * @param samples the shape of one sample's tensors by input; inputs may be missing
   * @param batch samples in one inference
   * @throws ModelRefusedException if a sample does not fit its input
   */
  static InputShapes resolve(List<Declared> inputs, Map<String, List<Long>> samples, long batch)
      throws ModelRefusedException {
    InputShapes result = new InputShapes(batch);
    for (Declared input : inputs) {
      List<Long> sample = samples.get(input.name());
      if (sample != null) {
        result.fill(input, result.shapeFor(input, sample));
      }
    }
    for (Declared input : inputs) {
      if (!samples.containsKey(input.name())) {
        result.fill(input, result.shapeFor(input));
      }
    }
    return result;
  }

  /** The shape of one input. */
  long[] of(Declared input) {
    return Objects.requireNonNull(shapes.get(input.name()), input.name());
  }

  /** Whether the first dimension of every input counts the samples of a batch. */
  boolean batched() {
    return batched;
  }

  /**
   * Whether an output has this shape in every run on inputs of these shapes.
   *
   * @param actual the shape that it had in one run
   */
  boolean settle(Declared output, long[] actual) {
    if (output.rank() != actual.length) {
      return false;
    }
    for (int i = 0; i < actual.length; i++) {
      Optional<Long> size = size(output.dimensions().get(i));
      if (size.isEmpty() || size.get() != actual[i]) {
        return false;
      }
    }
    return true;
  }

  static List<Long> boxed(long[] shape) {
    List<Long> list = new ArrayList<>();
    for (long size : shape) {
      list.add(size);
    }
    return list;
  }

  static long[] unboxed(List<Long> shape) {
    long[] sizes = new long[shape.size()];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = shape.get(i);
    }
    return sizes;
  }

  private Optional<Long> size(Dimension dimension) {
    return dimension instanceof Fixed fixed
        ? Optional.of(fixed.size())
        : Optional.ofNullable(symbols.get(((Symbolic) dimension).symbol()));
  }

  private List<Long> shapeFor(Declared input) {
    List<Long> shape = new ArrayList<>();
    for (Dimension dimension : input.dimensions()) {
      boolean first = shape.isEmpty();
      shape.add(size(dimension).orElse(first ? batch : 1L));
    }
    batched &= input.firstIsSymbolic() && shape.get(0) == batch;
    return shape;
  }

  private List<Long> shapeFor(Declared input, List<Long> sample) throws ModelRefusedException {
    List<Long> oneMore = new ArrayList<>();
    oneMore.add(batch);
    oneMore.addAll(sample);
    if (input.takes(oneMore)) {
      batched &= input.firstIsSymbolic();
      return oneMore;
    }
    if (input.takes(sample)) {
      batched = false;
      return sample;
    }
    // Dimensions of 1 do not move an element, so a sample may leave them out or bring its own.
    List<Long> alone = shapeFor(input);
    if (!input.dimensions().stream().skip(1).allMatch(Fixed.class::isInstance)
        || !withoutOnes(alone.subList(input.firstIsSymbolic() ? 1 : 0, alone.size()))
            .equals(withoutOnes(sample))) {
      throw new ModelRefusedException(
          "input \"%s\" wants %s, but a sample has %s"
              .formatted(input.name(), input.shapeText(), sample));
    }
    return alone;
  }

  private void fill(Declared input, List<Long> shape) {
    for (int i = 0; i < shape.size(); i++) {
      if (input.dimensions().get(i) instanceof Symbolic symbolic && !symbolic.symbol().isEmpty()) {
        symbols.put(symbolic.symbol(), shape.get(i));
      }
    }
    shapes.put(input.name(), unboxed(shape));
  }

  private static List<Long> withoutOnes(List<Long> shape) {
    return shape.stream().filter(size -> size != 1).toList();
  }
}
