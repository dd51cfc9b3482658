package dev.touchstone.recipes.runtime;

import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.OnnxType;
import dev.touchstone.recipes.onnx.UnusableModelException;
import dev.touchstone.scenarios.data.Dataset;
import dev.touchstone.scenarios.data.Sample;
import dev.touchstone.scenarios.data.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntFunction;

/** Inputs for runs of a model, one sample at a time, with the batch dimension. */
public final class ModelInputs {

  private final int count;
  private final IntFunction<Map<String, Tensor>> source;

  private ModelInputs(int count, IntFunction<Map<String, Tensor>> source) {
    this.count = count;
    this.source = source;
  }

  /**
   * The first samples of a data set.
   *
   * @param samples at least 1; more than the data set has means all of them
   * @throws UnusableModelException if the data set does not fill the model's inputs
   */
  public static ModelInputs of(OnnxModel model, Dataset data, int samples) {
    try (Session session = new Session(model, Optimization.NONE)) {
      return of(session.inputs(), data, samples);
    }
  }

  /**
   * The same for a model that was loaded before.
   *
   * @param types what the model takes
   */
  public static ModelInputs of(Map<String, ValueType> types, Dataset data, int samples) {
    List<String> names = names(types, data);
    return new ModelInputs(
        Math.min(samples, data.size()), i -> inputs(types, names, data.sample(i)));
  }

  /**
   * Made-up inputs on which the model runs. Where it leaves sizes open, some usual ones are tried:
   * a model may need more than one sound sample or pixel.
   *
   * @return empty if the model takes something that is no tensor of numbers, or runs on none
   */
  public static Optional<ModelInputs> random(OnnxModel model, int samples, long seed) {
    try (Session session = new Session(model, Optimization.NONE)) {
      Map<String, ValueType> types = session.inputs();
      boolean open = types.values().stream().anyMatch(ModelInputs::isOpen);
      for (OpenSizes size : open ? OpenSizes.all() : List.of(OpenSizes.ONES)) {
        if (runs(session, RandomSamples.of(types, size, seed))) {
          return Optional.of(
              new ModelInputs(
                  samples, i -> RandomSamples.of(types, size, seed + i).orElse(Map.of())));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isOpen(ValueType type) {
    return type.shape().stream().skip(1).anyMatch(OptionalLong::isEmpty);
  }

  private static boolean runs(Session session, Optional<Map<String, Tensor>> inputs) {
    if (inputs.isEmpty()) {
      return false;
    }
    try {
      session.run(inputs.get());
      return true;
    } catch (UnusableModelException e) {
      return false; // another size may do
    }
  }

  /** How many there are. */
  public int count() {
    return count;
  }

  /** The first of them. */
  public ModelInputs first(int samples) {
    return new ModelInputs(Math.min(samples, count), source);
  }

  /** One set of inputs by name. */
  public Map<String, Tensor> get(int index) {
    return source.apply(index);
  }

  private static List<String> names(Map<String, ValueType> types, Dataset data) {
    List<String> names = new ArrayList<>(data.inputNames());
    if (names.equals(List.of("")) && types.size() == 1) {
      return List.copyOf(types.keySet());
    }
    if (!types.keySet().containsAll(names) || names.size() != types.size()) {
      throw new UnusableModelException(
          "the data set fills the inputs %s, the model takes %s".formatted(names, types.keySet()));
    }
    return names;
  }

  private static Map<String, Tensor> inputs(
      Map<String, ValueType> types, List<String> names, Sample sample) {
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      ValueType type = types.get(name);
      if (type != null) {
        inputs.put(name, withBatch(name, type, sample.inputs().get(i)));
      }
    }
    return inputs;
  }

  private static Tensor withBatch(String name, ValueType type, Tensor tensor) {
    long[] shape = tensor.shape();
    if (shape.length + 1 == type.shape().size()) {
      long[] batched = new long[shape.length + 1];
      batched[0] = 1;
      System.arraycopy(shape, 0, batched, 1, shape.length);
      shape = batched;
    }
    if (!type.type().equals(Optional.of(Tensors.onnxType(tensor.type()))) || !fits(type, shape)) {
      throw new UnusableModelException(
          "input \"%s\" takes %s %s, the data set gives %s %s"
              .formatted(
                  name,
                  type.type().map(OnnxType::name).orElse("no tensor"),
                  type.shape().stream()
                      .map(d -> d.isPresent() ? Long.toString(d.getAsLong()) : "?")
                      .toList(),
                  tensor.type(),
                  Arrays.toString(shape)));
    }
    return new Tensor(tensor.type(), shape, tensor.elements());
  }

  private static boolean fits(ValueType type, long[] shape) {
    if (type.shape().size() != shape.length) {
      return false;
    }
    for (int d = 0; d < shape.length; d++) {
      if (type.shape().get(d).orElse(shape[d]) != shape[d]) {
        return false;
      }
    }
    return true;
  }
}
